//! What was taken over.

use migrate_codegen::Version;
use serde::Serialize;

/// What was recorded as applied without running it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Adopted {
    /// The set.
    pub set: String,
    /// What said which migrations are applied: a tool, `schema`, or `baseline`.
    pub from: String,
    /// The migrations, oldest first. Those that the history had already are left out.
    pub migrations: Vec<AdoptedLine>,
    /// What did not fit, where that was overruled.
    pub differences: Vec<String>,
}

/// A migration that was recorded as applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdoptedLine {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// When it was applied, in UTC, where the ledger says so.
    pub applied_at: Option<String>,
    /// Whether its text was found to be what was applied.
    pub text: TextCheck,
}

/// Whether a migration's text was found to be what was applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TextCheck {
    /// Its checksum is the one in the ledger.
    Same,
    /// It is not, and that was overruled.
    Other,
    /// Nothing says; its schema was compared.
    Unknown,
}
