//! A backfill on SQLite: each batch commits together with the key that it came to.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::journal::Journal;
use super::metadata::Metadata;
use super::progress::remember;
use super::read::Stored;
use super::session::Open;
use super::step;
use super::timeout::Watchdog;
use super::walk::{Cursor, Key, Range, Rows, Span};
use crate::driver::{
    Ahead, Backfill, Batch, Batches, Change, Job, Progress, Row, Session, Transaction, Walk, Work,
};
use crate::error::{BackfillFault, Error, Kind, Result};
use crate::migration::{BackfillCode, StepError};

/// How often a wish to cancel is looked for while a backfill rests.
const GLANCE: Duration = Duration::from_millis(20);

/// Runs a backfill, or what is left of it.
pub(super) fn run(
    journal: &mut Journal<'_>,
    code: BackfillCode,
    on: &mut dyn FnMut(Progress),
) -> Result<()> {
    let job = journal.job;
    let mut walker = Walker { journal, on, begun: 0, open: None };
    match code(&mut Backfill::new(&mut walker)) {
        Err(error) => Err(told(error, job)),
        Ok(()) if walker.open.is_some() => Err(Error::backfill(BackfillFault::Unfinished)),
        Ok(()) => Ok(()),
    }
}

/// What the row of a migration that stopped half done remembers.
///
/// # Errors
/// When it cannot be read, or the migration is not the backfill any more that stopped.
pub(super) fn resumed(job: &Job<'_>, stored: &Stored) -> Result<Metadata> {
    let metadata = Metadata::from_json(stored.metadata.as_deref());
    if stored.metadata.is_some() && metadata == Metadata::default() {
        // Without its cursor it would begin anew, and meet rows twice.
        let what = format!("how far migration {} came cannot be read", job.version);
        return Err(Error::new(Kind::Nonsense { what }));
    }
    let is_backfill = matches!(job.work, Work::Backfill { .. });
    match &metadata.cursor {
        Some(cursor) if !is_backfill || stored.checksum != job.record.checksum => {
            Err(Error::backfill(BackfillFault::Edited { rows: cursor.rows }))
        }
        _ => Ok(metadata),
    }
}

/// The error of the function: an error of a walk as it is, any other as that of the step.
fn told(error: StepError, job: &Job<'_>) -> Error {
    let error = match error.downcast::<Error>() {
        Ok(own) if !matches!(own.kind(), Kind::Query) => *own,
        Ok(own) => failed_step(own),
        Err(other) => failed_step(other),
    };
    error.of(job.version, job.name)
}

fn failed_step(error: impl Into<StepError>) -> Error {
    let error = error.into();
    let transient = step::is_transient(&*error);
    Error::new(Kind::Step).transient(transient).because(error)
}

/// Makes the walks of one backfill.
struct Walker<'w, 'r> {
    journal: &'w mut Journal<'r>,
    on: &'w mut dyn FnMut(Progress),
    /// How many walks have begun.
    begun: usize,
    /// The one that did not end yet.
    open: Option<Course>,
}

/// A walk that did not end yet.
#[derive(Debug)]
struct Course {
    number: usize,
    rows: Rows,
    after: Option<Key>,
    end: Key,
    done: u64,
}

impl Course {
    fn range(&self) -> Range<'_> {
        Range { after: self.after.as_ref(), end: &self.end }
    }

    fn cursor(&self, span: &Span) -> Cursor {
        Cursor {
            walk: self.number,
            key: self.rows.key.clone(),
            after: span.last.clone(),
            end: self.end.clone(),
            rows: self.done + span.rows,
        }
    }
}

impl Batches for Walker<'_, '_> {
    fn begin(&mut self, rows: &str) -> Result<Option<Walk>> {
        if self.open.is_some() {
            return Err(Error::backfill(BackfillFault::Unfinished));
        }
        let number = self.begun;
        self.begun += 1;
        let cursor = self.journal.metadata.cursor.clone();
        match cursor {
            Some(cursor) if cursor.walk > number => Ok(None),
            Some(cursor) if cursor.walk == number => self.go_on(rows, cursor).map(Some),
            _ => self.start(rows, number),
        }
    }

