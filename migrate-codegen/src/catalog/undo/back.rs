//! How one statement is undone, or why it cannot be.

use std::fmt;

use super::super::model::{Ident, Path};
use super::super::render::Unwritten;

/// How one statement is undone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Undo {
    /// What to run, in this order.
    pub(crate) statements: Vec<String>,
    /// What does not come back.
    pub(crate) lost: Vec<Lost>,
}

/// What a rollback does not bring back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// The rows of a table that is made again.
    Rows(Path),
    /// The values of a column that is added again.
    Values(Path, Ident),
    /// Where a column stood among the others.
    Place(Path, Ident),
    /// Values that the way through another type changes.
    Converted { table: Path, column: Ident, old: String, new: String },
    /// The last number that a sequence gave.
    LastNumber(Path),
    /// That the extension was not there, which nobody can tell.
    NoExtension(Ident),
}

impl Lost {
    /// Whether rows or values do not come back.
    pub(crate) fn is_of_rows(&self) -> bool {
        matches!(self, Self::Rows(_) | Self::Values(..) | Self::Converted { .. })
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows(table) => write!(f, "the rows of `{table}`"),
            Self::Values(table, column) => write!(f, "the values of `{table}.{column}`"),
            Self::Place(table, column) => {
                write!(f, "the place of `{table}.{column}` among the columns")
            }
            Self::Converted { table, column, old, new } => {
                write!(
                    f,
                    "the values of `{table}.{column}` that differ between `{old}` and `{new}`"
                )
            }
            Self::LastNumber(sequence) => write!(f, "the last number of `{sequence}`"),
            Self::NoExtension(own) => write!(f, "schemas without the extension `{own}`"),
        }
    }
}

/// Why a statement cannot be undone, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cannot {
    pub(crate) why: String,
    /// `None` where nothing more precise can be said than to write the rollback by hand.
    pub(crate) write: Option<String>,
}

impl Undo {
    /// Nothing has to be done.
    pub(super) fn nothing() -> Self {
        Self::default()
    }

    pub(super) fn one(statement: String) -> Self {
        Self { statements: vec![statement], lost: Vec::new() }
    }
}

impl Cannot {
    pub(super) fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), write: None }
    }

    pub(super) fn but(why: impl Into<String>, write: impl Into<String>) -> Self {
        Self { why: why.into(), write: Some(write.into()) }
    }

    /// Nobody knows what had this name.
    pub(super) fn doubtful(name: &impl ToString) -> Self {
        Self::new(format!(
            "what `{}` was is not certain: a statement that cannot be read may have made or changed it",
            name.to_string()
        ))
    }
}

impl From<Unwritten> for Cannot {
    fn from(unwritten: Unwritten) -> Self {
        Self::new(format!("the {unwritten}"))
    }
}
