//! `ROLLBACK` inside a migration.

use crate::check::Severity;
use crate::lint::rule::{Check, EVERYWHERE, Rule, Speaks};

/// `ROLLBACK` inside a migration.
pub(crate) const RULE: Rule = Rule {
    id: "rollback",
    title: "`ROLLBACK` inside a migration",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "The runner brings the transaction. A `ROLLBACK` would undo it, and with it the \
             row that records the migration: it would run again and again.",
    alternative: "Leave it out. What takes a migration back stands in its down, and a failure \
             rolls back by itself.",
    bad: include_str!("rollback/bad.sql"),
    good: include_str!("rollback/good.sql"),
    check: Check::Structure,
};
