//! What is written into the history, as statements.

use migrate_codegen::{Transactional, Version};
use rusqlite::types::Value;

use super::metadata::Metadata;
use super::query::{Query, text};
use super::sql::quoted;
use crate::driver::{Job, Unit};
use crate::history::{Level, RowStatus, Tables};

/// The time, by the database's own clock.
pub(super) const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

/// How far a job is, for its row.
#[derive(Debug)]
pub(super) struct Stand<'a> {
    pub(super) status: RowStatus,
    pub(super) batch: i64,
    pub(super) milliseconds: i64,
    pub(super) done: usize,
    pub(super) done_hash: Option<String>,
    pub(super) error: Option<&'a str>,
    pub(super) metadata: &'a Metadata,
}

/// The row of a migration that is applied, or on its way there.
pub(super) fn row(tables: &Tables, unit: &Unit<'_>, job: &Job<'_>, stand: &Stand<'_>) -> Query {
    let record = &job.record;
    let sql = format!(
        "INSERT OR REPLACE INTO {} (\"set\", version, status, checksum, name, category, batch, \
         applied_at, execution_ms, statements_done, statements_total, done_hash, reversible, \
         rollback_class, transactional, tool_version, applied_by, error, depends_on, footprint, \
         description, metadata, up_sql, down_sql) \
         VALUES (?, ?, ?, ?, ?, ?, ?, {NOW}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        quoted(tables.history())
    );
    let params = vec![
        text(Some(unit.set)),
        Value::Integer(job.version.get()),
        text(Some(stand.status.as_str())),
        text(Some(record.checksum)),
        text(Some(job.name)),
        text(Some(record.category.as_str())),
        Value::Integer(stand.batch),
        Value::Integer(stand.milliseconds),
        count(stand.done),
        count(job.work.statements()),
        text(stand.done_hash.clone()),
        Value::Integer(record.reversible.into()),
        text(Some(record.class.as_str())),
        Value::Integer((job.transactional == Transactional::Yes).into()),
        text(Some(env!("CARGO_PKG_VERSION"))),
        text(Some(unit.by)),
        text(stand.error),
        text(Some(list(record.depends_on))),
        text(record.footprint),
        text(Some(record.description).filter(|text| !text.is_empty())),
        text(stand.metadata.to_json()),
        text(record.up),
        text(record.down),
    ];
    Query::new(sql, params)
}

/// The row of a migration that was rolled back.
pub(super) fn rolled_back(tables: &Tables, unit: &Unit<'_>, job: &Job<'_>) -> Query {
    let sql = format!(
        "UPDATE {} SET status = ?, rolled_back_at = {NOW}, error = NULL, metadata = NULL \
         WHERE \"set\" = ? AND version = ?",
        quoted(tables.history())
    );
    let status = text(Some(RowStatus::RolledBack.as_str()));
    Query::new(sql, vec![status, text(Some(unit.set)), Value::Integer(job.version.get())])
}

/// A line of the log.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) level: Level,
    pub(super) action: &'a str,
    pub(super) set: Option<&'a str>,
    pub(super) migration: Option<(Version, &'a str)>,
    pub(super) batch: i64,
    pub(super) milliseconds: Option<i64>,
    pub(super) by: &'a str,
    pub(super) reason: Option<&'a str>,
    pub(super) detail: Option<&'a str>,
}

impl<'a> Line<'a> {
    pub(super) fn new(level: Level, action: &'a str) -> Self {
        let (set, migration, milliseconds) = (None, None, None);
        let (by, reason, detail) = ("", None, None);
        Self { level, action, set, migration, batch: 0, milliseconds, by, reason, detail }
    }

    /// A line about a job.
    pub(super) fn about(unit: &'a Unit<'_>, job: &'a Job<'_>, batch: i64, action: &'a str) -> Self {
        Self {
            set: Some(unit.set),
            migration: Some((job.version, job.name)),
            batch,
            by: unit.by,
            reason: unit.reason,
            ..Self::new(Level::Info, action)
        }
    }
}

/// Appends to the log, which also moves the history's mark.
pub(super) fn log(tables: &Tables, line: &Line<'_>) -> Query {
    let sql = format!(
        "INSERT INTO {} (at, level, action, \"set\", version, name, batch, execution_ms, by, \
         reason, detail) VALUES ({NOW}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        quoted(tables.log())
    );
    let number = |value: Option<i64>| value.map_or(Value::Null, Value::Integer);
    let params = vec![
        text(Some(line.level.as_str())),
        text(Some(line.action)),
        text(line.set),
        number(line.migration.map(|(version, _)| version.get())),
        text(line.migration.map(|(_, name)| name)),
        Value::Integer(line.batch),
        number(line.milliseconds),
        text(Some(line.by)),
        text(line.reason),
        text(line.detail),
    ];
    Query::new(sql, params)
}

pub(super) fn count(number: usize) -> Value {
    Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// Versions as a JSON array.
pub(super) fn list(versions: &[Version]) -> String {
    let numbers: Vec<String> = versions.iter().map(Version::to_string).collect();
    format!("[{}]", numbers.join(","))
}
