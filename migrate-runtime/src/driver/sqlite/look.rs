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

/// What a look is compared with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected<'a> {
    /// The history as it was.
    pub(super) mark: Mark,
    /// Our own lock, where there is one.
    pub(super) token: Option<Token>,
    /// Who looks.
    pub(super) by: &'a str,
}

impl<'a> Expected<'a> {
    /// That history, looked at without a lock of our own.
    pub(super) const fn at(mark: Mark, by: &'a str) -> Self {
        Self { mark, token: None, by }
    }
}

/// Looks again, inside a transaction that keeps everybody else from writing.
///
/// A lock that was left behind is removed on the way, with a line in the log.
pub(super) fn again(
    connection: &Connection,
    tables: &Tables,
    expected: Expected<'_>,
) -> Result<Look> {
    let Some((mark, batch)) = read::mark(connection, tables)? else {
        return Ok(if expected.mark == Mark::NONE { Look::Absent } else { Look::Stale });
    };
    if mark != expected.mark {
        return Ok(Look::Stale);
    }
    let lock = lock::read(connection, tables)?;
    if expected.token.is_some_and(|token| token.0 == lock.token) {
        return Ok(Look::Same { batch });
    }
    if let Some(keeper) = lock.keeper() {
        return Ok(Look::Held(Lease::Held(keeper.clone())));
    }
    lock::evict(connection, tables, &lock, expected.by)?;
    Ok(Look::Same { batch })
}

/// How many changes by others the connection has seen.
pub(super) fn changes(connection: &Connection) -> Result<i64> {
    connection
        .query_row("PRAGMA data_version", [], |row| row.get(0))
        .map_err(|error| engine::explain(&error, "looking for changes by others"))
}
