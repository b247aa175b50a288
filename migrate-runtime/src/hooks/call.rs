//! What a hook is told.

use std::fmt;
use std::time::Duration;

use migrate_codegen::{Direction, Version};
use serde::Serialize;

use crate::error::Error;
use crate::report::Report;

/// What a hook is told.
#[derive(Clone, Copy, Debug)]
pub struct Call<'c> {
    /// Which moment it is.
    pub moment: Moment<'c>,
    /// Whether anything changes.
    pub mode: Mode,
    /// The set.
    pub set: &'c str,
    /// Where the database is, for people.
    pub database: &'c str,
    /// Which way the run goes.
    pub direction: Direction,
    /// The migration, where the moment is about one.
    pub migration: Option<About<'c>>,
    /// How often the migration, or its run, is tried, this time included: from 1.
    pub attempt: u32,
    /// How many migrations the run has.
    pub migrations: usize,
    /// How long the run takes so far.
    pub elapsed: Duration,
    /// Who runs it.
    pub by: &'c str,
    /// Why, where somebody said so.
    pub reason: Option<&'c str>,
}

/// The moments at which hooks are called.
#[derive(Clone, Copy, Debug)]
pub enum Moment<'c> {
    /// Something is to be done, and nothing is begun.
    BeforeRun,
    /// The next migration, and nothing of it is begun.
    BeforeMigration,
    /// The migration is committed.
    AfterMigration {
        /// How long it took.
        took: Duration,
    },
    /// Everything is done.
    AfterRun {
        /// What was done.
        report: &'c Report,
    },
    /// The run ends without having done everything, or was refused before it began.
    Failed {
        /// Why; what was done before is its [`report`](Error::report).
        error: &'c Error,
    },
}

/// Whether anything changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// It does.
    Real,
    /// The SQL is printed, and nothing changes.
    DryRun,
}

/// The migration that a moment is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct About<'c> {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: &'c str,
}

impl Moment<'_> {
    /// Whether a failure of the hook ends the run.
    #[must_use]
    pub const fn can_veto(&self) -> bool {
        matches!(self, Self::BeforeRun | Self::BeforeMigration)
    }
}

impl Call<'_> {
    /// ``the run``, ``migration 3 `orders` ``
    pub(crate) fn subject(&self) -> String {
        let rollback = match self.direction {
            Direction::Up => "",
            Direction::Down => "the rollback of ",
        };
        match self.migration {
            Some(About { version, name }) => format!("{rollback}migration {version} `{name}`"),
            None => "the run".to_owned(),
        }
    }
}

/// ``before migration 3 `orders` ``, `after the run`
impl fmt::Display for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.moment {
            Moment::BeforeRun | Moment::BeforeMigration => write!(f, "before {}", self.subject()),
            Moment::AfterMigration { .. } | Moment::AfterRun { .. } => {
                write!(f, "after {}", self.subject())
            }
            Moment::Failed { .. } => f.write_str("after the run had failed"),
        }
    }
}
