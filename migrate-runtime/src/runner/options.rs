//! How a run behaves.

use std::time::Duration;

use super::Backups;
use super::author::author;
use crate::driver::{Cancel, Consent, Patience};
use crate::error::{Error, Kind, Result};
use crate::plan::{Dependents, OutOfOrder};

/// How a run behaves. The default is what `up` without flags does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What commits together.
    pub grouping: Grouping,
    /// Whether a rollback may delete rows.
    pub consent: Consent,
    /// What happens about applied migrations that the set lacks, when they are rolled back.
    pub stored: Stored,
    /// Whether applied migrations must read as they did when they were applied.
    pub checksums: Checksums,
    /// What happens to migrations that stand before applied ones, and are not named.
    pub out_of_order: OutOfOrder,
    /// What happens to applied migrations that depend on those to roll back.
    pub dependents: Dependents,
    /// What happens when a migration fails.
    pub on_failure: OnFailure,
    /// Whether each migration to apply must have a way back.
    pub rollbacks: Rollbacks,
    /// The longest that one statement may run, unless its migration says so itself.
    pub statement_timeout: Option<Duration>,
    /// The longest that the whole run may take, waiting included. The migration at work when it is
    /// over is undone.
    pub timeout: Option<Duration>,
    /// How often a migration is tried again that somebody else's lock made fail. Waiting for the
    /// database before it begins is a matter of [`lock_timeout`](Self::lock_timeout) alone.
    pub retries: u32,
    /// Why, for the log.
    pub reason: Option<String>,
    /// Who, for the history; the user and the machine when it is not given.
    pub by: Option<String>,
    /// The longest to wait for another process.
    pub lock_timeout: Duration,
    /// How long the lock of what runs outside a transaction lives without being renewed. It is
    /// renewed three times as often, so this matters after a crash only: on another machine the next
    /// run waits for so long. At most 12 hours.
    pub lease: Duration,
    /// Which runs begin with a backup, and where it goes.
    pub backups: Backups,
    /// What ends the run early, if anything does.
    pub cancel: Option<Cancel>,
}

impl Options {
    /// # Errors
    /// When two of them exclude each other.
    pub(crate) fn refuse_contradictions(&self) -> Result<()> {
        if self.on_failure == OnFailure::Stop {
            return Ok(());
        }
        let one = "continue_on_error";
        let other = match (self.grouping, self.out_of_order) {
            (Grouping::Single, _) => "single_transaction",
            (Grouping::Each, OutOfOrder::Refuse) => "out_of_order = \"refuse\"",
            (Grouping::Each, OutOfOrder::Footprint | OutOfOrder::Allow) => return Ok(()),
        };
        Err(Error::new(Kind::Contradiction { one, other }))
    }

    /// Who, for the history.
    pub(crate) fn by(&self) -> String {
        self.by.clone().unwrap_or_else(author)
    }

    /// The longest to wait for others, and what ends that early.
    #[must_use]
    pub fn patience(&self) -> Patience<'_> {
        Patience { limit: self.lock_timeout, cancel: self.cancel.as_ref() }
    }
}

/// What commits together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// Each migration with its history row.
    #[default]
    Each,
    /// All migrations of the run: if one fails, none is applied.
    Single,
}

/// What happens when a migration fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnFailure {
    /// The run ends.
    #[default]
    Stop,
    /// The run goes on with those whose order with the failed one does not matter, and fails at its
    /// end. The others are skipped, and named.
    Continue,
}

/// Whether each migration to apply must have a way back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rollbacks {
    /// It may be irreversible.
    #[default]
    Optional,
    /// An irreversible one stops the run before anything changes.
    Required,
}

/// What happens about applied migrations that the set lacks, when they are rolled back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stored {
    /// It is refused: another program applied them, and knows them better.
    #[default]
    Refuse,
    /// They are rolled back by the texts that the history keeps of them.
    Use,
}

/// Whether applied migrations must read as they did when they were applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Checksums {
    /// An edited one stops the run.
    #[default]
    Compare,
    /// An edited one is a warning.
    Ignore,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            grouping: Grouping::default(),
            consent: Consent::default(),
            stored: Stored::default(),
            checksums: Checksums::default(),
            out_of_order: OutOfOrder::default(),
            dependents: Dependents::default(),
            on_failure: OnFailure::default(),
            rollbacks: Rollbacks::default(),
            statement_timeout: None,
            timeout: None,
            retries: 3,
            reason: None,
            by: None,
            lock_timeout: Duration::from_secs(5 * 60),
            lease: Duration::from_secs(30 * 60),
            backups: Backups::default(),
            cancel: None,
        }
    }
}
