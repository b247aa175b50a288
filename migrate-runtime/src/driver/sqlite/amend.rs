//! Writing history rows without running anything, in one transaction with their lines of the log.

use migrate_codegen::{RollbackClass, Transactional};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::guard::{Impatient, Rollback};
use super::look::{self, Expected, Look};
use super::metadata::Metadata;
use super::query::{Query, text};
use super::sql::quoted;
use super::transaction::{self, BEGIN, COMMIT};
use super::write::{self, Line, NOW, count};
use super::{engine, extend, read, tables};
use crate::driver::{Amend, AmendChange, Amending, Amendment, Job, Place};
use crate::error::Result;
use crate::history::{Mark, RowStatus, Tables};

const WRITING: &str = "writing the history";

/// Writes the rows.
pub(super) fn run(
    connection: &Connection,
    tables: &Tables,
    amendment: &Amendment<'_>,
) -> Result<Amending> {
    let _impatient = Impatient::new(connection);
    transaction::begin(connection, amendment.patience, &mut |_| {})?;
    let _rollback = Rollback(connection);
    let explain = |error| engine::explain(&error, WRITING);
    let queries = match ready(connection, tables, amendment)? {
        Ok(queries) => queries,
        Err(instead) => return Ok(instead),
    };
    for query in &queries {
        query.run(connection).map_err(explain)?;
    }
    transaction::commit(connection, amendment.patience)?;
    Ok(Amending::Done)
}

/// The statements to send, now that nobody else can write; or what happened instead.
fn ready(
    connection: &Connection,
    tables: &Tables,
    amendment: &Amendment<'_>,
) -> Result<Result<Vec<Query>, Amending>> {
    if amendment.place == Place::Extended {
        return Ok(extend::queries(connection, tables, amendment)?.ok_or(Amending::Stale));
    }
    let expected = Expected::at(amendment.mark, amendment.by);
    let last = match look::again(connection, tables, expected)? {
        Look::Same { batch } => batch,
        Look::Absent => {
            tables::make(connection, tables, amendment.by)?;
            0
        }
        Look::Stale => return Ok(Err(Amending::Stale)),
        Look::Held(lease) => return Ok(Err(Amending::Held(lease))),
    };
    queries(connection, tables, amendment, last).map(Ok)
}

/// The statements that [`run`] sends.
pub(super) fn script(
    connection: &Connection,
    tables: &Tables,
    amendment: &Amendment<'_>,
) -> Result<Vec<String>> {
    let mut lines = vec![BEGIN.to_owned()];
    let literal = |queries: &[Query]| queries.iter().map(Query::literal).collect::<Vec<_>>();
    if amendment.place == Place::Extended {
        let queries = extend::queries(connection, tables, amendment)?;
        lines.extend(literal(&queries.unwrap_or_default()));
    } else {
        if amendment.mark == Mark::NONE {
            lines.extend(literal(&tables::create(tables, amendment.by)));
        }
        let batch = read::mark(connection, tables)?.map_or(0, |(_, batch)| batch);
        lines.extend(literal(&queries(connection, tables, amendment, batch)?));
    }
    lines.push(COMMIT.to_owned());
    Ok(lines)
}

pub(super) fn queries(
    connection: &Connection,
    tables: &Tables,
    amendment: &Amendment<'_>,
    last: i64,
) -> Result<Vec<Query>> {
    let mut queries = Vec::with_capacity(2 * amendment.entries.len());
    for entry in &amendment.entries {
        let (row, batch, action) = match &entry.change {
            AmendChange::Repair => {
                (repaired(connection, tables, amendment, entry)?, last, "repaired")
            }
            AmendChange::Adopt { at, .. } => (
                adopted(tables, amendment, &entry.job, last + 1, at.as_deref()),
                last + 1,
                "adopted",
            ),
        };
        queries.extend([row, line(tables, amendment, entry, batch, action)]);
    }
    Ok(queries)
}

