//! A foreign key whose columns have no index.

use crate::check::Severity;
use crate::lint::rule::{Check, Rule, SQLITE, Speaks};

/// A foreign key whose columns have no index.
pub(crate) const RULE: Rule = Rule {
    id: "foreign_key_without_index",
    title: "a foreign key whose columns have no index",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: SQLITE,
    reason: "When a row of the parent is deleted or its key changes, the engine looks for the \
             rows that point at it. Without an index on these columns it reads the whole child \
             table, for each such row; so does every join from the parent.",
    alternative: "Create an index that begins with the columns of the foreign key.",
    bad: include_str!("foreign_key_without_index/bad.sql"),
    good: include_str!("foreign_key_without_index/good.sql"),
    check: Check::Judge,
};
