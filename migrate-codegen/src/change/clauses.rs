//! What a statement says beyond its headline: the tables it copies from, further clauses.

use super::cursor::Cursor;
use super::step::Step;
use crate::reader::{Kind, Statement};

/// Rows that a statement copies from tables into another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copies {
    /// The table that gets them.
    pub to: String,
    /// The tables that they come from.
    pub from: Vec<String>,
}

/// The copy that an `INSERT .. SELECT` or a `CREATE TABLE .. AS SELECT` makes.
#[must_use]
pub fn copies(step: &Step<'_>) -> Option<Copies> {
    use Kind::{CreateTable, Insert, Replace};
    let sql = step.statement.text().as_bytes();
    let may_copy = matches!(step.kind(), CreateTable | Insert | Replace)
        && sql.windows(6).any(|word| word.eq_ignore_ascii_case(b"select"));
    let from =
        may_copy.then(|| Cursor::new(step.statement.text(), step.statement.dialect()).sources())?;
    (!from.is_empty()).then(|| Copies { to: step.object().to_owned(), from })
}

/// Whether a `CREATE` has `OR REPLACE`.
#[must_use]
pub fn replaces(statement: &Statement) -> bool {
    Cursor::new(statement.text(), statement.dialect()).take(&["create", "or", "replace"])
}

/// Whether an `ALTER` or a `DROP` does several things at once: it has a comma outside parentheses.
#[must_use]
pub fn has_more_clauses(statement: &Statement) -> bool {
    let mut cursor = Cursor::new(statement.text(), statement.dialect());
    while cursor.peek().is_some() {
        if cursor.sees_symbol(',') {
            return statement.kind.is_alter() || statement.kind.is_drop();
        }
        if cursor.parentheses().is_none() {
            cursor.next();
        }
    }
    false
}
