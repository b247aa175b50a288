//! What was discarded.

use migrate_codegen::Version;
use serde::Serialize;

use crate::history::KeptTable;

/// What a migration kept aside for its rollback, and keeps no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Discarded {
    /// The set.
    pub set: String,
    /// The migration, whose rollback brings back its schema only from now on.
    pub version: Version,
    /// Since when it is gone, by the database's clock, in UTC.
    pub discarded_at: String,
    /// What was deleted; empty when that had been done before.
    pub tables: Vec<KeptTable>,
}
