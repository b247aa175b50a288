//! Reading the history, without writing.

use migrate_codegen::{Footprint, ForeignKeys, Transactional, Version};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row};

use super::metadata::Metadata;
use super::sql::{quoted, string};
use super::wait::patiently;
use super::{engine, lock_row, tables, writer};
use crate::driver::{Lock, Patience};
use crate::error::{Error, Fault, Kind, Result};
use crate::history::{Applied, History, Level, LogEntry, LogQuery, Mark, RowStatus, Tables, Texts};

const READING: &str = "reading the history";

/// Versions, states and checksums, with the mark: one read.
///
/// The mark is read before the rows, so that rows that are newer than the mark make the second
/// look plan again, never the other way round.
pub(super) fn heads(
    connection: &Connection,
    tables: &Tables,
    set: &str,
    patience: Patience<'_>,
) -> Result<Option<History>> {
    let sql = format!(
        "SELECT (SELECT max(id) FROM {}), (SELECT format FROM {}), NULL \
         UNION ALL SELECT version, status, checksum FROM {} WHERE \"set\" = ?1",
        quoted(tables.log()),
        quoted(tables.lock()),
        quoted(tables.history())
    );
    let read = || read_heads(connection, &sql, set);
    reading(connection, tables, patience, read)?.transpose()
}

fn read_heads(connection: &Connection, sql: &str, set: &str) -> rusqlite::Result<Result<History>> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([set])?;
    let Some(first) = rows.next()? else { return Ok(Ok(History::default())) };
    if let Err(error) = known_format(first.get_ref(1)?) {
        return Ok(Err(error));
    }
    let mut history = History::new(Mark(first.get::<_, Option<i64>>(0)?.unwrap_or(0)));
    while let Some(row) = rows.next()? {
        match head(row)? {
            (Some(version), Some(status)) => {
                history.push(version, status, row.get_ref(2)?.as_str()?);
            }
            _ => return Ok(Err(nonsense(row)?)),
        }
    }
    Ok(Ok(history))
}

fn head(row: &Row<'_>) -> rusqlite::Result<(Option<Version>, Option<RowStatus>)> {
    let status = RowStatus::from_word(row.get_ref(1)?.as_str()?);
    Ok((Version::new(row.get(0)?), status))
}

/// A row that would be taken for a migration that was never applied.
fn nonsense(row: &Row<'_>) -> rusqlite::Result<Error> {
    let (version, status): (i64, String) = (row.get(0)?, row.get(1)?);
    let what = format!("the history says `{status}` of migration {version}");
    Ok(Error::new(Kind::Nonsense { what }))
}

/// A lock row that somebody deleted says nothing; the next holder writes it again.
fn known_format(found: ValueRef<'_>) -> Result<()> {
    match found {
        ValueRef::Null | ValueRef::Integer(1..=tables::FORMAT) => Ok(()),
        ValueRef::Integer(found @ 2..) => {
            Err(Error::new(Kind::NewerFormat { found, known: tables::FORMAT }))
        }
        other => {
            let found = match Value::try_from(other).ok() {
                Some(Value::Integer(number)) => number.to_string(),
                Some(Value::Real(number)) => number.to_string(),
                Some(Value::Text(text)) => text,
                _ => "a blob".to_owned(),
            };
            let what = format!("the history has format `{found}`");
            Err(Error::new(Kind::Nonsense { what }))
        }
    }
}

/// Reads tables that may not be there: then there is nothing to read.
pub(super) fn reading<T>(
    connection: &Connection,
    tables: &Tables,
    patience: Patience<'_>,
    mut attempt: impl FnMut() -> rusqlite::Result<T>,
) -> Result<Option<T>> {
    let error = match patiently(patience, READING, &mut |_| {}, &mut attempt) {
        Ok(read) => return Ok(Some(read)),
        Err(error) => error,
    };
    let Kind::Database(Fault::Other { .. }) = error.kind() else {
        return Err(writer::blame(connection, error));
    };
    if !tables::exist(connection, tables, patience)? {
        return Ok(None);
    }
    // Somebody may have made them since.
    patiently(patience, READING, &mut |_| {}, attempt).map(Some)
}

/// The mark inside a transaction, and the batch of its last line. Nothing when there are no tables.
pub(super) fn mark(connection: &Connection, tables: &Tables) -> Result<Option<(Mark, i64)>> {
    let sql = format!("SELECT id, batch FROM {} ORDER BY id DESC LIMIT 1", quoted(tables.log()));
    let read = || {
        let last = connection.query_row(&sql, [], |row| Ok((Mark(row.get(0)?), row.get(1)?)));
        Ok(last.optional()?.unwrap_or_default())
    };
    reading(connection, tables, Patience::NONE, read)
}

/// A whole row, as the driver needs it while it runs.
#[derive(Debug, Default)]
pub(super) struct Stored {
    pub(super) status: Option<RowStatus>,
    pub(super) checksum: String,
    pub(super) done: usize,
    pub(super) done_hash: Option<String>,
    pub(super) metadata: Option<String>,
}

/// The row of one migration; empty when there is none.
pub(super) fn stored(
    connection: &Connection,
    tables: &Tables,
    set: &str,
    version: Version,
) -> Result<Stored> {
    let sql = format!(
        "SELECT status, statements_done, done_hash, metadata, checksum FROM {} \
         WHERE \"set\" = ?1 AND version = ?2",
        quoted(tables.history())
    );
    let read = connection.query_row(&sql, (set, version.get()), |row| {
        let status: String = row.get(0)?;
        Ok(Stored {
            status: RowStatus::from_word(&status),
            done: usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0),
            done_hash: row.get(2)?,
            metadata: row.get(3)?,
            checksum: row.get(4)?,
        })
    });
    match read {
        Ok(stored) => Ok(stored),
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(Stored::default()),
        Err(error) => Err(engine::explain(&error, READING)),
    }
}

