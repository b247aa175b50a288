//! What kind of change a migration is.

use std::fmt;
use std::str::FromStr;

/// What kind of change a migration is, as `category = ".."` says or its statements show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Category {
    /// Tables, columns, views, triggers, types.
    Schema,
    /// Rows: `INSERT`, `UPDATE`, `DELETE`, or a step in Rust.
    Data,
    /// Indexes only.
    Index,
    /// Constraints only: keys, checks, nullability.
    Constraint,
}

impl Category {
    /// Every category, in the order in which messages list them.
    pub const ALL: [Self; 4] = [Self::Schema, Self::Data, Self::Index, Self::Constraint];

    /// The word that stands for it in attributes, headers, files and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Data => "data",
            Self::Index => "index",
            Self::Constraint => "constraint",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Category {
    type Err = ParseCategoryError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|category| category.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| ParseCategoryError { text: text.to_owned() })
    }
}

/// The text names no category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseCategoryError {
    text: String,
}

impl fmt::Display for ParseCategoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a category (hint: one of `schema`, `data`, `index`, `constraint`)",
            self.text
        )
    }
}

impl std::error::Error for ParseCategoryError {}
