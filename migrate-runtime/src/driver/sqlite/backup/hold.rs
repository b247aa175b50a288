//! Keeping a database as it is between the backup of what it holds and its replacement.

use rusqlite::{Connection, OpenFlags};

use super::super::engine::explain;
use super::super::look;
use super::super::wait::patiently;
use super::create::file;
use crate::driver::Patience;
use crate::error::Result;

const LOCKING: &str = "locking the database";

/// How others are kept from changing the database, or noticed.
#[derive(Debug)]
pub(super) enum Hold {
    /// Nobody else gets at it.
    Exclusive {
        /// The connection had it for itself before.
        was_exclusive: bool,
    },
    /// With a write-ahead log others may be reading, and nobody can have it for himself: a connection
    /// that only looks tells whether somebody wrote.
    Watched(Connection),
}

impl Hold {
    /// Takes hold of the database.
    pub(super) fn take(connection: &Connection, patience: Patience<'_>) -> Result<Self> {
        let explain = |error| explain(&error, LOCKING);
        let pragma = |sql| connection.query_row(sql, [], |row| row.get::<_, String>(0));
        let is_wal = pragma("PRAGMA journal_mode").map_err(explain)?.eq_ignore_ascii_case("wal");
        if let (true, Some(path)) = (is_wal, file(connection)) {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let watch = Connection::open_with_flags(path, flags).map_err(explain)?;
            return Ok(Self::Watched(watch));
        }
        let before = pragma("PRAGMA locking_mode").map_err(explain)?;
        let was_exclusive = before.eq_ignore_ascii_case("exclusive");
        pragma("PRAGMA locking_mode = EXCLUSIVE").map_err(explain)?;
        let hold = Self::Exclusive { was_exclusive };
        // The lock that this takes stays when it ends.
        let lock = || connection.execute_batch("BEGIN EXCLUSIVE; COMMIT");
        match patiently(patience, LOCKING, &mut |_| {}, lock) {
            Ok(()) => Ok(hold),
            Err(error) => {
                hold.release(connection);
                Err(error)
            }
        }
    }

    /// A number that changes when somebody else writes.
    pub(super) fn changes(&self) -> Result<i64> {
        match self {
            Self::Exclusive { .. } => Ok(0),
            Self::Watched(watch) => look::changes(watch),
        }
    }

    /// Lets others in again.
    pub(super) fn release(&self, connection: &Connection) {
        if let Self::Exclusive { was_exclusive: false } = self {
            // The lock goes with the first read after the mode; closing the connection frees it too.
            let _ = connection.query_row("PRAGMA locking_mode = NORMAL", [], |_| Ok(()));
            let _ = connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()));
        }
    }
}
