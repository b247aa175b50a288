//! A whole row of the history.

use std::fmt;

use migrate_codegen::{Footprint, Version};
use serde::Serialize;

/// How far a migration is, as the history says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "snake_case")]
pub enum RowStatus {
    /// Begun outside a transaction; some statements are done.
    Running,
    /// Applied.
    Applied,
    /// Stopped outside a transaction; some statements are done.
    Failed,
    /// Applied; its rollback began outside a transaction, and did not end.
    RollingBack,
    /// Applied once, and rolled back since.
    #[cfg_attr(feature = "cli", value(alias = "rolled_back"))]
    RolledBack,
}

impl RowStatus {
    /// Every status.
    pub const ALL: [Self; 5] =
        [Self::Running, Self::Applied, Self::Failed, Self::RollingBack, Self::RolledBack];

    /// The word that stands for it in the history.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Applied => "applied",
            Self::Failed => "failed",
            Self::RollingBack => "rolling_back",
            Self::RolledBack => "rolled_back",
        }
    }

    /// The status that a word of the history stands for.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

impl fmt::Display for RowStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which rows of the history are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Those with this status only.
    pub status: Option<RowStatus>,
    /// How many of the last ones are left out.
    pub skip: usize,
    /// How many there are at most: the last ones of the others.
    pub limit: Option<usize>,
}

/// A whole row of the history: one migration that ran.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Applied {
    /// The migration.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// How far it is.
    pub status: RowStatus,
    /// The checksum that it had when it ran.
    pub checksum: String,
    /// Its kind of change.
    pub category: String,
    /// The run that applied it, counted from 1.
    pub batch: i64,
    /// When it was applied, by the database's clock, in UTC.
    pub applied_at: Option<String>,
    /// When it was rolled back.
    pub rolled_back_at: Option<String>,
    /// How long it took, in milliseconds.
    #[serde(rename = "executionTime")]
    pub execution_ms: Option<i64>,
    /// How many of its statements are done, or of those of its rollback once that began outside a
    /// transaction.
    pub statements_done: i64,
    /// How many statements it, or that rollback, has.
    pub statements_total: i64,
    /// Whether it can be rolled back.
    pub reversible: bool,
    /// What a rollback brings back, as [`RollbackClass`](crate::RollbackClass) names it.
    pub rollback_class: String,
    /// The versions that it needs.
    pub depends_on: Vec<Version>,
    /// What it touched, as the program that applied it knew; `None` where that did not know.
    pub footprint: Option<Footprint>,
    /// Who applied it.
    pub applied_by: Option<String>,
    /// Why it stopped.
    pub error: Option<String>,
    /// Its documentation.
    pub description: String,
    /// The text that rolls it back, as it was when it was applied.
    #[serde(skip)]
    pub down: Option<String>,
}
