//! Running a migration outside a transaction: each statement alone, recorded one by one.
//!
//! A statement and the count of the done ones commit together where the statement allows it. What
//! SQLite refuses inside a transaction (`VACUUM`, `PRAGMA`, `ATTACH`) runs bare and is counted
//! right after; a run that is killed in between repeats it, which is harmless for these.

use std::time::Instant;

use migrate_codegen::Direction;
use rusqlite::Connection;

use super::foreign_keys;
use super::guard::{Impatient, Rollback, Settings, Suspended};
use super::heartbeat::Heartbeat;
use super::metadata::Metadata;
use super::progress::{Step, fingerprint, progress};
use super::read::Stored;
use super::sql::{commits, runs_outside};
use super::statement::{Piece, pieces};
use super::transaction::{self, Running, Stop, described, ending, record};
use super::wait::patiently;
use super::write::{self, Line};
use super::{backfill, engine, lock, marks, read, step};
use crate::driver::{Committed, Job, Outcome, Progress, Ran, Token, Unit, Work};
use crate::error::{Error, Kind, Result};
use crate::history::{RowStatus, Tables};
use crate::human::milliseconds;

/// Runs a unit of one migration that says `transaction = false`.
pub(super) fn run(
    connection: &Connection,
    tables: &Tables,
    unit: &Unit<'_>,
    on: &mut dyn FnMut(Progress),
) -> Outcome {
    let (Some(job), Some(token)) = (unit.jobs.first(), unit.token) else {
        return Outcome::RolledBack { at: 0, error: Error::new(Kind::Fenced) };
    };
    let _released = ReleasedByPanic { connection, tables, token };
    let mut journal = Journal {
        running: Running { connection, tables, unit },
        job,
        token,
        batch: 0,
        intended: false,
        done: 0,
        metadata: Metadata::default(),
        ran: Ran::default(),
        warnings: Vec::new(),
    };
    match journal.run(on) {
        Ok(committed) => Outcome::Committed(committed),
        Err(Stop::Outcome(outcome)) => *outcome,
        Err(Stop::Failed { error, .. }) => {
            let error = error.of(job.version, job.name);
            journal.fail(&error);
            Outcome::Partial { done: journal.done, error }
        }
    }
}

/// The runner gives the lock back; a panic of a step in Rust goes past it.
struct ReleasedByPanic<'r> {
    connection: &'r Connection,
    tables: &'r Tables,
    token: Token,
}

impl Drop for ReleasedByPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            drop(Rollback(self.connection));
            let _ = lock::release(self.connection, self.tables, self.token, lock::PATIENCE.into());
        }
    }
}

pub(super) struct Journal<'r> {
    pub(super) running: Running<'r>,
    pub(super) job: &'r Job<'r>,
    token: Token,
    batch: i64,
    /// Whether the history says by now that this run is at it.
    intended: bool,
    done: usize,
    pub(super) metadata: Metadata,
    ran: Ran,
    pub(super) warnings: Vec<String>,
}

