//! A database that is not attached.

use crate::check::Severity;
use crate::lint::rule::{Check, Rule, SQLITE, Speaks};

/// A database that is not attached.
pub(crate) const RULE: Rule = Rule {
    id: "no_such_database",
    title: "names a database that is not attached",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "What stands before the dot is the database as the connection calls it: `main`, \
             `temp`, or the name that it was attached under. Migrations run on one \
             database, and nothing is attached.",
    alternative: "Leave the word and the dot out.",
    bad: include_str!("no_such_database/bad.sql"),
    good: include_str!("no_such_database/good.sql"),
    check: Check::Refusal,
};
