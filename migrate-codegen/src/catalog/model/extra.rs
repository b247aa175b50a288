//! What the model has no place of its own for: it is kept as it is written.

use serde::Serialize;

use super::{Path, Sql};

/// An object that is kept as it is written: a policy, a rule, statistics, an aggregate, a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Extra {
    /// What it is, in lower case: `policy`, `operator class`.
    pub sort: &'static str,
    /// Its name and, where that takes them, its arguments.
    pub name: Sql,
    /// The table that it is about.
    pub table: Option<Path>,
    /// The statement that makes it up to the table's name; all of it where there is none.
    pub head: Sql,
    /// What stands behind the table's name.
    pub tail: Sql,
}
