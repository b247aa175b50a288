//! Running one statement of a migration, with errors that know where it stands.

use std::time::Instant;

use migrate_codegen::Direction;
use rusqlite::Connection;

use super::engine;
use super::timeout::Watchdog;
use super::unfit::unfit;
use super::wait::{busy, retried};
use crate::driver::{Job, Patience};
use crate::error::{Error, Kind, Position, Result};
use crate::migration::{Keeping, Part};

/// A statement of a job.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub(super) sql: &'a str,
    pub(super) part: Part,
    /// From 0.
    pub(super) at: usize,
    pub(super) total: usize,
}

/// The statements of a text.
pub(super) fn pieces<'a>(text: &'a str, parts: &'a [Part]) -> impl Iterator<Item = Piece<'a>> {
    let total = parts.len();
    parts.iter().enumerate().map(move |(at, &part)| {
        let sql = text.get(part.start..part.end).unwrap_or_default();
        Piece { sql, part, at, total }
    })
}

/// Runs the statement, whatever rows it returns.
pub(super) fn run(
    connection: &Connection,
    job: &Job<'_>,
    piece: Piece<'_>,
    given: Patience<'_>,
) -> Result<()> {
    if piece.sql.contains('\0') {
        // SQLite would take the NUL for the end of the statement.
        let at = position(job, piece, piece.sql.find('\0'));
        return Err(Error::new(Kind::Nul).of(job.version, job.name).at(at));
    }
    if given.is_cancelled() {
        return Err(Error::new(Kind::Cancelled).of(job.version, job.name));
    }
    watched(connection, job, piece.sql, given).map_err(|(kind, error)| {
        let at = position(job, piece, engine::offset(&error, piece.sql));
        // What waited for its time has had its attempts.
        let transient = kind.is_none() && engine::is_busy(&error);
        let unfit = || match job.direction {
            Direction::Up => None,
            Direction::Down => unfit(connection, piece.sql, &error),
        };
        let kind = kind.or_else(unfit).unwrap_or(Kind::Statement);
        let failed = Error::new(kind).of(job.version, job.name).transient(transient);
        failed.at(at).because(engine::said(&error))
    })
}

/// Runs a statement that keeps rows aside: it stands nowhere in the migration's file.
pub(super) fn keep(
    connection: &Connection,
    job: &Job<'_>,
    keeping: &Keeping,
    sql: &str,
    given: Patience<'_>,
) -> Result<()> {
    if given.is_cancelled() {
        return Err(Error::new(Kind::Cancelled).of(job.version, job.name));
    }
    watched(connection, job, sql, given).map_err(|(kind, error)| {
        let kind = kind.unwrap_or_else(|| Kind::Keeping { table: keeping.table.to_owned() });
        Error::new(kind).of(job.version, job.name).because(engine::said(&error))
    })
}

/// Runs a statement within its time. A failure has a kind where it is not about the statement.
fn watched(
    connection: &Connection,
    job: &Job<'_>,
    sql: &str,
    given: Patience<'_>,
) -> std::result::Result<(), (Option<Kind>, rusqlite::Error)> {
    // What has no transaction around it, such as `VACUUM`, meets others; a busy one did nothing yet.
    let alone = connection.is_autocommit();
    let patience = if alone { given } else { Patience::NONE };
    let (watchdog, start) = (Watchdog::start(connection, job.timeout, given), Instant::now());
    retried(patience, &mut |_| {}, || drain(connection, sql)).map_err(|error| {
        let interrupted = engine::is_interrupted(&error).then(|| watchdog.reason()).flatten();
        let kind = interrupted
            .or_else(|| alone.then(|| busy(&error, patience, start)).flatten())
            .or_else(|| engine::fault(&error).map(Kind::Database));
        (kind, error)
    })
}

fn drain(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.raw_query();
    while rows.next()?.is_some() {}
    Ok(())
}

fn position(job: &Job<'_>, piece: Piece<'_>, offset: Option<usize>) -> Position {
    let before = offset.and_then(|offset| piece.sql.get(..offset)).unwrap_or_default();
    let lines = before.matches('\n').count();
    let column = match before.rfind('\n') {
        Some(end) => before[end + 1..].chars().count() + 1,
        None => piece.part.column + before.chars().count(),
    };
    Position {
        file: job.file.to_owned(),
        line: piece.part.line + lines,
        column,
        statement: piece.at + 1,
        statements: piece.total,
        sql: piece.sql.to_owned(),
    }
}
