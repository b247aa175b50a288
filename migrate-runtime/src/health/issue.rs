//! What is wrong with a database, as a value.

use migrate_codegen::Version;
use serde::Serialize;

use super::unreachable;
use crate::error::Error;
use crate::history::Level;
use crate::report::Stats;

/// Whether a database is well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// The set.
    pub name: String,
    /// Whether no issue is an error.
    pub healthy: bool,
    /// What is wrong, or worth a word; errors first.
    pub issues: Vec<Issue>,
    /// The numbers; `None` when they cannot be read.
    pub stats: Option<Stats>,
}

/// What is wrong with a database, or worth a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Issue {
    /// What it is about.
    pub kind: IssueKind,
    /// How bad it is.
    pub severity: Level,
    /// The migration, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// What is wrong.
    pub message: String,
    /// What to do about it, where something is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<String>,
}

/// What an [`Issue`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum IssueKind {
    /// The database cannot be opened or read.
    Unreachable,
    /// The set and the history contradict each other, or the history says nonsense.
    Conflict,
    /// A migration failed, and is not applied since.
    Failed,
    /// A migration was begun, is half done, and nobody works at it.
    Stuck,
    /// The schema is not the one that the migrations make.
    Drift,
    /// A lock whose holder is gone, or did not renew it.
    StaleLock,
    /// Migrations fail often.
    FailureRate,
    /// A migration of the last run took long.
    Slow,
    /// Somebody migrates the database right now, or writes to it and lets nobody read.
    Migrating,
}

impl Health {
    pub(crate) fn new(name: &str, mut issues: Vec<Issue>, stats: Option<Stats>) -> Self {
        issues.sort_by_key(|issue| std::cmp::Reverse(issue.severity));
        let healthy = issues.iter().all(|issue| issue.severity != Level::Error);
        Self { name: name.to_owned(), healthy, issues, stats }
    }

    /// That of a database which cannot even be opened.
    #[must_use]
    pub fn unreachable(name: &str, error: &Error) -> Self {
        Self::new(name, vec![unreachable(error)], None)
    }
}

impl Issue {
    pub(super) fn new(kind: IssueKind, severity: Level, message: impl Into<String>) -> Self {
        Self { kind, severity, version: None, message: message.into(), recommendation: None }
    }

    pub(super) fn of(self, version: Version) -> Self {
        Self { version: Some(version), ..self }
    }

    pub(super) fn recommend(self, text: impl Into<String>) -> Self {
        Self { recommendation: Some(text.into()), ..self }
    }
}
