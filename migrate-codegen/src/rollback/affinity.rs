//! What a column's type does to the values that go into it.

use super::schema::Column;
use crate::catalog::Table;

/// What a column does to values of other types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Affinity {
    Number,
    Real,
    Text,
    /// Nothing.
    Blob,
}

impl Affinity {
    /// Whether text that looks like a number becomes one.
    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Number | Self::Real)
    }
}

/// The affinity of a column of this type, by SQLite's rules for tables that are not `STRICT`: `ANY`
/// is a number there.
pub(super) fn affinity(declared: &str) -> Affinity {
    let declared = declared.to_ascii_uppercase();
    let has = |words: &[&str]| words.iter().any(|word| declared.contains(word));
    match () {
        () if has(&["INT"]) => Affinity::Number,
        () if has(&["CHAR", "CLOB", "TEXT"]) => Affinity::Text,
        () if declared.is_empty() || has(&["BLOB"]) => Affinity::Blob,
        () if has(&["REAL", "FLOA", "DOUB"]) => Affinity::Real,
        () => Affinity::Number,
    }
}

/// Which numbers a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbers {
    /// Whole ones: they come back from text as they were.
    Whole,
    /// Any: `0.1 + 0.2`, an infinity. As text they have fewer digits, or are no numbers any more.
    Any,
}

/// Which numbers a column may hold, whatever its type says: outside `STRICT` only a row id is whole.
pub(super) fn numbers(column: &Column, table: Option<&Table>) -> Numbers {
    let Some(table) = table else { return Numbers::Any };
    let says = |option: &str| table.options.iter().any(|it| it.as_str() == option);
    let is = |declared: &str| column.declared.eq_ignore_ascii_case(declared);
    let is_alone = table.primary_key().is_some_and(|key| key.len() == 1);
    let is_row_id = column.key > 0 && is_alone && is("INTEGER") && !says("without rowid");
    let is_strict = says("strict") && (is("INTEGER") || is("INT"));
    if is_row_id || is_strict { Numbers::Whole } else { Numbers::Any }
}

/// Whether a value may be another once it went from a column of one type, with these numbers, into
/// one of the other: `'007'` becomes 7, while a whole number that becomes text becomes the same number
/// again.
pub(super) fn converts(before: &str, numbers: Numbers, now: &str) -> bool {
    use Affinity::{Blob, Number, Real, Text};
    match (affinity(before), affinity(now)) {
        (Blob, Number | Real | Text) | (Text, Number | Real) | (Number, Real) | (Real, Text) => {
            true
        }
        (Number, Text) => numbers == Numbers::Any,
        _ => false,
    }
}

/// A value that stands for nothing in a column of this type.
pub(super) fn nothing(declared: &str) -> &'static str {
    match affinity(declared) {
        Affinity::Number | Affinity::Real => "0",
        Affinity::Text => "''",
        Affinity::Blob => "x''",
    }
}
