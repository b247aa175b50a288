//! Migrations that wait for each other.

use crate::check::Severity;
use crate::lint::rule::{Check, EVERYWHERE, Rule, Speaks};

/// Migrations that wait for each other.
pub(crate) const RULE: Rule = Rule {
    id: "cycle",
    title: "migrations that depend on each other, or on themselves",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "Of two migrations that need each other neither can be the first.",
    alternative: "Leave the dependency out of the one that runs first.",
    bad: include_str!("cycle/bad.sql"),
    good: include_str!("cycle/good.sql"),
    check: Check::Structure,
};
