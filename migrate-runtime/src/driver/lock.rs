//! The lock row: who migrates this database, and until when.

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

/// The answer to a [`Claim`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "lease")]
pub enum Lease {
    /// The lock is ours.
    Mine(Token),
    /// Somebody else has it.
    Held {
        /// Who.
        by: String,
        /// On which machine.
        host: String,
        /// In which process.
        pid: i64,
        /// Why.
        reason: Option<String>,
        /// Since when, by the database's clock.
        since: String,
        /// Until when, unless renewed, by the database's clock.
        until: String,
    },
}

/// Proof of holding the lock: a number that grows with each holder, so that a late write of an
/// earlier holder is recognised and refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Token(pub(crate) i64);
