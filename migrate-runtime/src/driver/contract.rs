//! The contract between the runner and a database.

use std::time::Duration;

use migrate_codegen::Version;

use super::{
    Amending, Amendment, Backup, Claim, Discard, Discarding, Eviction, Holder, Job, Lease, Lock,
    Losses, Outcome, Patience, Progress, Risk, Session, Token, Unit, Writer,
};
use crate::dialect::Dialect;
use crate::error::Result;
use crate::history::{Applied, History, KeptTable, LogEntry, LogQuery, Tables, Texts};

/// One connection to one database, blocking.
///
/// The atomic unit, not `begin` and `commit`, is the contract: see [`Atom`].
pub trait Driver {
    /// The engine. `Migrations<D>` run only on a driver whose dialect is `D`.
    type Dialect: Dialect;

    /// What this engine, in this version, can do.
    fn facts(&self) -> &Facts;

    /// The names of the history's tables.
    fn tables(&self) -> &Tables;

    /// Reads what a start needs to know of the set's history, in one read and without writing.
    /// `None` when there is no history yet.
    ///
    /// # Errors
    /// When the database cannot be read, or its history was made by something else.
    fn history(&mut self, set: &str, patience: Patience<'_>) -> Result<Option<History>>;

    /// Reads the set's whole history rows, in ascending order of versions, without writing.
    ///
    /// # Errors
    /// As [`history`](Self::history).
    fn rows(&mut self, set: &str, patience: Patience<'_>) -> Result<Vec<Applied>>;

    /// Reads the texts that the row of a version keeps, without writing. `None` when there is no
    /// such row.
    ///
    /// # Errors
    /// As [`history`](Self::history).
    fn texts(
        &mut self,
        set: &str,
        version: Version,
        patience: Patience<'_>,
    ) -> Result<Option<Texts>>;

    /// Reads the last lines of the set's log, newest first, without writing.
    ///
    /// # Errors
    /// As [`history`](Self::history).
    fn log(&mut self, set: &str, query: &LogQuery, patience: Patience<'_>)
    -> Result<Vec<LogEntry>>;

    /// Measures what the set's migrations keep aside for their rollbacks, in ascending order of
    /// versions, without writing. What was discarded is left out.
    ///
    /// # Errors
    /// As [`history`](Self::history).
    fn kept(&mut self, set: &str, patience: Patience<'_>) -> Result<Vec<KeptTable>>;

    /// What the lock row says, without writing.
    ///
    /// # Errors
    /// As [`history`](Self::history).
    fn lock_row(&mut self, patience: Patience<'_>) -> Result<Lock>;

    /// The process that is writing to the database right now, where that can be told.
    fn writer(&mut self) -> Option<Writer> {
        None
    }

    /// Asks once for the lock: it is ours now, or somebody else has it.
    ///
    /// # Errors
    /// When the database cannot be written.
    fn lock(&mut self, claim: &Claim<'_>) -> Result<Lease>;

    /// Extends the lock by a lifetime from now.
    ///
    /// # Errors
    /// When it was taken over, or the database cannot be written.
    fn renew(&mut self, token: &Token, lifetime: Duration) -> Result<()>;

    /// Gives the lock back; nothing happens when it was taken over.
    ///
    /// # Errors
    /// When the database cannot be written.
    fn unlock(&mut self, token: &Token) -> Result<()>;

    /// Takes the lock away from whoever is in it, and writes that into the log: what that one still
    /// writes is refused by its token. `None` when nobody was in it.
    ///
    /// # Errors
    /// When somebody else holds it by now, or the database cannot be written.
    fn break_lock(&mut self, wish: &Eviction<'_>) -> Result<Option<Holder>>;

    /// What running the job costs: the rows and values that it would delete, counted without
    /// writing, and whether what it would bring back was discarded.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn losses(&mut self, set: &str, job: &Job<'_>) -> Result<Losses>;

    /// What running the job touches, measured without writing on the database as it is now: what
    /// other migrations change before it is not looked at. Nothing, where nobody can tell.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn risk(&mut self, job: &Job<'_>, patience: Patience<'_>) -> Result<Risk> {
        let _ = (job, patience);
        Ok(Risk::default())
    }

    /// Looks through the whole database, without writing, and says what is damaged; nothing where
    /// the engine looks after that itself.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn inspect(&mut self, patience: Patience<'_>) -> Result<Vec<String>> {
        let _ = patience;
        Ok(Vec::new())
    }

    /// How many bytes are free where the database is, where that can be told.
    fn free_space(&self) -> Option<u64> {
        None
    }

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
    /// With the end of a unit that holds the lock, the lock is given back.
    fn run(&mut self, unit: &Unit<'_>, on: &mut dyn FnMut(Progress)) -> Outcome;

    /// The SQL that [`discard`](Self::discard) sends, history writes included; none when there is
    /// nothing left to discard.
    ///
    /// # Errors
    /// When the migration keeps nothing, or the database cannot be read.
    fn discard_script(&mut self, discard: &Discard<'_>) -> Result<Vec<String>>;

    /// Deletes what a migration keeps aside, and writes into its history row that its rollback
    /// brings back the schema only: both or nothing.
    ///
    /// # Errors
    /// When the migration keeps nothing, or the database cannot be written; nothing is changed.
    fn discard(&mut self, discard: &Discard<'_>) -> Result<Discarding>;

    /// The SQL that [`amend`](Self::amend) sends.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn amend_script(&mut self, amendment: &Amendment<'_>) -> Result<Vec<String>>;

    /// Writes history rows without running anything.
    ///
    /// # Errors
    /// When the database cannot be written; nothing is changed.
    fn amend(&mut self, amendment: &Amendment<'_>) -> Result<Amending>;

    /// Direct access, for backfills and tools. `None` where the engine has no interactive access.
    fn session(&mut self) -> Option<&mut dyn Session> {
        None
    }

    /// Backups. `None` where the engine cannot copy a database while it is used.
    fn backup(&mut self) -> Option<&mut dyn Backup> {
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
