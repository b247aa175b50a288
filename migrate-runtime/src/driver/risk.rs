//! What a migration touches, measured before anything changes.

use std::fmt;

use serde::Serialize;

use super::Losses;

/// What running a migration costs, measured on the database as it is before the run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Risk {
    /// The rows and values that it deletes.
    pub losses: Losses,
    /// What it writes anew, or reads as a whole.
    pub touched: Vec<Touched>,
    /// Who waits while it runs; `None` where the engine does not say.
    pub blocks: Option<Blocks>,
}

/// A table of which everything is touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Touched {
    /// What is done.
    pub by: TouchedBy,
    /// The table; `None` for the whole database.
    pub table: Option<String>,
    /// How many rows it has.
    pub rows: u64,
    /// How many bytes they take, indexes included; an estimate where the engine does not know.
    pub bytes: u64,
}

/// What is done with everything that a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TouchedBy {
    /// A new table is made, its rows are copied, and it takes the old one's place.
    Rebuild,
    /// Each row is written anew.
    Rewrite,
    /// Each row is read to make an index.
    Index,
}

/// Who waits while a migration runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Blocks {
    /// Who writes; readers see the state before.
    Writers,
    /// Who writes, and at the end who reads.
    Everybody,
}

impl TouchedBy {
    /// Whether the new rows take space beside the old ones.
    #[must_use]
    pub const fn needs_space(self) -> bool {
        match self {
            Self::Rebuild | Self::Rewrite => true,
            Self::Index => false,
        }
    }
}

impl fmt::Display for Blocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Writers => "writers wait",
            Self::Everybody => "writers and readers wait",
        })
    }
}
