//! What else a history row remembers, as JSON: what a rollback without the source needs.

use std::collections::BTreeMap;

use migrate_codegen::ForeignKeys;
use serde::{Deserialize, Serialize};

use super::walk::Cursor;
use crate::driver::Job;
use crate::history::Kept;
use crate::migration::Keeping;

/// What else a history row remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Metadata {
    /// What `IF NOT EXISTS` found instead of creating it: a rollback leaves it alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) found: Vec<String>,
    /// The tables among them that the migration changed all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) changed: Vec<String>,
    /// The numbers that `AUTOINCREMENT` counted on from in the tables that the migration dropped.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) marks: BTreeMap<String, i64>,
    /// The rollback needs `foreign_keys` off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) down_suspends_foreign_keys: bool,
    /// The tables that the rollback drops.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) down_drops: Vec<String>,
    /// How far a backfill is that stopped, in whichever direction it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) cursor: Option<Cursor>,
    /// Where the rows are that the rollback brings back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) kept: Vec<Kept>,
    /// Since when those rows are gone, by the database's clock: the tables stay, empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) discarded: Option<String>,
}

impl Metadata {
    /// What a job's row remembers before it ran.
    pub(super) fn of(job: &Job<'_>) -> Self {
        Self {
            down_suspends_foreign_keys: job.record.down_foreign_keys == ForeignKeys::Suspend,
            down_drops: job.record.down_drops.iter().map(|&name| name.to_owned()).collect(),
            kept: job.keeping.iter().map(kept).collect(),
            ..Self::default()
        }
    }

    /// What a row remembers; nothing when it cannot be read.
    pub(super) fn from_json(text: Option<&str>) -> Self {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// Its text; `None` when there is nothing to remember.
    pub(super) fn to_json(&self) -> Option<String> {
        if *self == Self::default() { None } else { serde_json::to_string(self).ok() }
    }

    /// Whether the object was there before the migration.
    pub(super) fn keeps(&self, name: &str) -> bool {
        self.found.iter().any(|found| found.eq_ignore_ascii_case(name))
    }
}

fn kept(keeping: &Keeping) -> Kept {
    Kept { table: keeping.table.to_owned(), place: keeping.place.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_rows_are_remembered_as_other_programs_read_them() {
        let text = r#"{"kept":[{"table":"orders","in":"_migrations_kept_5_orders"}]}"#;
        let metadata = Metadata::from_json(Some(text));
        let place = "_migrations_kept_5_orders".to_owned();
        assert_eq!(metadata.kept, [Kept { table: "orders".to_owned(), place }]);
        assert_eq!(metadata.to_json().as_deref(), Some(text));
    }
}
