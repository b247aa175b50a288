//! What a run says while it works.

use std::path::PathBuf;
use std::time::Duration;

use migrate_codegen::{Direction, Version};
use serde::Serialize;

/// What a run says while it works. Text, progress bars and JSON are listeners.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "event")]
pub enum Event {
    /// There is something to do.
    Started {
        /// Which way.
        direction: Direction,
        /// How many migrations.
        migrations: usize,
        /// How many statements they have.
        statements: usize,
    },
    /// The database is backed up, before anything changes.
    BackedUp {
        /// Where.
        file: PathBuf,
    },
    /// A migration begins.
    MigrationStarted {
        /// Which way.
        direction: Direction,
        /// Its version.
        version: Version,
        /// Its name.
        name: &'static str,
        /// How many statements it has.
        statements: usize,
    },
    /// A statement ran. It stays only if its migration commits.
    StatementDone {
        /// The migration.
        version: Version,
        /// How many of its statements ran.
        done: usize,
        /// How many it has.
        total: usize,
    },
    /// A batch of a backfill is committed. It stays, whatever becomes of the rest.
    RowsDone {
        /// The migration.
        version: Version,
        /// How many rows are done, by earlier runs too.
        done: u64,
        /// How many rows there were when the walk over them began.
        total: u64,
        /// How long the rest takes at the pace so far, when that can be told.
        left: Option<Duration>,
    },
    /// A migration is committed.
    MigrationDone {
        /// Which way.
        direction: Direction,
        /// Its version.
        version: Version,
        /// Its name.
        name: &'static str,
        /// How long it took, in milliseconds.
        milliseconds: i64,
    },
    /// Another process holds the database.
    Waiting {
        /// For how long so far.
        waited: Duration,
        /// Who it is, when it is known.
        holder: Option<String>,
        /// Since when it holds the lock, by the database's clock, when it is known.
        since: Option<String>,
    },
    /// Everything is done.
    Finished {
        /// How many migrations this run applied or rolled back.
        migrations: usize,
    },
}
