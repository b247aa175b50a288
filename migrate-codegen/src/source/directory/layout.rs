//! The tools whose directories are read.

use std::fmt;
use std::str::FromStr;

/// Whose directory it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// SQL files of this project: headers, `-- UP MIGRATION`, `.rollback.sql`.
    Migrate,
    /// refinery: `V1__x.sql`.
    Refinery,
    /// sqlx: `20250122000000_x.sql`, or `.up.sql` and `.down.sql`.
    Sqlx,
    /// diesel: a folder a migration, with `up.sql` and `down.sql`.
    Diesel,
    /// goose: `-- +goose Up` and `-- +goose Down`.
    Goose,
    /// dbmate: `-- migrate:up` and `-- migrate:down`.
    Dbmate,
    /// golang-migrate: `000001_x.up.sql` and `000001_x.down.sql`.
    GolangMigrate,
    /// wrangler, for Cloudflare D1: `0001_x.sql`.
    Wrangler,
    /// drizzle: `0000_x.sql` beside `meta/_journal.json`, or folders with `migration.sql` and
    /// `snapshot.json`.
    Drizzle,
    /// prisma: a folder a migration, with `migration.sql`.
    Prisma,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Self; 10] = [
        Self::Migrate,
        Self::Refinery,
        Self::Sqlx,
        Self::Diesel,
        Self::Goose,
        Self::Dbmate,
        Self::GolangMigrate,
        Self::Wrangler,
        Self::Drizzle,
        Self::Prisma,
    ];

    /// The word that stands for it on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Migrate => "migrate",
            Self::Refinery => "refinery",
            Self::Sqlx => "sqlx",
            Self::Diesel => "diesel",
            Self::Goose => "goose",
            Self::Dbmate => "dbmate",
            Self::GolangMigrate => "golang-migrate",
            Self::Wrangler => "wrangler",
            Self::Drizzle => "drizzle",
            Self::Prisma => "prisma",
        }
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Layout {
    type Err = ParseLayoutError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|layout| layout.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| ParseLayoutError { text: text.to_owned() })
    }
}

/// The text names no layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseLayoutError {
    text: String,
}

impl fmt::Display for ParseLayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = Layout::ALL.map(|layout| format!("`{layout}`")).join(", ");
        write!(f, "`{}` is not a layout (hint: one of {all})", self.text)
    }
}

impl std::error::Error for ParseLayoutError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        for layout in Layout::ALL {
            assert_eq!(layout.as_str().to_uppercase().parse(), Ok(layout));
        }
        let error = "flyway".parse::<Layout>().expect_err("not one of ours");
        let error = error.to_string();
        assert!(error.starts_with("`flyway` is not a layout (hint: one of `migrate`, "), "{error}");
    }
}
