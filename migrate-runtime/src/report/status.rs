//! Where a database stands.

use migrate_codegen::Version;
use serde::Serialize;

use crate::driver::Lease;
use crate::history::{Applied, KeptTable, RowStatus};
use crate::plan::Conflict;

/// Where several databases stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusReport {
    /// Each of them.
    pub databases: Vec<Status>,
}

/// Where a database stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// The set.
    pub name: String,
    /// The highest version that is applied.
    pub current: Option<Version>,
    /// The highest version of the set.
    pub last: Option<Version>,
    /// What is applied, oldest first.
    pub applied: Vec<AppliedLine>,
    /// What is not applied, oldest first.
    pub pending: Vec<PendingLine>,
    /// What began outside a transaction and is not done.
    pub running: Vec<StoppedLine>,
    /// What stopped outside a transaction.
    pub failed: Vec<StoppedLine>,
    /// What a rollback outside a transaction began with and did not end.
    pub rolling_back: Vec<StoppedLine>,
    /// What is kept aside for rollbacks.
    pub kept: Vec<KeptTable>,
    /// Who holds the lock.
    pub locked: Option<Lease>,
    /// Where the set and the history contradict each other.
    pub conflicts: Vec<Conflict>,
    /// The numbers.
    pub summary: Summary,
}

/// An applied migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AppliedLine {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// When it was applied, by the database's clock, in UTC.
    pub applied_at: Option<String>,
    /// How long it took, in milliseconds.
    pub execution_time: Option<i64>,
    /// Its kind of change.
    pub category: String,
    /// What a rollback brings back.
    pub rollback_class: String,
}

/// A migration that is not applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PendingLine {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// Whether it can be rolled back.
    pub reversible: bool,
    /// The last of the later migrations that ran already, if there are any: it is late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Version>,
}

/// A migration that stands half-way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoppedLine {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// How many statements are done.
    pub done: i64,
    /// How many statements it has.
    pub total: i64,
    /// The statement that the next `up`, or `down`, begins with, and where it stands, while the set has it.
    pub next: Option<String>,
    /// Why it stopped.
    pub error: Option<String>,
}

/// The numbers of a [`Status`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Migrations in the set or the history.
    pub total: usize,
    /// Applied.
    pub applied: usize,
    /// Not applied.
    pub pending: usize,
    /// Stopped half-way.
    pub failed: usize,
}

impl Status {
    /// Sorts a row of the history into its list.
    pub(crate) fn add(&mut self, row: Applied) {
        match row.status {
            RowStatus::Applied => self.applied.push(AppliedLine {
                version: row.version,
                name: row.name,
                applied_at: row.applied_at,
                execution_time: row.execution_ms,
                category: row.category,
                rollback_class: row.rollback_class,
            }),
            RowStatus::Running => self.running.push(stopped(row)),
            RowStatus::Failed => self.failed.push(stopped(row)),
            RowStatus::RollingBack => self.rolling_back.push(stopped(row)),
            RowStatus::RolledBack => {}
        }
    }

    pub(crate) fn count(&mut self) {
        self.summary = Summary {
            total: self.applied.len() + self.pending.len(),
            applied: self.applied.len(),
            pending: self.pending.len(),
            failed: self.failed.len(),
        };
    }
}

fn stopped(row: Applied) -> StoppedLine {
    StoppedLine {
        version: row.version,
        name: row.name,
        done: row.statements_done,
        total: row.statements_total,
        next: None,
        error: row.error,
    }
}
