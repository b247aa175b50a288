//! Running a unit in one transaction: its migrations and their history rows, or nothing.

use std::time::{Duration, Instant};

use migrate_codegen::Direction;
use rusqlite::Connection;

use super::foreign_keys::{self, Broken, CHECKING};
use super::guard::{Impatient, Rollback, Settings, Suspended};
use super::look::{self, Expected, Left, Look};
use super::metadata::Metadata;
use super::query::Query;
use super::statement::{Piece, pieces};
use super::wait::patiently;
use super::write::{self, Line, Stand};
use super::{engine, found, loss, marks, read, statement, step, tables, writer};
use crate::driver::{Begun, Committed, Consent, Job, Outcome, Patience, Progress, Ran, Unit, Work};
use crate::error::{Error, Fault, Kind, Result};
use crate::history::{Level, Mark, RowStatus, Tables};
use crate::human::milliseconds;
use crate::migration::Keeping;

pub(super) const BEGIN: &str = "BEGIN IMMEDIATE";
/// What begins a transaction that only reads.
pub(super) const BEGIN_READING: &str = "BEGIN";
pub(super) const COMMIT: &str = "COMMIT";

/// Why a unit was not committed.
pub(super) enum Stop {
    Outcome(Box<Outcome>),
    Failed { at: usize, error: Error },
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed { at: 0, error }
    }
}

type Progressing<'p> = &'p mut dyn FnMut(Progress);

/// A unit being run on a connection.
pub(super) struct Running<'r> {
    pub(super) connection: &'r Connection,
    pub(super) tables: &'r Tables,
    pub(super) unit: &'r Unit<'r>,
}

/// Runs the unit in one transaction. `left` is how the unit before it left the history, and then
/// how this one does.
pub(super) fn run(
    connection: &Connection,
    tables: &Tables,
    unit: &Unit<'_>,
    left: &mut Option<Left>,
    on: Progressing<'_>,
) -> Outcome {
    let running = Running { connection, tables, unit };
    match running.run(left.take(), on) {
        Ok((committed, now)) => {
            *left = Some(now);
            Outcome::Committed(committed)
        }
        Err(Stop::Outcome(outcome)) => *outcome,
        Err(Stop::Failed { at, error }) => {
            running.log_failure(at, &error);
            Outcome::RolledBack { at, error }
        }
    }
}

/// Begins a transaction that may write.
pub(super) fn begin(
    connection: &Connection,
    patience: Patience<'_>,
    waiting: &mut dyn FnMut(Duration),
) -> Result<()> {
    if !connection.is_autocommit() {
        return Err(Error::new(Kind::OpenTransaction));
    }
    let begin = || connection.execute_batch(BEGIN);
    patiently(patience, "beginning a transaction", waiting, begin)
        .map_err(|error| writer::blame(connection, error))
}

/// Commits; readers of a database without a write-ahead log can hold this up.
pub(super) fn commit(connection: &Connection, patience: Patience<'_>) -> Result<()> {
    let commit = || connection.execute_batch(COMMIT);
    patiently(patience, "committing the transaction", &mut |_| {}, commit)
}

