//! Rows that a migration with `preserve` keeps aside for its rollback.

use migrate_codegen::Version;
use serde::{Deserialize, Serialize};

/// A table whose rows, or values of rows, a migration with `preserve` keeps aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The table that they come from.
    pub table: String,
    /// The table that holds them until the migration is rolled back.
    #[serde(rename = "in")]
    pub place: String,
}

/// A table of kept rows, as it is in the database now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptTable {
    /// The migration whose rollback brings the rows back.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// Where they come from, and where they are.
    #[serde(flatten)]
    pub kept: Kept,
    /// Since when they are kept, by the database's clock, in UTC.
    pub since: Option<String>,
    /// How much there is; `None` when somebody dropped the table.
    pub size: Option<Size>,
}

/// How much a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Size {
    /// Its rows.
    pub rows: u64,
    /// The bytes that they take in the database.
    pub bytes: u64,
    /// Where that number is from.
    pub measured: Measured,
}

/// Where the size of a table is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Measured {
    /// The engine counted the table's pages.
    Pages,
    /// The engine does not say; the first rows were measured, and the others taken to be like them.
    Sample,
}
