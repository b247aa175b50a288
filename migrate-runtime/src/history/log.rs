//! The log: every change of the history, in order, for ever.

use std::fmt;

use migrate_codegen::Version;
use serde::Serialize;

/// How much attention a line of the log deserves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As planned.
    Info,
    /// Done, with something to know.
    Warning,
    /// Not done.
    Error,
}

impl Level {
    /// The word that stands for it in the log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogEntry {
    /// Its number, which only grows.
    pub id: i64,
    /// When, by the database's clock, in UTC.
    pub at: String,
    /// `info`, `warning` or `error`.
    pub level: String,
    /// What happened: `created`, `applied`, `rolled back`, `failed`, ..
    pub action: String,
    /// The migration, where there is one.
    pub version: Option<Version>,
    /// Its name.
    pub name: Option<String>,
    /// How long it took, in milliseconds.
    #[serde(rename = "executionTime")]
    pub execution_ms: Option<i64>,
    /// Who.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// What else there is to say, such as the error.
    pub detail: Option<String>,
}
