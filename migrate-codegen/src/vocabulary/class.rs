//! What a rollback brings back.

use std::fmt;
use std::str::FromStr;

/// What comes back when a migration is rolled back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum RollbackClass {
    /// Schema and rows, as they were.
    Exact,
    /// The schema; rows that the migration dropped or changed stay lost.
    SchemaOnly,
    /// Schema and rows: the rows were kept aside in the migration's own transaction.
    Preserved,
    /// What the author's own rollback does.
    Given,
    /// Nothing: there is no way back.
    Irreversible,
}

impl RollbackClass {
    /// Every class.
    pub const ALL: [Self; 5] =
        [Self::Exact, Self::SchemaOnly, Self::Preserved, Self::Given, Self::Irreversible];

    /// The word that stands for it in files, tables and JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::SchemaOnly => "schema-only",
            Self::Preserved => "preserved",
            Self::Given => "given",
            Self::Irreversible => "irreversible",
        }
    }

    /// Whether there is a rollback at all.
    #[must_use]
    pub const fn is_reversible(self) -> bool {
        !matches!(self, Self::Irreversible)
    }
}

impl fmt::Display for RollbackClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RollbackClass {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|class| class.as_str() == text).ok_or(())
    }
}
