//! How a migration is run: which way, in a transaction or not, with which foreign-key setting.

use std::fmt;

/// Which way a migration runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Direction {
    /// Apply it.
    Up,
    /// Roll it back.
    Down,
}

impl Direction {
    /// `up` or `down`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether a migration's statements run in one transaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Transactional {
    /// All statements and the history row commit together.
    #[default]
    Yes,
    /// Each statement alone, recorded one by one: `transaction = false`.
    No,
}

/// What happens to SQLite's `foreign_keys` setting while a migration runs.
///
/// Dropping a table that others reference deletes or nulls their rows (`ON DELETE CASCADE`,
/// `SET NULL`) as long as the setting is on, and it cannot be changed inside a transaction
/// (<https://www.sqlite.org/lang_altertable.html#otheralter>).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum ForeignKeys {
    /// The application's own setting stays.
    #[default]
    Keep,
    /// Off before `BEGIN`, checked before `COMMIT`, restored afterwards.
    Suspend,
}