    fn batch(&mut self, size: usize, change: &mut Change<'_>) -> Result<Batch> {
        let Some(course) = &self.open else {
            return Err(Error::backfill(BackfillFault::Unfinished));
        };
        let (mut began, mut worked) = (None, Duration::ZERO);
        let span = self.journal.inside(|journal| {
            let start = *began.insert(Instant::now());
            let span = part(journal, course, size, change)?;
            worked = start.elapsed();
            Ok(span)
        })?;
        let held = began.map_or(Duration::ZERO, |began| began.elapsed());
        let Some(span) = span else {
            self.open = None;
            return Ok(Batch { rows: 0, worked, held, ahead: Ahead::End });
        };
        let rows = span.rows;
        if let Some(course) = &mut self.open {
            course.done += rows;
            course.after = Some(span.last);
        }
        Ok(Batch { rows, worked, held, ahead: Ahead::More })
    }

    fn rest(&mut self, pause: Duration) -> Result<()> {
        let running = &self.journal.running;
        let start = Instant::now();
        checkpoint(running.connection);
        let alone = running.connection.path().is_none_or(str::is_empty);
        loop {
            if running.unit.patience.is_cancelled() {
                return Err(Error::new(Kind::Cancelled));
            }
            let left = pause.saturating_sub(start.elapsed());
            if alone || left.is_zero() {
                return Ok(());
            }
            std::thread::sleep(left.min(GLANCE));
        }
    }

    fn tell(&mut self, walk: Walk, left: Option<Duration>) {
        (self.on)(Progress::Rows { job: 0, done: walk.done, total: walk.total, left });
    }
}

impl Walker<'_, '_> {
    fn start(&mut self, rows: &str, number: usize) -> Result<Option<Walk>> {
        let connection = self.journal.running.connection;
        let rows = Rows::of(connection, rows)?;
        let extent = rows.extent(connection)?;
        let Some(end) = extent.end else { return Ok(None) };
        let course = Course { number, rows, after: None, end, done: 0 };
        self.warn(&course)?;
        self.open = Some(course);
        Ok(Some(Walk { done: 0, total: extent.rows }))
    }

    fn go_on(&mut self, rows: &str, cursor: Cursor) -> Result<Walk> {
        let connection = self.journal.running.connection;
        let rows = Rows::of(connection, rows)?;
        let Cursor { walk: number, key, after, end, rows: done } = cursor;
        if rows.key != key {
            return Err(Error::backfill(BackfillFault::OtherKey { before: key, key: rows.key }));
        }
        let course = Course { number, rows, after: Some(after), end, done };
        let left = course.rows.left(connection, course.range())?;
        self.warn(&course)?;
        self.open = Some(course);
        Ok(Walk { done, total: done + left })
    }

    fn warn(&mut self, course: &Course) -> Result<()> {
        let Journal { running, job, .. } = &*self.journal;
        if course.rows.sorts(running.connection, course.range())? {
            self.journal.warnings.push(format!(
                "migration {} `{}` sorts its rows for each batch: no index has the order of `{}`",
                job.version, job.name, course.rows.key
            ));
        }
        Ok(())
    }
}

/// Brings the batch from the write-ahead log into the database while nobody waits for it: otherwise
/// the next one who writes does that, and takes as long. Where the application keeps checkpoints to
/// itself nothing is done.
fn checkpoint(connection: &Connection) {
    let automatic = connection.query_row("PRAGMA wal_autocheckpoint", [], |row| row.get(0));
    if automatic.unwrap_or(0_i64) > 0 {
        // One that fails is made up for by the next commit.
        let _ = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
    }
}

