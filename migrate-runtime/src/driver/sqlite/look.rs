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
