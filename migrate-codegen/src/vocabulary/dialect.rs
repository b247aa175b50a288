//! The SQL that a set of migrations is written in.

use std::fmt;
use std::str::FromStr;

/// The SQL that a set of migrations is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Dialect {
    /// SQLite, as a file or in memory.
    Sqlite,
    /// Cloudflare D1: SQLite behind HTTP, without interactive transactions.
    D1,
    /// PostgreSQL.
    Postgres,
    /// DuckDB.
    DuckDb,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 4] = [Self::Sqlite, Self::D1, Self::Postgres, Self::DuckDb];

    /// The word that stands for it on the command line and in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::D1 => "d1",
            Self::Postgres => "postgres",
            Self::DuckDb => "duckdb",
        }
    }

    /// Whether its text is read by SQLite's rules: SQLite itself and D1.
    #[must_use]
    pub const fn is_sqlite(self) -> bool {
        matches!(self, Self::Sqlite | Self::D1)
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Dialect {
    type Err = ParseDialectError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|dialect| dialect.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| ParseDialectError { text: text.to_owned() })
    }
}

/// The text names no dialect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseDialectError {
    text: String,
}

impl fmt::Display for ParseDialectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a dialect (hint: one of `sqlite`, `d1`, `postgres`, `duckdb`)",
            self.text
        )
    }
}

impl std::error::Error for ParseDialectError {}
