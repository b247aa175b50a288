//! A statement that fails on rows that earlier migrations wrote.

use crate::check::Severity;
use crate::lint::rule::{Check, Rule, SQLITE, Speaks};

/// A statement that fails on rows that earlier migrations wrote.
pub(crate) const RULE: Rule = Rule {
    id: "fails_on_data",
    title: "fails on rows, not on the schema",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "In the replay the statement fails because of rows: a value that is there twice, a \
             null, a reference to nothing. The schema is fine, and another database may have \
             other rows, so this is no refusal; but every database that has only what the \
             migrations themselves wrote fails there.",
    alternative: "Change the rows first, in the same migration: remove the doubles, fill the nulls.",
    bad: include_str!("fails_on_data/bad.sql"),
    good: include_str!("fails_on_data/good.sql"),
    check: Check::Judge,
};