impl Running<'_> {
    fn run(&self, left: Option<Left>, on: Progressing<'_>) -> Result<(Committed, Left), Stop> {
        if !self.connection.is_autocommit() {
            return Err(Error::new(Kind::OpenTransaction).into());
        }
        let _impatient = Impatient::new(self.connection);
        let ask = || foreign_keys::must_suspend(self.connection, self.unit);
        let suspend = patiently(self.unit.patience, CHECKING, &mut |_| {}, ask)?;
        let _suspended = suspend
            .then(|| Suspended::new(self.connection))
            .transpose()
            .map_err(|error| engine::explain(&error, "switching off `foreign_keys`"))?;
        begin(self.connection, self.unit.patience, &mut |waited| {
            on(Progress::Waiting { waited, writer: writer::find(self.connection) });
        })?;
        let _rollback = Rollback(self.connection);
        let changes = look::changes(self.connection)?;
        let batch = self.look_unless_left(left, changes, suspend)?;
        let before = suspend.then(|| foreign_keys::broken(self.connection)).transpose()?;
        let jobs = self.run_jobs(batch, on)?;
        let warnings = self.compare(before.as_ref())?;
        let mark = self.mark();
        self.commit()?;
        let left = Left { mark, batch, changes };
        Ok((Committed { mark, batch, jobs, warnings }, left))
    }

    /// [`look_again`](Self::look_again), unless nobody else can have changed anything.
    fn look_unless_left(
        &self,
        left: Option<Left>,
        changes: i64,
        suspended: bool,
    ) -> Result<i64, Stop> {
        match left.filter(|left| left.mark == self.unit.mark && left.changes == changes) {
            Some(left) => Ok(self.unit.batch.unwrap_or(left.batch + 1)),
            None => self.look_again(suspended),
        }
    }

    /// Whether the history is still what the plan was made for, now that nobody else can change
    /// it. Returns the batch.
    pub(super) fn look_again(&self, suspended: bool) -> Result<i64, Stop> {
        let Unit { mark, token, by, .. } = *self.unit;
        let expected = Expected { mark, token, by };
        let last = match look::again(self.connection, self.tables, expected)? {
            Look::Same { batch } => batch,
            Look::Absent => {
                tables::make(self.connection, self.tables, by)?;
                return Ok(self.unit.batch.unwrap_or(1));
            }
            Look::Stale => return Err(Stop::Outcome(Box::new(Outcome::Stale))),
            Look::Held(lease) => return Err(Stop::Outcome(Box::new(Outcome::Held(lease)))),
        };
        // The application may have created a reference between the first look and this one.
        let must = foreign_keys::must_suspend(self.connection, self.unit);
        if !suspended && must.map_err(|error| engine::explain(&error, CHECKING))? {
            return Err(Stop::Outcome(Box::new(Outcome::Stale)));
        }
        Ok(self.unit.batch.unwrap_or(last + 1))
    }

    /// Runs the jobs, and writes their history rows behind them.
    fn run_jobs(&self, batch: i64, on: Progressing<'_>) -> Result<Vec<Ran>, Stop> {
        let mut all = Vec::with_capacity(self.unit.jobs.len());
        let mut records = Vec::with_capacity(2 * self.unit.jobs.len());
        for (at, job) in self.unit.jobs.iter().enumerate() {
            on(Progress::Started { job: at });
            let (ran, metadata) = self
                .run_job(at, job, on)
                .map_err(|error| Stop::Failed { at, error: error.of(job.version, job.name) })?;
            records.extend(record(self.tables, self.unit, job, batch, &ran, &metadata));
            all.push(ran);
        }
        Query::run_all(&records, self.connection)
            .map_err(|error| engine::explain(&error, "writing the history"))?;
        Ok(all)
    }

    fn run_job(&self, at: usize, job: &Job<'_>, on: Progressing<'_>) -> Result<(Ran, Metadata)> {
        let start = Instant::now();
        let mut metadata = self.metadata(job)?;
        self.refuse_losses(job, &metadata)?;
        let _settings = Settings::new(self.connection, job);
        let mut ran = Ran::default();
        match &job.work {
            // In no transaction with others: its batches have their own.
            Work::Backfill { .. } => return Err(Error::new(Kind::NotOneTransaction)),
            Work::Code { .. } => {
                step::run_inside(self.connection, job, self.unit.patience)?;
                ran.statements = 1;
            }
            Work::Sql { text, parts } => {
                self.keep(job, |keeping| keeping.before)?;
                for piece in pieces(text, parts) {
                    self.run_piece(job, piece, &mut metadata, &mut ran)?;
                    on(Progress::Statement { job: at, done: piece.at + 1, total: piece.total });
                }
                self.keep(job, |keeping| keeping.after)?;
            }
        }
        self.raise_marks(job, &metadata)?;
        ran.milliseconds = milliseconds(start);
        Ok((ran, metadata))
    }

    /// What is made again counts on from where it did.
    pub(super) fn raise_marks(&self, job: &Job<'_>, metadata: &Metadata) -> Result<()> {
        match job.direction {
            Direction::Up => Ok(()),
            Direction::Down => marks::raise(self.connection, metadata),
        }
    }

    /// Keeps rows aside.
    fn keep(
        &self,
        job: &Job<'_>,
        statements: impl Fn(&Keeping) -> &'static [&'static str],
    ) -> Result<()> {
        for keeping in job.keeping {
            for sql in statements(keeping) {
                statement::keep(self.connection, job, keeping, sql, self.unit.patience)?;
            }
        }
        Ok(())
    }

    /// Counts again what was counted before: rows may have been written since.
    pub(super) fn refuse_losses(&self, job: &Job<'_>, metadata: &Metadata) -> Result<()> {
        if job.direction == Direction::Up {
            return Ok(());
        }
        found::refuse_changed(job, metadata)?;
        if self.unit.consent == Consent::LoseRows {
            return loss::refuse_without_copies(self.connection, job);
        }
        let losses = loss::losses(self.connection, job, metadata)?;
        if losses.is_empty() {
            return Ok(());
        }
        Err(Error::new(Kind::WouldLose { losses }).of(job.version, job.name))
    }

    /// What is remembered of a migration: from its row when it is rolled back.
    ///
    /// # Errors
    /// When a part of it ran already, outside a transaction, and would run again.
    pub(super) fn metadata(&self, job: &Job<'_>) -> Result<Metadata> {
        if (job.direction, job.begun) == (Direction::Up, Begun::Now) {
            return marks::remembered(self.connection, job);
        }
        let row = read::stored(self.connection, self.tables, self.unit.set, job.version)?;
        let metadata = Metadata::from_json(row.metadata.as_deref());
        let begun = job.direction == Direction::Up || row.status == Some(RowStatus::RollingBack);
        if begun && (row.done > 0 || metadata.cursor.is_some()) {
            return Err(Error::new(Kind::ResumeInside));
        }
        match job.direction {
            Direction::Up => marks::remembered(self.connection, job),
            Direction::Down => Ok(metadata),
        }
    }

    pub(super) fn run_piece(
        &self,
        job: &Job<'_>,
        piece: Piece<'_>,
        metadata: &mut Metadata,
        ran: &mut Ran,
    ) -> Result<()> {
        match job.direction {
            Direction::Up => {
                let found = found::found(self.connection, piece.sql)?;
                found::note(metadata, piece.sql, found.as_ref());
                ran.kept.extend(found);
            }
            Direction::Down => {
                if let Some(name) = found::kept(metadata, piece.sql) {
                    ran.kept.push(name);
                    return Ok(());
                }
            }
        }
        statement::run(self.connection, job, piece, self.unit.patience)?;
        ran.statements += 1;
        Ok(())
    }

    pub(super) fn send(&self, query: &Query) -> Result<()> {
        query
            .run(self.connection)
            .map(|_| ())
            .map_err(|error| engine::explain(&error, "writing the history"))
    }

    pub(super) fn compare(&self, before: Option<&Broken>) -> Result<Vec<String>> {
        match before {
            None => Ok(Vec::new()),
            Some(before) => {
                let after = foreign_keys::broken(self.connection)?;
                foreign_keys::compare(self.unit, before, &after)
            }
        }
    }

    /// The mark of the history, whose last line was just written.
    pub(super) fn mark(&self) -> Mark {
        Mark(self.connection.last_insert_rowid())
    }

    fn commit(&self) -> Result<(), Stop> {
        let last = self.unit.jobs.len().saturating_sub(1);
        commit(self.connection, self.unit.patience).map_err(|mut error| {
            if let Kind::Database(Fault::Other { .. }) = error.kind() {
                // Such as a deferred reference that is still broken.
                *error.kind_mut() = Kind::Transaction { what: "its commit" };
            }
            if let [job] = self.unit.jobs.as_slice() {
                error = error.of(job.version, job.name);
            }
            Stop::Failed { at: last, error }
        })
    }

    /// Remembers a failure, where there is a history already. A failure to do so changes nothing.
    pub(super) fn log_failure(&self, at: usize, error: &Error) {
        let Some(job) = self.unit.jobs.get(at).filter(|_| self.unit.mark != Mark::NONE) else {
            return;
        };
        if error.is_locked() || error.is_refused() || !self.connection.is_autocommit() {
            return;
        }
        let detail = described(error);
        // A later run counts on from the batch of the last line.
        let last = read::mark(self.connection, self.tables).ok().flatten();
        let batch = self.unit.batch.or(last.map(|(_, batch)| batch)).unwrap_or(0);
        let (level, action) = ending(error);
        let line =
            Line { level, detail: Some(&detail), ..Line::about(self.unit, job, batch, action) };
        let _impatient = Impatient::new(self.connection);
        let _ = write::log(self.tables, &line).run(self.connection);
    }
}

/// What the log says of a migration that did not come to its end.
pub(super) fn ending(error: &Error) -> (Level, &'static str) {
    match error.kind() {
        Kind::Cancelled => (Level::Warning, "stopped"),
        _ => (Level::Error, "failed"),
    }
}

/// The error and its sources, in one line.
pub(super) fn described(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

/// What is written into the history when a job is done.
pub(super) fn record(
    tables: &Tables,
    unit: &Unit<'_>,
    job: &Job<'_>,
    batch: i64,
    ran: &Ran,
    metadata: &Metadata,
) -> [Query; 2] {
    let (row, action) = match job.direction {
        Direction::Up => {
            let stand = Stand {
                status: RowStatus::Applied,
                batch,
                milliseconds: ran.milliseconds,
                done: job.work.statements(),
                done_hash: None,
                error: None,
                metadata,
            };
            (write::row(tables, unit, job, &stand), "applied")
        }
        Direction::Down => (write::rolled_back(tables, unit, job), "rolled back"),
    };
    let line =
        Line { milliseconds: Some(ran.milliseconds), ..Line::about(unit, job, batch, action) };
    [row, write::log(tables, &line)]
}
