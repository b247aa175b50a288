//! A collation that SQLite does not have.

use crate::check::Severity;
use crate::lint::rule::{Check, Rule, SQLITE, Speaks};

/// A collation that SQLite does not have.
pub(crate) const RULE: Rule = Rule {
    id: "no_such_collation",
    title: "uses a collation that SQLite does not have",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "SQLite has `BINARY`, `NOCASE` and `RTRIM`. If the application brings another \
             one, the check has to know; if not, the statement fails on every database.",
    alternative: "Declare collations of the application on the set: `collations(german)`. Others \
             are misspelt.",
    bad: include_str!("no_such_collation/bad.sql"),
    good: include_str!("no_such_collation/good.sql"),
    check: Check::Refusal,
};
