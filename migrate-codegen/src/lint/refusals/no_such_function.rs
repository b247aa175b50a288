//! Calls a function that SQLite does not have.

use crate::check::Severity;
use crate::lint::rule::{Check, Rule, SQLITE, Speaks};

/// Calls a function that SQLite does not have.
pub(crate) const RULE: Rule = Rule {
    id: "no_such_function",
    title: "calls a function that SQLite does not have",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "The engine has no function of this name. If the application brings it, the check has \
             to know; if not, the migration fails on every database.",
    alternative: "Declare functions of the application on the set: `functions(normalize(1))`. Others \
             are misspelt, or come from another engine.",
    bad: include_str!("no_such_function/bad.sql"),
    good: include_str!("no_such_function/good.sql"),
    check: Check::Refusal,
};
