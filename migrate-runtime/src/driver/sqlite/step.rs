//! Running a step in Rust, and seeing what it must not do.

use rusqlite::Connection;

use super::engine;
use super::session::Open;
use super::timeout::Watchdog;
use crate::driver::{Job, Patience, Transaction, Work};
use crate::error::{Error, Kind, Result};

/// Opened around a step: if it is gone afterwards, so is the transaction it stood in.
pub(super) const BEFORE: &str = "SAVEPOINT _migrate_step";
pub(super) const AFTER: &str = "RELEASE _migrate_step";

/// Runs a step in Rust inside a transaction.
///
/// # Errors
/// When it fails, ended the transaction, or changed the schema without declaring it.
pub(super) fn run_inside(
    connection: &Connection,
    job: &Job<'_>,
    patience: Patience<'_>,
) -> Result<()> {
    mark(connection, BEFORE)
        .map_err(|error| engine::explain(&error, "beginning a step in Rust"))?;
    run_outside(connection, job, patience)?;
    match mark(connection, AFTER) {
        Ok(()) => Ok(()),
        Err(_) => Err(Error::new(Kind::EndedTransaction).of(job.version, job.name)),
    }
}

/// Runs a step in Rust that says `transaction = false`.
///
/// # Errors
/// When it fails, or changed the schema without declaring it.
pub(super) fn run_outside(
    connection: &Connection,
    job: &Job<'_>,
    patience: Patience<'_>,
) -> Result<()> {
    if patience.is_cancelled() {
        return Err(Error::new(Kind::Cancelled).of(job.version, job.name));
    }
    let Work::Code { code, schema, .. } = &job.work else { return Ok(()) };
    let inside = !connection.is_autocommit();
    let before = schema_version(connection)?;
    let watchdog = Watchdog::start(connection, job.timeout, patience);
    let mut session = Open(connection);
    let returned = code(&mut Transaction::new(&mut session));
    if let (Err(error), Some(kind)) = (&returned, watchdog.reason()) {
        // SQLite rolls everything back when it interrupts a statement that writes.
        return Err(Error::new(kind).of(job.version, job.name).because(error.to_string()));
    }
    drop(watchdog);
    if inside && connection.is_autocommit() {
        // What it returned matters less: part of its work is committed or lost already.
        return Err(Error::new(Kind::EndedTransaction).of(job.version, job.name));
    }
    if let Err(error) = returned {
        let transient = is_transient(&*error);
        let failed = Error::new(Kind::Step).of(job.version, job.name).transient(transient);
        return Err(failed.because(error));
    }
    if schema.is_none() && schema_version(connection)? != before {
        return Err(Error::new(Kind::UndeclaredDdl).of(job.version, job.name));
    }
    Ok(())
}

/// Whether it comes from somebody else's lock, whatever the step has wrapped around it.
pub(super) fn is_transient(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source()).any(|error| {
        let own = error.downcast_ref::<Error>().is_some_and(Error::is_transient);
        own || error.downcast_ref::<rusqlite::Error>().is_some_and(engine::is_busy)
    })
}

pub(super) fn mark(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.execute_batch(sql)
}

/// A number that changes with every change of the schema, inside a transaction too.
pub(super) fn schema_version(connection: &Connection) -> Result<i64> {
    connection
        .query_row("PRAGMA schema_version", [], |row| row.get(0))
        .map_err(|error| engine::explain(&error, "reading the schema"))
}
