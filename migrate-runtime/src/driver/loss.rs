//! What a rollback costs, and whether it may.

use std::fmt;

use serde::Serialize;

use crate::human;

/// Whether a rollback may delete rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Consent {
    /// It is refused, and says what it would cost.
    #[default]
    Refuse,
    /// It deletes them, and goes without those that were discarded: somebody said so, or has a copy.
    LoseRows,
}

/// What a rollback costs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Losses {
    /// What it would delete.
    pub deleted: Vec<Loss>,
    /// Since when the rows are gone that it would have brought back, if somebody discarded them.
    pub discarded_at: Option<String>,
}

impl Losses {
    /// Whether it costs nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.deleted.is_empty() && self.discarded_at.is_none()
    }
}

/// Rows, or the values of a column, that a rollback would delete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// The table.
    pub table: String,
    /// The column whose values go; `None` when whole rows go.
    pub column: Option<String>,
    /// How many rows, or rows with a value of their own in the column.
    pub rows: u64,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            None => f.write_str(&human::rows(self.rows, &self.table)),
            Some(column) => {
                let s = human::plural(self.rows);
                write!(f, "{} value{s} of `{}.{column}`", self.rows, self.table)
            }
        }
    }
}
