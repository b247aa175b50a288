//! How running a unit ended, and what can be watched meanwhile.

use std::time::Duration;

use super::{Lease, Writer};
use crate::error::Error;
use crate::history::Mark;

/// How running a unit ended.
#[derive(Debug)]
pub enum Outcome {
    /// All of it stays.
    Committed(Committed),
    /// The history changed since it was read, and nothing was done: read it again.
    Stale,
    /// Somebody else holds the lock, and nothing was done: ask again later.
    Held(Lease),
    /// Nothing of it stays.
    RolledBack {
        /// The job that failed, counted from 0.
        at: usize,
        /// Why.
        error: Error,
    },
    /// Its first statements stay, and are recorded; running the unit again goes on behind them.
    Partial {
        /// How many statements stay.
        done: usize,
        /// Why it stopped.
        error: Error,
    },
    /// Nobody knows: read the history again.
    Unknown(Error),
}

/// A unit that was committed.
#[derive(Clone, Debug, Default)]
pub struct Committed {
    /// The history's mark after it.
    pub mark: Mark,
    /// The batch that the history shows for it.
    pub batch: i64,
    /// What each job did, in the unit's order.
    pub jobs: Vec<Ran>,
    /// What to tell people, such as broken references that were there before.
    pub warnings: Vec<String>,
}

/// What one job did.
#[derive(Clone, Debug, Default)]
pub struct Ran {
    /// Its time, in milliseconds.
    pub milliseconds: i64,
    /// How many statements ran.
    pub statements: usize,
    /// What its `IF NOT EXISTS` found instead of creating it, or what its rollback kept because
    /// of that.
    pub kept: Vec<String>,
}

/// What happens while a unit runs.
#[derive(Clone, Debug)]
pub enum Progress {
    /// Another connection holds the database.
    Waiting {
        /// For how long so far.
        waited: Duration,
        /// Which process, where that can be told.
        writer: Option<Writer>,
    },
    /// A job begins.
    Started {
        /// The job, counted from 0.
        job: usize,
    },
    /// A statement of a job is done.
    Statement {
        /// The job, counted from 0.
        job: usize,
        /// How many of its statements are done.
        done: usize,
        /// How many it has.
        total: usize,
    },
    /// A batch of a backfill is committed.
    Rows {
        /// The job, counted from 0.
        job: usize,
        /// How many rows are done, by earlier runs too.
        done: u64,
        /// How many rows there were when the walk over them began.
        total: u64,
        /// How long the rest takes at the pace so far; `None` at the end.
        left: Option<Duration>,
    },
}
