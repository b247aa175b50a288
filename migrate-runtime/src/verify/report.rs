//! What a verification found.

use migrate_codegen::{RollbackClass, Version};
use serde::Serialize;

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The set.
    pub set: String,
    /// Every migration that has a rollback, in the order of versions.
    pub migrations: Vec<Proof>,
    /// Every migration that has none, in the order of versions.
    pub skipped: Vec<Skipped>,
    /// How many there are of each kind.
    pub summary: Summary,
}

/// How the rollback of one migration went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// What had to come back.
    pub class: RollbackClass,
    /// Whether it did.
    pub restored: bool,
    /// The first difference, when it did not.
    pub difference: Option<String>,
    /// What was there before, line by line, where the difference is one of texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What is there instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How many rows were put into the tables before it ran.
    pub rows: usize,
    /// The tables that it found empty, because no row could be put into them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unfilled: Vec<Unfilled>,
    /// Why it ran with fewer rows, when it refused the ones that were there at first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// What its rollback refuses, or asks about, once rows were written since. That is no fault: it is
    /// what its promise costs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A table that could not be filled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Unfilled {
    /// The table.
    pub table: String,
    /// Why.
    pub reason: String,
}

/// A migration without a rollback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Skipped {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// Why there is no way back.
    pub reason: Option<String>,
}

/// How many migrations there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// All of them.
    pub total: usize,
    /// Those whose rollback restores what it must.
    pub restored: usize,
    /// Those whose rollback does not.
    pub not_restored: usize,
    /// Those without a rollback.
    pub irreversible: usize,
}

impl Report {
    /// Whether every rollback restores what it must.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.summary.not_restored == 0
    }

    /// The migrations whose rollback does not restore what it must.
    pub fn failures(&self) -> impl Iterator<Item = &Proof> {
        self.migrations.iter().filter(|proof| !proof.restored)
    }

    pub(super) fn count(&mut self) {
        let restored = self.migrations.iter().filter(|proof| proof.restored).count();
        self.summary = Summary {
            total: self.migrations.len() + self.skipped.len(),
            restored,
            not_restored: self.migrations.len() - restored,
            irreversible: self.skipped.len(),
        };
    }
}
