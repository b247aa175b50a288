//! What a rollback would delete, and whether it may.

use std::fmt;

use serde::Serialize;

use crate::human::plural;

/// Whether a rollback may delete rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Consent {
    /// It is refused, and says what it would delete.
    #[default]
    Refuse,
    /// It deletes them.
    LoseRows,
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
        let s = plural(usize::try_from(self.rows).unwrap_or(usize::MAX));
        match &self.column {
            None => write!(f, "{} row{s} of `{}`", self.rows, self.table),
            Some(column) => write!(f, "{} value{s} of `{}.{column}`", self.rows, self.table),
        }
    }
}
