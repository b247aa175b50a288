//! The type of a row's field.

use crate::Dialect;
use crate::check::{CanBeNull, Column};

/// What a column is known to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Integer,
    Real,
    Text,
    Blob,
    /// Any value, NULL among them.
    Anything,
}

impl Holds {
    /// By the declared type, as SQLite reads it; what it would convert to numbers or not, depending
    /// on the value, is anything.
    pub(super) fn of(column: &Column) -> Self {
        let declared = column.declared.to_ascii_uppercase();
        let has = |words: &[&str]| words.iter().any(|word| declared.contains(word));
        match () {
            () if has(&["INT"]) => Self::Integer,
            () if has(&["CHAR", "CLOB", "TEXT"]) => Self::Text,
            () if has(&["BLOB"]) => Self::Blob,
            () if has(&["REAL", "FLOA", "DOUB"]) => Self::Real,
            () => Self::Anything,
        }
    }

    /// The field's type.
    pub(super) fn rust(self, null: CanBeNull, dialect: Dialect) -> String {
        let name = match self {
            Self::Integer => "i64",
            Self::Real => "f64",
            Self::Text => "String",
            Self::Blob => "Vec<u8>",
            // D1 answers in JSON.
            Self::Anything if dialect == Dialect::D1 => return "serde_json::Value".to_owned(),
            Self::Anything => return "rusqlite::types::Value".to_owned(),
        };
        match null {
            CanBeNull::Yes => format!("Option<{name}>"),
            CanBeNull::No => name.to_owned(),
        }
    }
}
