//! Deleting what a migration keeps aside for its rollback.

use migrate_codegen::Version;

use super::{Lease, Patience};
use crate::history::{KeptTable, Mark};

/// A wish to delete what a migration keeps aside: its tables stay, empty, and its rollback brings
/// the schema back without them.
#[derive(Clone, Copy, Debug)]
pub struct Discard<'a> {
    /// The set it belongs to.
    pub set: &'a str,
    /// The migration.
    pub version: Version,
    /// The history as it was when this was decided: when it changed since, nothing is done.
    pub mark: Mark,
    /// Who, for the log.
    pub by: &'a str,
    /// Why, for the log.
    pub reason: Option<&'a str>,
    /// The longest to wait for the database.
    pub patience: Patience<'a>,
}

/// How a [`Discard`] ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Discarding {
    /// The rows are gone.
    Done {
        /// Since when, by the database's clock, in UTC.
        at: String,
        /// What was deleted; empty when that had been done before, and nothing was written.
        tables: Vec<KeptTable>,
    },
    /// The history changed since it was read, and nothing was done: read it again.
    Stale,
    /// Somebody else holds the lock, and nothing was done: ask again later.
    Held(Lease),
}
