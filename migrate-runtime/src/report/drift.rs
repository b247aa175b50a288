//! How the schema of a database differs from the one that its migrations make.

use migrate_codegen::Version;
use serde::Serialize;

use super::Change;

/// How the schema of a database differs from the one that its applied migrations make.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Drift {
    /// The set.
    pub name: String,
    /// How many applied migrations make the schema that should be there.
    pub migrations: usize,
    /// Applied steps in Rust that this program does not have: what they made is not expected.
    pub unknown: Vec<Version>,
    /// What differs, tables first.
    pub differences: Vec<Drifted>,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Drifted {
    /// `table`, `view`, `index` or `trigger`.
    pub object: &'static str,
    /// Its name.
    pub name: String,
    /// The table that an index or a trigger belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// What is wrong with it.
    pub what: DriftKind,
    /// The column that is wrong, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// All of that as a sentence.
    pub message: String,
    /// The text that should be there; `None` when nothing should be.
    pub expected: Option<String>,
    /// The text that is there; `None` when nothing is.
    pub found: Option<String>,
    /// The words that differ, where the columns do not tell.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
}

/// What is wrong with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum DriftKind {
    /// It is not there.
    Missing,
    /// It should not be there.
    Extra,
    /// Its name is written in another case.
    Renamed,
    /// It belongs to another table.
    Moved,
    /// A column is not there.
    ColumnMissing,
    /// A column should not be there.
    ColumnExtra,
    /// A column is another one.
    ColumnChanged,
    /// Its columns are in another order.
    ColumnOrder,
    /// Its text says something else.
    Changed,
}

impl Drift {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.differences.is_empty()
    }
}
