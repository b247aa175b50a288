//! The contract between the runner and a database.

use std::time::Duration;

use super::{Claim, Job, Lease, Loss, Outcome, Progress, Session, Token, Unit};
use crate::dialect::Dialect;
use crate::error::Result;
use crate::history::{Applied, History, LogEntry};

/// One connection to one database, blocking.
///
/// The atomic unit, not `begin` and `commit`, is the contract: see [`Atom`].
pub trait Driver {
    /// The engine. `Migrations<D>` run only on a driver whose dialect is `D`.
    type Dialect: Dialect;

    /// What this engine, in this version, can do.
    fn facts(&self) -> &Facts;

    /// Reads what a start needs to know of the set's history, in one read and without writing.
    /// `None` when there is no history yet.
    ///
    /// # Errors
    /// When the database cannot be read, or its history was made by something else.
    fn history(&mut self, set: &str, patience: Duration) -> Result<Option<History>>;

    /// Reads the set's whole history rows, in ascending order of versions, without writing.
    ///
    /// # Errors
    /// As [`history`](Self::history).
    fn rows(&mut self, set: &str, patience: Duration) -> Result<Vec<Applied>>;

    /// Reads the last `limit` lines of the set's log, newest first, without writing.
    ///
    /// # Errors
    /// As [`history`](Self::history).
    fn log(&mut self, set: &str, limit: usize, patience: Duration) -> Result<Vec<LogEntry>>;

    /// Who holds the lock row, if anybody does, without writing.
    ///
    /// # Errors
    /// As [`history`](Self::history).
    fn holder(&mut self, patience: Duration) -> Result<Option<Lease>>;

    /// Asks once for the lock: it is ours now, or somebody else has it.
    ///
    /// # Errors
    /// When the database cannot be written.
    fn lock(&mut self, claim: &Claim<'_>) -> Result<Lease>;

    /// Extends the lock.
    ///
    /// # Errors
    /// When it was taken over, or the database cannot be written.
    fn renew(&mut self, token: &Token) -> Result<()>;

    /// Gives the lock back; nothing happens when it was taken over.
    ///
    /// # Errors
    /// When the database cannot be written.
    fn unlock(&mut self, token: &Token) -> Result<()>;

    /// The rows and values that running these jobs would delete, counted without writing.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn losses(&mut self, set: &str, job: &Job<'_>) -> Result<Vec<Loss>>;

    /// The SQL that [`run`](Self::run) sends for each of the units, when they run one after the
    /// other, history writes included.
    ///
    /// A step in Rust appears as a comment with its name, followed by its `sql!` texts as
    /// comments. Times measured while running stand as 0.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn script(&mut self, units: &[Unit<'_>]) -> Result<Vec<Vec<String>>>;

    /// Runs the unit: all of it and its history rows, or none of it where the engine allows.
    fn run(&mut self, unit: &Unit<'_>, on: &mut dyn FnMut(Progress)) -> Outcome;

    /// Direct access, for backfills and tools. `None` where the engine has no interactive access.
    fn session(&mut self) -> Option<&mut dyn Session> {
        None
    }
}

/// What a driver knows about its engine.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The engine and its version, such as `SQLite 3.50.1`.
    pub engine: String,
    /// Where the database is, for people: a path, or `:memory:`.
    pub database: String,
    /// What commits together.
    pub atom: Atom,
}

/// What an engine commits together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Atom {
    /// Any statements between `BEGIN` and `COMMIT`.
    Transaction,
    /// One batch of statements, sent at once.
    Batch,
    /// One statement: intent is recorded before it, success after it.
    Statement,
}
