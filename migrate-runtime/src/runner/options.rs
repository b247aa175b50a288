//! How a run behaves.

use std::time::Duration;

use crate::driver::{Cancel, Consent, Patience};

/// How a run behaves. The default is what `up` without flags does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What commits together.
    pub grouping: Grouping,
    /// Whether a rollback may delete rows.
    pub consent: Consent,
    /// Why, for the log.
    pub reason: Option<String>,
    /// Who, for the history; the user and the machine when it is not given.
    pub by: Option<String>,
    /// The longest to wait for another process.
    pub lock_timeout: Duration,
    /// What ends the run early, if anything does.
    pub cancel: Option<Cancel>,
}

impl Options {
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

impl Default for Options {
    fn default() -> Self {
        Self {
            grouping: Grouping::default(),
            consent: Consent::default(),
            reason: None,
            by: None,
            lock_timeout: Duration::from_secs(5 * 60),
            cancel: None,
        }
    }
}
