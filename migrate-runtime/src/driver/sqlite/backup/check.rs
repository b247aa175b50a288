//! Whether a copy is sound, and what is in it.

use migrate_codegen::Version;
use rusqlite::Connection;

use super::super::lock::PATIENCE;
use super::super::read;
use super::super::wait::patiently;
use crate::driver::Patience;
use crate::error::Result;
use crate::history::{Entry, History, Mark, Tables};

const CHECKING: &str = "checking the copy";

/// The first thing that the engine finds wrong with the database.
pub(super) fn damage(connection: &Connection) -> Option<String> {
    let look = "PRAGMA integrity_check(1)";
    match connection.query_row(look, [], |row| row.get::<_, String>(0)) {
        Ok(found) if found == "ok" => None,
        // The first line may name the database only, and the later ones other pages.
        Ok(found) => {
            let says = |line: &&str| !line.starts_with("***");
            Some(found.lines().find(says).unwrap_or("it is damaged").to_owned())
        }
        Err(error) => Some(super::super::said(&error).to_string()),
    }
}

/// Whether there is no table or anything else in the database.
pub(super) fn is_empty(connection: &Connection) -> Result<bool> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM sqlite_master)";
    wait(|| connection.query_row(sql, [], |row| row.get(0)))
}

/// Whoever commits at this moment is soon done.
fn wait<T>(look: impl FnMut() -> rusqlite::Result<T>) -> Result<T> {
    patiently(PATIENCE.into(), CHECKING, &mut |_| {}, look)
}

/// How many bytes it takes.
pub(super) fn bytes(connection: &Connection) -> Result<u64> {
    let number = |pragma: &str| {
        let sql = format!("PRAGMA {pragma}");
        connection.query_row(&sql, [], |row| row.get::<_, i64>(0))
    };
    let bytes = wait(|| Ok(number("page_count")? * number("page_size")?))?;
    Ok(u64::try_from(bytes).unwrap_or_default())
}

/// What a copy must have in common with its original.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Contents {
    pub(super) bytes: u64,
    pub(super) version: Option<Version>,
    /// Each row of the history, by version, state and checksum.
    history: Option<Vec<String>>,
    mark: Mark,
}

impl Contents {
    /// Reads it.
    pub(super) fn read(
        connection: &Connection,
        tables: &Tables,
        set: &str,
        patience: Patience<'_>,
    ) -> Result<Self> {
        let history = read::heads(connection, tables, set, patience)?;
        let row = |entry: Entry<'_>| {
            format!("{} {} {}", entry.version, entry.status.as_str(), entry.checksum)
        };
        Ok(Self {
            bytes: bytes(connection)?,
            version: history.as_ref().and_then(|it| it.applied().next_back()).map(|it| it.version),
            mark: history.as_ref().map_or(Mark::NONE, History::mark),
            history: history.map(|history| history.entries().map(row).collect()),
        })
    }

    /// Whether there is a row of the set in the history.
    pub(super) fn has_history(&self) -> bool {
        self.history.as_ref().is_some_and(|rows| !rows.is_empty())
    }
}