impl Journal<'_> {
    fn run(&mut self, on: &mut dyn FnMut(Progress)) -> Result<Committed, Stop> {
        let connection = self.running.connection;
        if !connection.is_autocommit() {
            return Err(Error::new(Kind::OpenTransaction).into());
        }
        let impatient = Impatient::new(connection);
        let ask = || foreign_keys::must_suspend(connection, self.running.unit);
        let patience = self.running.unit.patience;
        let suspend = patiently(patience, foreign_keys::CHECKING, &mut |_| {}, ask)?;
        let _suspended = suspend
            .then(|| Suspended::new(connection))
            .transpose()
            .map_err(|error| engine::explain(&error, "switching off `foreign_keys`"))?;
        self.intend(suspend)?;
        let running = &self.running;
        let _heartbeat =
            Heartbeat::start(connection, running.tables, self.token, running.unit.lease);
        // Before the foreign keys come back, which a transaction that is still open would ignore.
        let _rollback = Rollback(connection);
        let before = suspend.then(|| foreign_keys::broken(connection)).transpose()?;
        on(Progress::Started { job: 0 });
        self.running.refuse_losses(self.job, &self.metadata)?;
        let _settings = Settings::new(connection, self.job);
        let start = Instant::now();
        self.work(&impatient, on)?;
        let mut warnings = self.running.compare(before.as_ref())?;
        warnings.append(&mut self.warnings);
        self.ran.milliseconds = milliseconds(start);
        let mark = self.inside(|journal| {
            journal.metadata.cursor = None;
            journal.running.raise_marks(journal.job, &journal.metadata)?;
            journal.finish()?;
            // Together with the end, so that no failure in between leaves a lock behind.
            journal.running.send(&lock::releasing(journal.running.tables, journal.token))?;
            Ok(journal.running.mark())
        })?;
        let jobs = vec![std::mem::take(&mut self.ran)];
        Ok(Committed { mark, batch: self.batch, jobs, warnings })
    }

    /// The second look, and the intent: from here on a killed run is seen and continued.
    fn intend(&mut self, suspended: bool) -> Result<(), Stop> {
        let (connection, unit) = (self.running.connection, self.running.unit);
        transaction::begin(connection, unit.patience, &mut |_| {})?;
        let _rollback = Rollback(connection);
        self.batch = self.running.look_again(suspended)?;
        self.renew()?;
        let stored = read::stored(connection, self.running.tables, unit.set, self.job.version)?;
        self.metadata = match (self.job.direction, stored.status) {
            (Direction::Up, Some(RowStatus::Running | RowStatus::Failed)) => {
                let metadata = self.resumed(&stored)?;
                self.done = stored.done;
                metadata
            }
            (Direction::Up, _) => marks::remembered(connection, self.job)?,
            (Direction::Down, status) => {
                if status == Some(RowStatus::RollingBack) {
                    self.done = stored.done;
                    self.resumed(&stored)?
                } else {
                    Metadata::from_json(stored.metadata.as_deref())
                }
            }
        };
        let resumes = self.done > 0 || self.metadata.cursor.is_some();
        let action = if resumes { "resumed" } else { "started" };
        let line = Line::about(unit, self.job, self.batch, action);
        self.running.send(&write::log(self.running.tables, &line))?;
        if self.job.direction == Direction::Up {
            self.note(RowStatus::Running, None)?;
        }
        transaction::commit(connection, unit.patience)?;
        self.intended = true;
        Ok(())
    }

    /// What ran already cannot be changed any more; what did not run may be.
    fn resumed(&self, stored: &Stored) -> Result<Metadata> {
        let (done, hash) = (stored.done, stored.done_hash.as_deref());
        if done > 0 && hash != Some(fingerprint(self.job, done).as_str()) {
            return Err(Error::new(Kind::ResumeEdited { statement: done }));
        }
        backfill::resumed(self.job, stored)
    }

    fn work(&mut self, impatient: &Impatient<'_>, on: &mut dyn FnMut(Progress)) -> Result<()> {
        match &self.job.work {
            Work::Code { .. } => {
                if self.done == 0 {
                    self.begin_back()?;
                    let patience = self.running.unit.patience;
                    let _patient = impatient.during_step(patience.limit);
                    step::run_outside(self.running.connection, self.job, patience)?;
                    self.ran.statements = 1;
                    self.inside(Self::count)?;
                }
            }
            Work::Backfill { code, .. } => {
                if self.done == 0 {
                    self.begin_back()?;
                    backfill::run(self, *code, on)?;
                    self.ran.statements = 1;
                    self.inside(Self::count)?;
                }
            }
            Work::Sql { text, parts } => {
                for piece in pieces(text, parts).skip(self.done) {
                    self.piece(piece)?;
                    on(Progress::Statement { job: 0, done: self.done, total: piece.total });
                }
            }
        }
        Ok(())
    }

    /// Writes that a rollback in Rust has begun: nobody can tell how far it comes.
    fn begin_back(&mut self) -> Result<()> {
        match self.job.direction {
            Direction::Up => Ok(()),
            Direction::Down => self.inside(|journal| journal.note(RowStatus::Running, None)),
        }
    }

    fn piece(&mut self, piece: Piece<'_>) -> Result<()> {
        let connection = self.running.connection;
        if connection.is_autocommit() && !runs_outside(piece.sql) {
            return self.inside(|journal| {
                journal.send_piece(piece)?;
                journal.count()
            });
        }
        if !connection.is_autocommit() && commits(piece.sql) {
            // Before it, or a run that is killed right behind it would send it again.
            self.count_in_own()?;
            return self.send_piece(piece);
        }
        self.send_piece(piece)?;
        if connection.is_autocommit() { self.inside(Self::count) } else { self.count_in_own() }
    }

    /// Counts inside a transaction of the migration's own, with which the count commits or fails.
    fn count_in_own(&mut self) -> Result<()> {
        self.renew()?;
        self.count()
    }

    fn send_piece(&mut self, piece: Piece<'_>) -> Result<()> {
        self.running.run_piece(self.job, piece, &mut self.metadata, &mut self.ran)
    }

    /// Runs a part in a transaction that renews the lock, and so proves that it is still ours.
    pub(super) fn inside<T>(&mut self, part: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let (connection, patience) = (self.running.connection, self.running.unit.patience);
        transaction::begin(connection, patience, &mut |_| {})?;
        let _rollback = Rollback(connection);
        let start = Instant::now();
        self.renew()?;
        let (done, metadata) = (self.done, self.metadata.clone());
        let result = part(self).and_then(|value| {
            if start.elapsed() > self.running.unit.lease / 3 {
                // While it ran nobody could renew the lock, and nobody could take it over.
                self.renew()?;
            }
            transaction::commit(connection, patience)?;
            Ok(value)
        });
        if result.is_err() {
            // Rolled back with the transaction.
            (self.done, self.metadata) = (done, metadata);
        }
        result
    }

    /// Extends the lock, which is also the check that it is still ours.
    fn renew(&self) -> Result<()> {
        let Running { connection, tables, unit } = self.running;
        lock::renew(connection, tables, self.token, unit.lease, unit.patience)
    }

    fn count(&mut self) -> Result<()> {
        self.done += 1;
        self.note(RowStatus::Running, None)
    }

    /// Writes how far the migration is.
    fn note(&self, status: RowStatus, error: Option<&str>) -> Result<()> {
        let (tables, unit) = (self.running.tables, self.running.unit);
        let step = Step { status, batch: self.batch, done: self.done, error };
        let query = progress(tables, unit, self.job, &step, &self.metadata);
        self.running.send(&query)
    }

    fn finish(&mut self) -> Result<()> {
        let (tables, unit) = (self.running.tables, self.running.unit);
        for query in record(tables, unit, self.job, self.batch, &self.ran, &self.metadata) {
            self.running.send(&query)?;
        }
        Ok(())
    }

    /// Remembers why it stopped. When that fails too, the row says `running`, and the next run
    /// goes on all the same.
    fn fail(&mut self, error: &Error) {
        if !self.intended || matches!(error.kind(), Kind::Fenced) {
            return;
        }
        drop(Rollback(self.running.connection));
        let detail = described(error);
        let _impatient = Impatient::new(self.running.connection);
        let _ = self.inside(|journal| {
            if journal.recall()? == Begun::Yes {
                journal.note(RowStatus::Failed, Some(&detail))?;
            }
            let (level, action) = ending(error);
            let line = Line {
                level,
                detail: Some(&detail),
                ..Line::about(journal.running.unit, journal.job, journal.batch, action)
            };
            journal.running.send(&write::log(journal.running.tables, &line))
        });
    }

    /// How far it is, as the history says: what a transaction of the migration's own had counted
    /// went with it.
    fn recall(&mut self) -> Result<Begun> {
        let (running, job) = (&self.running, self.job);
        let row = read::stored(running.connection, running.tables, running.unit.set, job.version)?;
        self.metadata = Metadata::from_json(row.metadata.as_deref());
        let begun = job.direction == Direction::Up || row.status == Some(RowStatus::RollingBack);
        self.done = if begun { row.done } else { 0 };
        Ok(if begun { Begun::Yes } else { Begun::No })
    }
}

/// Whether the row says that the job is on its way: a rollback of which no statement is done left
/// everything as it was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begun {
    Yes,
    No,
}
