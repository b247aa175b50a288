//! What a column's type does to the values that go into it.

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

/// Whether a value may be another once it went from a column of one type into one of the other:
/// `'007'` becomes 7, while a whole number that becomes text becomes the same number again. Others are
/// written with fewer digits than they have.
pub(super) fn converts(before: &str, now: &str) -> bool {
    use Affinity::{Blob, Number, Real, Text};
    match (affinity(before), affinity(now)) {
        (Blob, Number | Real | Text) | (Text, Number | Real) | (Number, Real) | (Real, Text) => {
            true
        }
        (Number, Text) => is_decimal(before),
        _ => false,
    }
}

/// Whether a type speaks of numbers that need not be whole, as neither `INT` nor `DATETIME` does.
fn is_decimal(declared: &str) -> bool {
    let declared = declared.to_ascii_uppercase();
    ["DEC", "NUM", "ANY"].iter().any(|word| declared.contains(word)) && !declared.contains("INT")
}

/// A value that stands for nothing in a column of this type.
pub(super) fn nothing(declared: &str) -> &'static str {
    match affinity(declared) {
        Affinity::Number | Affinity::Real => "0",
        Affinity::Text => "''",
        Affinity::Blob => "x''",
    }
}