/// The part of a batch that lies between the begin and the commit of its transaction.
fn part(
    journal: &mut Journal<'_>,
    course: &Course,
    size: usize,
    change: &mut Change<'_>,
) -> Result<Option<Span>> {
    let (connection, job) = (journal.running.connection, journal.job);
    let patience = journal.running.unit.patience;
    if patience.is_cancelled() {
        return Err(Error::new(Kind::Cancelled));
    }
    let watchdog = Watchdog::start(connection, job.timeout, patience);
    let worked = work(connection, job, course, size, change);
    let Some(span) = worked.map_err(|error| match watchdog.reason() {
        Some(kind) => Error::new(kind).because(error),
        None => error,
    })?
    else {
        return Ok(None);
    };
    journal.metadata.cursor = Some(course.cursor(&span));
    let running = &journal.running;
    running.send(&remember(running.tables, running.unit, job, &journal.metadata))?;
    Ok(Some(span))
}

/// Makes the change, in a place that shows whether it ended the transaction.
fn work(
    connection: &Connection,
    job: &Job<'_>,
    course: &Course,
    size: usize,
    change: &mut Change<'_>,
) -> Result<Option<Span>> {
    let Some(span) = course.rows.span(connection, course.range(), size)? else {
        return Ok(None);
    };
    let before = step::schema_version(connection)?;
    let ended = |_| Error::new(Kind::EndedTransaction).of(job.version, job.name);
    step::mark(connection, step::BEFORE).map_err(ended)?;
    let changed = match change {
        Change::Statement(sql) => statement(connection, course, span, sql),
        Change::Each { change, goal } => each(connection, course, span, *change, *goal),
    };
    if connection.is_autocommit() {
        // What it returned matters less: part of its work is committed or lost already.
        return Err(Error::new(Kind::EndedTransaction).of(job.version, job.name));
    }
    let span = changed?;
    step::mark(connection, step::AFTER).map_err(ended)?;
    if step::schema_version(connection)? != before {
        return Err(Error::backfill(BackfillFault::Schema));
    }
    Ok(Some(span))
}

fn statement(connection: &Connection, course: &Course, span: Span, sql: &str) -> Result<Span> {
    let keys = [span.first.value(), span.last.value()];
    // One that names no keys would change the whole table in each batch.
    if connection.prepare(sql).is_ok_and(|statement| statement.parameter_count() != keys.len()) {
        return Err(Error::backfill(BackfillFault::Keyless));
    }
    match Open(connection).execute(sql, &keys) {
        Ok(_) => Ok(span),
        Err(error) => Err(failed(course, &span.first, &span.last, error.into())),
    }
}

/// Changes the rows of a batch one by one, and returns those it came to: it ends early when it took
/// longer than it may.
fn each(
    connection: &Connection,
    course: &Course,
    span: Span,
    change: RowChange<'_>,
    goal: Duration,
) -> Result<Span> {
    let rows = course.rows.whole(connection, Range { end: &span.last, ..course.range() })?;
    let (start, mut done, mut before) = (Instant::now(), 0, None);
    let mut session = Open(connection);
    for row in &rows {
        let key = Key::of(row);
        if let (Some(Key::Integer(last)), Some(Key::Integer(this))) = (&before, &key)
            && start.elapsed() > goal
            // Other keys may differ and yet be equal, by their collation, and stay together.
            && last != this
        {
            let last = Key::Integer(*last);
            return Ok(Span { rows: done, last, ..span });
        }
        change(&mut Transaction::new(&mut session), row).map_err(|error| {
            let key = key.as_ref().unwrap_or(&span.first);
            failed(course, key, key, error)
        })?;
        (done, before) = (done + 1, key);
    }
    Ok(Span { rows: done, ..span })
}

type RowChange<'c> = &'c mut dyn FnMut(&mut Transaction<'_>, &Row) -> Result<(), StepError>;

fn failed(course: &Course, first: &Key, last: &Key, error: StepError) -> Error {
    let key = course.rows.key.clone();
    let (first, last) = (first.shown(), last.shown());
    let transient = step::is_transient(&*error);
    let failed = Error::backfill(BackfillFault::Batch { key, first, last });
    failed.transient(transient).because(error)
}
