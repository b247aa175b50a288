//! Writing history rows without running anything.

use super::{Job, Lease, Patience};
use crate::history::{Level, Mark};

/// A wish to write history rows of migrations without running them: all of them, with their lines
/// of the log, or none.
#[derive(Clone, Debug)]
pub struct Amendment<'a> {
    /// The set they belong to.
    pub set: &'a str,
    /// The history as it was when this was decided: when it changed since, nothing is done.
    pub mark: Mark,
    /// Who, for the history.
    pub by: &'a str,
    /// Why, for the log.
    pub reason: Option<&'a str>,
    /// The longest to wait for the database.
    pub patience: Patience<'a>,
    /// Where the rows go.
    pub place: Place,
    /// The rows, in ascending order of versions.
    pub entries: Vec<Amend<'a>>,
}

/// Where history rows go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Into the history, which is made where there is none.
    #[default]
    History,
    /// Into a table of the history's name that something else made: it becomes the history, its
    /// other columns stay with their values, and the entries are all of its rows.
    Extended,
}

/// A row to write.
#[derive(Clone, Debug)]
pub struct Amend<'a> {
    /// The migration, as the set has it.
    pub job: Job<'a>,
    /// What becomes of its row.
    pub change: AmendChange,
    /// How much attention it deserves in the log.
    pub level: Level,
    /// What the log says about it.
    pub detail: Option<String>,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmendChange {
    /// The row of an applied migration takes the texts, and what follows from them. When it was
    /// applied, and what its rollback must know of that, stays.
    Repair,
    /// There is a row from now on: the migration was applied by something else, `at` that time by
    /// the database's clock where it is known.
    Adopt {
        /// When it was applied, in UTC.
        at: Option<String>,
        /// What its row is called in the table that is [`Extended`](Place::Extended).
        key: Option<String>,
    },
}

/// How an [`Amendment`] ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amending {
    /// The rows are written.
    Done,
    /// The history changed since it was read, and nothing was done: read it again.
    Stale,
    /// Somebody else holds the lock, and nothing was done: ask again later.
    Held(Lease),
}
