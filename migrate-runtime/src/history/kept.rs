//! Rows that a migration with `preserve` keeps aside for its rollback.

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