/// The texts that the row of a version keeps.
pub(super) fn texts(
    connection: &Connection,
    tables: &Tables,
    set: &str,
    version: Version,
    patience: Patience<'_>,
) -> Result<Option<Texts>> {
    let sql = format!(
        "SELECT up_sql, down_sql, transactional, metadata FROM {} \
         WHERE \"set\" = ?1 AND version = ?2",
        quoted(tables.history())
    );
    let read = || connection.query_row(&sql, (set, version.get()), texts_of).optional();
    Ok(reading(connection, tables, patience, read)?.flatten())
}

fn texts_of(row: &Row<'_>) -> rusqlite::Result<Texts> {
    let metadata = Metadata::from_json(row.get::<_, Option<String>>(3)?.as_deref());
    let suspends = metadata.down_suspends_foreign_keys;
    Ok(Texts {
        up: row.get(0)?,
        down: row.get(1)?,
        transactional: if row.get(2)? { Transactional::Yes } else { Transactional::No },
        foreign_keys: if suspends { ForeignKeys::Suspend } else { ForeignKeys::Keep },
        drops: metadata.down_drops,
    })
}

/// All rows of the set, whole.
pub(super) fn rows(
    connection: &Connection,
    tables: &Tables,
    set: &str,
    patience: Patience<'_>,
) -> Result<Vec<Applied>> {
    let sql = format!(
        "SELECT version, name, status, checksum, category, batch, applied_at, rolled_back_at, \
         execution_ms, statements_done, statements_total, reversible, rollback_class, depends_on, \
         footprint, applied_by, error, description, down_sql FROM {} WHERE \"set\" = ?1 ORDER BY version",
        quoted(tables.history())
    );
    let read = || connection.prepare(&sql)?.query_map([set], applied)?.collect();
    Ok(reading(connection, tables, patience, read)?.unwrap_or_default())
}

fn applied(row: &Row<'_>) -> rusqlite::Result<Applied> {
    let status: String = row.get(2)?;
    let depends_on: Option<String> = row.get(13)?;
    Ok(Applied {
        version: Version::new(row.get(0)?).unwrap_or_default(),
        name: row.get(1)?,
        status: RowStatus::from_word(&status).unwrap_or(RowStatus::Failed),
        checksum: row.get(3)?,
        category: row.get(4)?,
        batch: row.get(5)?,
        applied_at: row.get(6)?,
        rolled_back_at: row.get(7)?,
        execution_ms: row.get(8)?,
        statements_done: row.get(9)?,
        statements_total: row.get(10)?,
        reversible: row.get(11)?,
        rollback_class: row.get(12)?,
        depends_on: versions(depends_on.as_deref()),
        footprint: row.get::<_, Option<String>>(14)?.map(|text| footprint(&text)),
        applied_by: row.get(15)?,
        error: row.get(16)?,
        description: row.get::<_, Option<String>>(17)?.unwrap_or_default(),
        down: row.get(18)?,
    })
}

fn versions(json: Option<&str>) -> Vec<Version> {
    let numbers: Vec<i64> =
        json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    numbers.into_iter().filter_map(Version::new).collect()
}

/// What cannot be read may mean anything.
fn footprint(text: &str) -> Footprint {
    serde_json::from_str(text).unwrap_or_else(|_| Footprint::everything())
}

/// The last lines of the set's log, newest first.
pub(super) fn log(
    connection: &Connection,
    tables: &Tables,
    set: &str,
    query: &LogQuery,
    patience: Patience<'_>,
) -> Result<Vec<LogEntry>> {
    // What a newer program calls a level is not known to be less than any.
    let less = Level::ALL.into_iter().filter(|level| *level < query.least);
    let less: Vec<_> = less.map(|level| string(level.as_str())).collect();
    let sql = format!(
        "SELECT id, at, level, action, version, name, execution_ms, by, reason, detail FROM {} \
         WHERE (\"set\" = ?1 OR \"set\" IS NULL) AND level NOT IN ({}) ORDER BY id DESC LIMIT ?2",
        quoted(tables.log()),
        less.join(", ")
    );
    let limit = i64::try_from(query.limit).unwrap_or(i64::MAX);
    let read = || connection.prepare(&sql)?.query_map((set, limit), line)?.collect();
    Ok(reading(connection, tables, patience, read)?.unwrap_or_default())
}

fn line(row: &Row<'_>) -> rusqlite::Result<LogEntry> {
    Ok(LogEntry {
        id: row.get(0)?,
        at: row.get(1)?,
        level: row.get(2)?,
        action: row.get(3)?,
        version: row.get::<_, Option<i64>>(4)?.and_then(Version::new),
        name: row.get(5)?,
        execution_ms: row.get(6)?,
        by: row.get(7)?,
        reason: row.get(8)?,
        detail: row.get(9)?,
    })
}

/// What the lock row says.
pub(super) fn lock(
    connection: &Connection,
    tables: &Tables,
    patience: Patience<'_>,
) -> Result<Lock> {
    let lock = reading(connection, tables, patience, || lock_row::read(connection, tables))?;
    Ok(lock.unwrap_or_default())
}