/// What a row of an applied migration says from now on.
fn repaired(
    connection: &Connection,
    tables: &Tables,
    amendment: &Amendment<'_>,
    entry: &Amend<'_>,
) -> Result<Query> {
    let job = &entry.job;
    // A history that is not there yet has no row to repair; a dry run may still ask.
    let row = match read::mark(connection, tables)? {
        Some(_) => read::stored(connection, tables, amendment.set, job.version)?,
        None => read::Stored::default(),
    };
    let before = Metadata::from_json(row.metadata.as_deref());
    let Metadata { down_suspends_foreign_keys, down_drops, .. } = Metadata::of(job);
    let metadata = Metadata { down_suspends_foreign_keys, down_drops, ..before };
    let mut columns = columns(job, &metadata);
    if row.status != Some(RowStatus::Applied) {
        // A backfill that goes on behind the rows that are done.
        columns.retain(|(name, _)| *name != "statements_done");
    }
    let (names, mut params): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
    let assignments: Vec<_> = names.iter().map(|name| format!("{name} = ?")).collect();
    let sql = format!(
        "UPDATE {} SET {} WHERE \"set\" = ? AND version = ?",
        quoted(tables.history()),
        assignments.join(", ")
    );
    params.extend([text(Some(amendment.set)), Value::Integer(job.version.get())]);
    Ok(Query::new(sql, params))
}

/// The row of a migration that something else applied.
fn adopted(
    tables: &Tables,
    amendment: &Amendment<'_>,
    job: &Job<'_>,
    batch: i64,
    at: Option<&str>,
) -> Query {
    // What something else dropped or overwrote was not kept aside.
    let metadata = Metadata { kept: Vec::new(), ..Metadata::of(job) };
    let (names, params): (Vec<_>, Vec<_>) = columns(job, &metadata).into_iter().unzip();
    let sql = format!(
        "INSERT OR REPLACE INTO {} (\"set\", version, status, batch, applied_at, applied_by, {}) \
         VALUES (?, ?, ?, ?, coalesce(?, {NOW}), ?{})",
        quoted(tables.history()),
        names.join(", "),
        ", ?".repeat(names.len())
    );
    let mut all = vec![
        text(Some(amendment.set)),
        Value::Integer(job.version.get()),
        text(Some(RowStatus::Applied.as_str())),
        Value::Integer(batch),
        text(at),
        text(Some(amendment.by)),
    ];
    all.extend(params);
    Query::new(sql, all)
}

/// What a row says about the migration itself, as opposed to its run.
fn columns(job: &Job<'_>, metadata: &Metadata) -> Vec<(&'static str, Value)> {
    let record = &job.record;
    let statements = job.work.statements();
    vec![
        ("checksum", text(Some(record.checksum))),
        ("name", text(Some(job.name))),
        ("category", text(Some(record.category.as_str()))),
        ("statements_done", count(statements)),
        ("statements_total", count(statements)),
        ("reversible", Value::Integer(record.reversible.into())),
        ("rollback_class", text(Some(class(job, metadata).as_str()))),
        ("transactional", Value::Integer((job.transactional == Transactional::Yes).into())),
        ("tool_version", text(Some(env!("CARGO_PKG_VERSION")))),
        ("depends_on", text(Some(write::list(record.depends_on)))),
        ("footprint", text(record.footprint)),
        ("description", text(Some(record.description).filter(|text| !text.is_empty()))),
        ("metadata", text(metadata.to_json())),
        ("up_sql", text(record.up)),
        ("down_sql", text(record.down)),
    ]
}

/// What a rollback brings back: no rows when they are not there.
fn class(job: &Job<'_>, metadata: &Metadata) -> RollbackClass {
    let class = job.record.class;
    let gone = metadata.discarded.is_some()
        || (class == RollbackClass::Preserved && metadata.kept.is_empty());
    if gone && class.is_reversible() { RollbackClass::SchemaOnly } else { class }
}

fn line(
    tables: &Tables,
    amendment: &Amendment<'_>,
    entry: &Amend<'_>,
    batch: i64,
    action: &str,
) -> Query {
    let line = Line {
        set: Some(amendment.set),
        migration: Some((entry.job.version, entry.job.name)),
        batch,
        by: amendment.by,
        reason: amendment.reason,
        detail: entry.detail.as_deref(),
        ..Line::new(entry.level, action)
    };
    write::log(tables, &line)
}
