//! `lock`: who holds it, and taking it away.

use super::change::Document;
use crate::cli::args::{Lock, LockRelease, LockStatus};
use crate::cli::engine;
use crate::cli::failure::Failure;
use crate::cli::notify::Notifier;
use crate::cli::output::{BAD, DIM, GOOD, Reader, WARN};
use crate::cli::session::{Database, Session};
use crate::cli::table::{self, Cell};
use crate::driver::{Holder, LockState};
use crate::exit_code;
use crate::hooks::Occasion;
use crate::human::moment;
use crate::report::LockReport;
use crate::runner::Options;

/// Runs one of the commands of `lock`.
pub(crate) fn lock(session: &Session<'_>, args: &Lock) -> Result<u8, Failure> {
    match args {
        Lock::Status(args) => status(session, args),
        Lock::Release(args) => release(session, args),
    }
}

/// Shows who holds the lock of each database.
pub(crate) fn status(session: &Session<'_>, args: &LockStatus) -> Result<u8, Failure> {
    let mut databases = Vec::new();
    for database in session.databases(&args.directory)? {
        let report = engine::read(&database)?.lock_status(&Options::default())?;
        show(session.reader, &database, &report);
        databases.push(report);
    }
    session.reader.document(&Document { databases });
    Ok(exit_code::DONE)
}

/// Takes the lock of one database away.
pub(crate) fn release(session: &Session<'_>, args: &LockRelease) -> Result<u8, Failure> {
    let database = session.one_database(&args.directory)?;
    session.announce(&database);
    let mut engine = engine::existing(&database)?;
    let lock_timeout = args.lock_timeout.unwrap_or(session.settings.run.lock_timeout.value);
    let options = Options { reason: args.reason.clone(), lock_timeout, ..Options::default() };
    let mut notifier = Notifier::new(session)?;
    let lock = engine.lock_status(&options)?.lock;
    if let Some(holder) = &lock.holder {
        session.confirm(&question(holder, &database))?;
    }
    // Who came while the question stood there was not meant.
    let token = lock.holder.map(|_| lock.token);
    let released = engine.release_lock(token, &options)?;
    if let Some(holder) = &released.released {
        let title = format!("the lock of {} was taken away from {holder}", database.location);
        notifier.send(session, Occasion::Lock, &database, &options, title);
    }
    session.reader.line(&match &released.released {
        Some(holder) => format!("took the lock away from {holder}"),
        None => "nothing to do: nobody holds the lock".to_owned(),
    });
    session.reader.document(&Document { databases: vec![released] });
    Ok(exit_code::DONE)
}

/// What is asked: `take the lock of sqlite:shop.db away from ada@build (process 12 on build), ..`
fn question(holder: &Holder, database: &Database) -> String {
    let (location, since) = (&database.location, moment(&holder.since));
    format!(
        "take the lock of {location} away from {holder}, who has held it since {since} and whose \
         next write is then refused"
    )
}

fn show(reader: Reader, database: &Database, report: &LockReport) {
    reader.line(&database.heading());
    let lock = &report.lock;
    let (style, word) = match lock.state {
        LockState::Free => (GOOD, "free"),
        LockState::Held => (WARN, "held"),
        LockState::Expired => (BAD, "expired: the next run takes it over"),
        LockState::Abandoned => (BAD, "abandoned, its process is gone: the next run takes it over"),
    };
    reader.line(&format!("{style}{word}{style:#}"));
    for line in table::lines(&rows(report)) {
        reader.line(&line);
    }
}

fn rows(report: &LockReport) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    let mut row = |name: &str, value: &str| {
        rows.push(vec![Cell::text(name).style(DIM), Cell::text(value)]);
    };
    if let Some(holder) = &report.lock.holder {
        row("holder", &holder.by);
        row("host", &holder.host);
        row("process", &holder.pid.to_string());
        row("reason", holder.reason.as_deref().unwrap_or("-"));
        row("acquired", &holder.since);
        row("expires", &holder.until);
    }
    row("token", &report.lock.token.to_string());
    if let Some(writer) = &report.writer {
        row("writing", &writer.to_string());
    }
    rows
}
