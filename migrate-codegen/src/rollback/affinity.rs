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

/// The affinity of a column of this type, by SQLite's rules.
pub(super) fn affinity(declared: &str) -> Affinity {
    let declared = declared.to_ascii_uppercase();
    let has = |words: &[&str]| words.iter().any(|word| declared.contains(word));
    match () {
        () if has(&["INT"]) => Affinity::Number,
        () if has(&["CHAR", "CLOB", "TEXT"]) => Affinity::Text,
        () if declared.is_empty() || declared == "ANY" || has(&["BLOB"]) => Affinity::Blob,
        () if has(&["REAL", "FLOA", "DOUB"]) => Affinity::Real,
        () => Affinity::Number,
    }
}

/// Whether a value may be another once it went from a column of one type into one of the other:
/// `'007'` becomes 7, while a number that becomes text becomes the same number again.
pub(super) fn converts(before: &str, now: &str) -> bool {
    use Affinity::{Blob, Number, Real, Text};
    let types = (affinity(before), affinity(now));
    matches!(
        types,
        (Blob, Number | Real | Text) | (Text, Number | Real) | (Number, Real) | (Real, Text)
    )
}

/// A value that stands for nothing in a column of this type.
pub(super) fn nothing(declared: &str) -> &'static str {
    match affinity(declared) {
        Affinity::Number | Affinity::Real => "0",
        Affinity::Text => "''",
        Affinity::Blob => "x''",
    }
}
