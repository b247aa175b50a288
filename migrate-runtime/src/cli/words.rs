//! The words that differ between two texts, as a line.

use super::output::{BAD, DIM, GOOD};
use crate::report::Change;

/// `.. name TEXT [-NOT NULL-] ) ..`
pub(crate) fn words(change: &Change) -> String {
    let Change { before, removed, added, after } = change;
    let context = |text: &str| format!("{DIM}{text}{DIM:#}");
    let parts = [
        (!before.is_empty()).then(|| context(before)),
        (!removed.is_empty()).then(|| format!("{BAD}[-{removed}-]{BAD:#}")),
        (!added.is_empty()).then(|| format!("{GOOD}{{+{added}+}}{GOOD:#}")),
        (!after.is_empty()).then(|| context(after)),
    ];
    format!("    {}", parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
}
