//! What differs between a migration as it was applied and as the set has it.

use migrate_codegen::text::{Token, tokens};
use migrate_codegen::{Dialect, RollbackClass, Version};
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// What differs between a migration as it was applied and as the set has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Edit {
    /// The set.
    pub set: String,
    /// The migration.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// When it was applied, by the database's clock, in UTC.
    pub applied_at: Option<String>,
    /// Its checksum when it was applied.
    pub old_checksum: String,
    /// Its checksum in the set.
    pub new_checksum: String,
    /// What a rollback brought back, as the history says.
    pub old_rollback_class: String,
    /// What it brings back from now on.
    pub rollback_class: RollbackClass,
    /// The places of the SQL that differ. None for a step in Rust, and where only comments and
    /// blanks changed.
    pub changes: Vec<Change>,
    /// What there is to accept.
    pub extent: Extent,
}

/// What there is to accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Extent {
    /// Nothing: the history says what the set says.
    Nothing,
    /// Its layout, its rollback or its keys; it runs as it did.
    Around,
    /// What it does.
    Meaning,
}

/// One place of a text that differs, with the words around it. Comments and blanks do not count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The words before it.
    pub before: String,
    /// The words that are gone.
    pub removed: String,
    /// The words that are new.
    pub added: String,
    /// The words after it.
    pub after: String,
}

/// How many words are shown around a change.
const CONTEXT: usize = 6;

/// The places where two SQL texts differ, word by word.
pub(crate) fn changes(old: &str, new: &str, dialect: Dialect) -> Vec<Change> {
    let (old, new) = (words(old, dialect), words(new, dialect));
    let mut changes: Vec<Change> = Vec::new();
    // Whether the words since the last change are so few that both belong together.
    let mut near = false;
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        if let DiffOp::Equal { old_index, len, .. } = op {
            let same = &old[old_index..old_index + len];
            if let Some(last) = changes.last_mut() {
                last.after = same[..len.min(CONTEXT)].join(" ");
            }
            near = len <= 1;
            continue;
        }
        let (removed, added) = (&old[op.old_range()], &new[op.new_range()]);
        if let Some(last) = changes.last_mut().filter(|_| near) {
            last.extend(removed, added);
            continue;
        }
        let start = op.old_range().start;
        changes.push(Change {
            before: old[start.saturating_sub(CONTEXT)..start].join(" "),
            removed: removed.join(" "),
            added: added.join(" "),
            after: String::new(),
        });
    }
    changes
}

impl Change {
    /// Takes in the next change, with the words in between.
    fn extend(&mut self, removed: &[&str], added: &[&str]) {
        let between = std::mem::take(&mut self.after);
        for (text, words) in [(&mut self.removed, removed), (&mut self.added, added)] {
            for word in std::iter::once(between.as_str()).chain(words.iter().copied()) {
                if !text.is_empty() && !word.is_empty() {
                    text.push(' ');
                }
                text.push_str(word);
            }
        }
    }
}

fn words(sql: &str, dialect: Dialect) -> Vec<&str> {
    tokens(sql, dialect).filter(Token::is_significant).map(|token| token.text(sql)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(old: &str, new: &str, expected: &str) {
        let shown = |it: &Change| {
            let Change { before, removed, added, after } = it;
            format!("{before} [-{removed}-] {{+{added}+}} {after}")
        };
        let found = changes(old, new, Dialect::Sqlite);
        assert_eq!(found.iter().map(shown).collect::<Vec<_>>().join(" | "), expected);
    }

    #[test]
    fn words_are_compared_and_blanks_are_not() {
        check("CREATE TABLE a (x) -- one", "CREATE  TABLE a (\n x\n)", "");
        check(
            "CREATE TABLE a (x TEXT NOT NULL, y)",
            "CREATE TABLE a (x TEXT, y)",
            "CREATE TABLE a ( x TEXT [-NOT NULL-] {++} , y )",
        );
        check("a b c", "a x c", "a [-b-] {+x+} c");
        check("a", "a ; b", "a [--] {+; b+} ");
    }

    #[test]
    fn changes_that_touch_are_one() {
        check("a b c d", "a x c y", "a [-b c d-] {+x c y+} ");
        check(
            "a b 1 2 3 4 5 6 7 8 9 c",
            "a x 1 2 3 4 5 6 7 8 9 y",
            "a [-b-] {+x+} 1 2 3 4 5 6 | 4 5 6 7 8 9 [-c-] {+y+} ",
        );
    }
}
