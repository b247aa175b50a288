//! The lock row: who migrates this database, and until when.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::Patience;

/// A wish for the lock.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// Who asks, for people.
    pub holder: &'a str,
    /// The machine.
    pub host: &'a str,
    /// The process.
    pub pid: u32,
    /// Why.
    pub reason: Option<&'a str>,
    /// How long the lock lives without being renewed.
    pub lifetime: Duration,
    /// The longest to wait for the database itself.
    pub patience: Patience<'a>,
}

/// A wish to take the lock away from whoever is in it.
#[derive(Clone, Copy, Debug)]
pub struct Eviction<'a> {
    /// Who wishes it, for the log.
    pub by: &'a str,
    /// Why, for the log.
    pub reason: Option<&'a str>,
    /// The holder's number, as [`Lock::token`] told it: a later holder stays. `None` for whoever it
    /// is.
    pub token: Option<i64>,
    /// The longest to wait for the database.
    pub patience: Patience<'a>,
}

/// The answer to a [`Claim`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "lease")]
pub enum Lease {
    /// The lock is ours.
    Mine(Token),
    /// Somebody else has it.
    Held(Holder),
}

/// Who holds a lock, or held it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Holder {
    /// Who.
    pub by: String,
    /// On which machine.
    pub host: String,
    /// In which process.
    pub pid: i64,
    /// Why.
    pub reason: Option<String>,
    /// Since when, by the database's clock.
    pub since: String,
    /// Until when, unless renewed, by the database's clock.
    pub until: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (process {} on {})", self.by, self.pid, self.host)
    }
}

/// What the lock row says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Lock {
    /// What that means.
    pub state: LockState,
    /// Who is in it.
    pub holder: Option<Holder>,
    /// The number of the last holder: each one's is higher, and what an earlier one still writes is
    /// refused.
    pub token: i64,
}

impl Lock {
    /// Who keeps others out.
    #[must_use]
    pub fn keeper(&self) -> Option<&Holder> {
        self.holder.as_ref().filter(|_| self.state == LockState::Held)
    }
}

/// What a lock row means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum LockState {
    /// Nobody holds it.
    #[default]
    Free,
    /// Its holder keeps others out.
    Held,
    /// Its holder did not renew it in time, or it says no time that makes sense: the next one takes
    /// it over.
    Expired,
    /// Its holder's process is gone: the next one takes it over.
    Abandoned,
}

/// Proof of holding the lock: a number that grows with each holder, so that a late write of an
/// earlier holder is recognised and refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Token(pub(crate) i64);

/// A process that is writing to the database right now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Writer {
    /// The process.
    pub pid: u32,
    /// Its program, where the system tells.
    pub program: Option<String>,
}

impl fmt::Display for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {}", self.pid)?;
        match &self.program {
            Some(program) => write!(f, " (`{program}`)"),
            None => Ok(()),
        }
    }
}
