//! The second look: whether the history is still what a plan was made for.

use rusqlite::Connection;

use super::{engine, lock, read};
use crate::driver::{Lease, Token};
use crate::error::Result;
use crate::history::{Mark, Tables};

/// What the second look finds.
#[derive(Debug)]
pub(super) enum Look {
    /// The same history as before.
    Same {
        /// The batch of its last line.
        batch: i64,
    },
    /// No history, as before.
    Absent,
    /// Another history.
    Stale,
    /// Somebody else holds the lock.
    Held(Lease),
}

/// The history as a unit left it, and how many changes by others this connection had seen by then.
///
/// While that number stays, nobody else has written anything, and the next unit of the same run
/// has nothing to read: after each change of the schema SQLite compiles every statement anew, which
/// is what a look costs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Left {
    pub(super) mark: Mark,
    pub(super) batch: i64,
    pub(super) changes: i64,
}

/// Looks again, inside a transaction that keeps everybody else from writing.
pub(super) fn again(
    connection: &Connection,
    tables: &Tables,
    expected: Mark,
    token: Option<Token>,
) -> Result<Look> {
    let Some((mark, batch)) = read::mark(connection, tables)? else {
        return Ok(if expected == Mark::NONE { Look::Absent } else { Look::Stale });
    };
    if mark != expected {
        return Ok(Look::Stale);
    }
    let held = lock::live(connection, tables)
        .map_err(|error| engine::explain(&error, "reading the lock"))?;
    Ok(match held.filter(|held| Some(held.token) != token.map(|token| token.0)) {
        Some(held) => Look::Held(held.lease),
        None => Look::Same { batch },
    })
}

/// How many changes by others the connection has seen.
pub(super) fn changes(connection: &Connection) -> Result<i64> {
    connection
        .query_row("PRAGMA data_version", [], |row| row.get(0))
        .map_err(|error| engine::explain(&error, "looking for changes by others"))
}
