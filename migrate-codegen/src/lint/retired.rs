//! Names that say that nothing uses the object any more.

/// Words that people put beside the name of what is about to go.
const MARKS: &[&str] = &[
    "archived",
    "backup",
    "bak",
    "deleted",
    "deprecated",
    "dropped",
    "legacy",
    "obsolete",
    "old",
    "removed",
    "retired",
    "trash",
    "unused",
];

/// Whether the new name is the old one with such a word: `fax_retired`, `old_fax`.
pub(super) fn is_retired(old: &str, new: &str) -> bool {
    let (old, new) = (old.to_lowercase(), new.to_lowercase());
    let Some((before, after)) = new.split_once(&old) else { return false };
    let word = format!("{before}{after}");
    MARKS.contains(&word.trim_matches('_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for new in ["fax_retired", "Fax_OLD", "deprecated_fax", "_fax_unused", "fax_bak"] {
            assert!(is_retired("fax", new), "{new}");
        }
        for new in ["fax_number", "telefax", "fax_older", "retired", "old_phone"] {
            assert!(!is_retired("fax", new), "{new}");
        }
    }
}
