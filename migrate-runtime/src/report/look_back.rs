//! What happened in a database.

use migrate_codegen::Version;
use serde::Serialize;

use crate::history::{Applied, LogEntry};

/// Rows of a history.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryReport {
    /// The set.
    pub name: String,
    /// How many rows have the status that was asked for, whether or not they are among these.
    pub total: usize,
    /// The rows, in ascending order of versions.
    pub migrations: Vec<Applied>,
}

/// Lines of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogReport {
    /// The set.
    pub name: String,
    /// The lines, oldest first.
    pub lines: Vec<LogEntry>,
    /// Whether there are earlier lines of that level.
    pub has_earlier: bool,
}

/// The numbers of a database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    /// The set.
    pub name: String,
    /// Migrations in the set or applied.
    pub total: usize,
    /// Applied.
    pub applied: usize,
    /// Not applied.
    pub pending: usize,
    /// Of those, begun outside a transaction and not done.
    pub running: usize,
    /// Of those, stopped half-way.
    pub failed: usize,
    /// Rolled back, and not applied again.
    pub rolled_back: usize,
    /// How often a migration failed so far, as the log says.
    pub failures: usize,
    /// The average time of those that are applied, in milliseconds.
    pub average_time: Option<i64>,
    /// The one that took longest.
    pub slowest: Option<Timed>,
    /// The one that was applied last.
    pub last: Option<Timed>,
}

/// An applied migration, and when and how long it ran.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Timed {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// When it was applied, by the database's clock, in UTC.
    pub applied_at: String,
    /// How long it took, in milliseconds; `None` when it was taken over from another tool.
    pub execution_time: Option<i64>,
}
