//! A string in double quotes.

use crate::check::Severity;
use crate::lint::rule::{Check, Rule, SQLITE, Speaks};

/// A string in double quotes.
pub(crate) const RULE: Rule = Rule {
    id: "double_quoted_string",
    title: "a string in double quotes",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "Double quotes are for names. Where there is no such name, SQLite takes the word for \
             a string, as a favour to old programs: a misspelt column becomes a constant, and the \
             statement passes. Builds of SQLite that do without the favour refuse it.",
    alternative: "Write strings in single quotes.",
    bad: include_str!("double_quoted_string/bad.sql"),
    good: include_str!("double_quoted_string/good.sql"),
    check: Check::Judge,
};
