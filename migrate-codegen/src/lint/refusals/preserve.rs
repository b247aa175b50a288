//! `preserve` where nothing can be kept.

use crate::check::Severity;
use crate::lint::rule::{Check, EVERYWHERE, Rule, Speaks};

/// `preserve` where nothing can be kept.
pub(crate) const RULE: Rule = Rule {
    id: "preserve",
    title: "`preserve` where it cannot be kept",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "`preserve` promises that the rows that a migration drops or overwrites come \
             back on rollback, by their key. That is possible for SQL on SQLite, D1 and PostgreSQL, in \
             a transaction, for tables with a key, and for a rollback that is inferred. \
             Here one of these is missing, and a promise is never ignored.",
    alternative: "Do what the message says: write the rollback instead, remove the key that \
             contradicts it, or give the table a key first.",
    bad: include_str!("preserve/bad.sql"),
    good: include_str!("preserve/good.sql"),
    check: Check::Structure,
};
