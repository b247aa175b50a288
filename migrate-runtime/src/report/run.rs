//! What a run did.

use std::path::PathBuf;

use migrate_codegen::Version;
use serde::Serialize;

/// What a run did. A failed run's error has one too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The set.
    pub set: String,
    /// The backup that was made before anything changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backup: Option<PathBuf>,
    /// What was applied, in order.
    pub applied: Vec<Done>,
    /// What was rolled back, in order.
    pub rolled_back: Vec<Done>,
    /// How many migrations were applied before the run and were left alone.
    pub unchanged: usize,
    /// What failed, where the run went on behind it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<Failed>,
    /// What was not tried because something else failed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<Skipped>,
    /// What people should know, although nothing failed.
    pub warnings: Vec<String>,
}

impl Report {
    /// Whether nothing was done, because there was nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.applied.is_empty() && self.rolled_back.is_empty()
    }

    /// Whether a failed run has anything to tell beside its error.
    #[cfg(feature = "cli")]
    pub(crate) fn says_something(&self) -> bool {
        !self.is_empty() || !self.failed.is_empty()
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

/// A migration that failed in a run that went on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Failed {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// Why.
    pub error: String,
}

/// A migration that was not tried because another one failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Skipped {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// The one that failed, or was skipped itself: one of both needs the other, or both touch the
    /// same.
    pub because: Version,
}
