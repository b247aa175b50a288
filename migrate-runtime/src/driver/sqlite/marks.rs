//! The numbers that `AUTOINCREMENT` counts on from, of tables that a migration drops.
//!
//! A table that is made again counts on from its highest row: the ids of rows that were deleted would
//! be given a second time. So the numbers are remembered, and a rollback raises what it made again.

use std::collections::{BTreeMap, BTreeSet};

use migrate_codegen::text::tokens;
use migrate_codegen::{Dialect, Direction};
use rusqlite::Connection;

use super::engine::explain;
use super::metadata::Metadata;
use super::sql::string;
use super::tables::is_there;
use crate::driver::{Job, Work};
use crate::error::Result;

/// What a job's row remembers before it runs.
pub(super) fn remembered(connection: &Connection, job: &Job<'_>) -> Result<Metadata> {
    let marks = match job.direction {
        Direction::Up if !job.drops.is_empty() => read(connection, job),
        Direction::Up | Direction::Down => Ok(BTreeMap::new()),
    };
    let marks = marks.map_err(|error| explain(&error, "reading what AUTOINCREMENT counts"))?;
    Ok(Metadata { marks, ..Metadata::of(job) })
}

/// Those of the tables that it names: one that it drops may have had another name before.
fn read(connection: &Connection, job: &Job<'_>) -> rusqlite::Result<BTreeMap<String, i64>> {
    if !is_there(connection, SEQUENCE)? {
        return Ok(BTreeMap::new());
    }
    let mut names: BTreeSet<String> = job.drops.iter().map(|it| it.to_ascii_lowercase()).collect();
    if let Work::Sql { text, .. } = &job.work {
        let words = tokens(text, Dialect::Sqlite).filter_map(|token| token.identifier(text));
        names.extend(words.map(|it| it.to_ascii_lowercase()));
    }
    let sql = "SELECT name, CAST(seq AS INTEGER) FROM sqlite_sequence WHERE seq > 0";
    let mut query = connection.prepare(sql)?;
    let all = query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    let goes = |name: &str| names.contains(&name.to_ascii_lowercase());
    all.filter(|it| it.as_ref().map_or(true, |(name, _)| goes(name))).collect()
}

/// Raises the tables that were made again.
pub(super) fn raise(connection: &Connection, metadata: &Metadata) -> Result<()> {
    let raised = || -> rusqlite::Result<()> {
        if is_there(connection, SEQUENCE)? {
            raising(metadata).try_for_each(|sql| connection.execute(&sql, []).map(drop))?;
        }
        Ok(())
    };
    raised().map_err(|error| explain(&error, "raising what AUTOINCREMENT counts"))
}

/// What raises them.
pub(super) fn raising(metadata: &Metadata) -> impl Iterator<Item = String> {
    metadata.marks.iter().flat_map(|(table, seq)| {
        let name = string(table);
        [
            format!("UPDATE {SEQUENCE} SET seq = max(seq, {seq}) WHERE name = {name}"),
            format!(
                "INSERT INTO {SEQUENCE} (name, seq) SELECT {name}, {seq} WHERE NOT EXISTS (SELECT 1 \
                 FROM {SEQUENCE} WHERE name = {name}) AND EXISTS (SELECT 1 FROM sqlite_master WHERE \
                 type = 'table' AND name = {name} AND sql LIKE '%autoincrement%')"
            ),
        ]
    })
}

const SEQUENCE: &str = "sqlite_sequence";
