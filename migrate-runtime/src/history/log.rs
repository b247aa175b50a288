//! The log: every change of the history, in order, for ever.

use std::fmt;

use migrate_codegen::Version;
use serde::Serialize;

/// How much attention a line of the log deserves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As planned.
    Info,
    /// Done, with something to know.
    #[cfg_attr(feature = "cli", value(alias = "warn"))]
    Warning,
    /// Not done.
    Error,
}

impl Level {
    /// Every level, the least first.
    pub const ALL: [Self; 3] = [Self::Info, Self::Warning, Self::Error];

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

/// Which lines of the log are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogQuery {
    /// The level that a line has at least.
    pub least: Level,
    /// How many lines: the last ones.
    pub limit: usize,
}

impl LogQuery {
    /// Every line.
    pub const ALL: Self = Self { least: Level::Info, limit: usize::MAX };
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
