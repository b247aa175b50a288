//! A look at a database that nobody's writes disturb.

use rusqlite::Connection;

use super::guard::{Impatient, Rollback};
use super::session::Open;
use super::transaction::BEGIN_READING;
use super::wait::patiently;
use crate::driver::{Patience, Session};
use crate::error::{Error, Kind, Result};

/// Looks at the database as it is at one moment, once whoever writes it is done.
///
/// # Errors
/// When the connection is inside a transaction, somebody writes for too long, or the look fails.
pub(crate) fn still<T>(
    connection: &Connection,
    patience: Patience<'_>,
    look: impl FnOnce(&mut dyn Session) -> Result<T>,
) -> Result<T> {
    if !connection.is_autocommit() {
        return Err(Error::new(Kind::OpenTransaction));
    }
    let _impatient = Impatient::new(connection);
    let begin = || {
        connection.execute_batch(BEGIN_READING)?;
        // Only the first read takes the lock.
        let read = connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()));
        if read.is_err() {
            drop(Rollback(connection));
        }
        read
    };
    patiently(patience, "reading the schema", &mut |_| {}, begin)?;
    let _rollback = Rollback(connection);
    look(&mut Open(connection))
}
