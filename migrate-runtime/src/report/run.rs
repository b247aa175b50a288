//! What a run did.

use migrate_codegen::Version;
use serde::Serialize;

/// What a run did. A failed run's error has one too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The set.
    pub set: String,
    /// What was applied, in order.
    pub applied: Vec<Done>,
    /// What was rolled back, in order.
    pub rolled_back: Vec<Done>,
    /// How many migrations were applied before the run and were left alone.
    pub unchanged: usize,
    /// What people should know, although nothing failed.
    pub warnings: Vec<String>,
}

impl Report {
    /// Whether nothing was done, because there was nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.applied.is_empty() && self.rolled_back.is_empty()
    }
}

/// A migration that was applied or rolled back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Done {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// How many statements ran.
    pub statements: usize,
    /// How long it took, in milliseconds.
    pub execution_time: i64,
    /// What its `IF NOT EXISTS` found instead of creating it, or what its rollback kept because
    /// of that.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<String>,
}
