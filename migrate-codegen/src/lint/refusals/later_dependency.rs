//! A dependency that runs later.

use crate::check::Severity;
use crate::lint::rule::{Check, EVERYWHERE, Rule, Speaks};

/// A dependency that runs later.
pub(crate) const RULE: Rule = Rule {
    id: "later_dependency",
    title: "depends on a migration that runs later",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "Migrations run in the order of their versions. One that is declared to need a \
             later one could never run.",
    alternative: "Give it a version above the one that it needs, or leave the dependency out.",
    bad: include_str!("later_dependency/bad.sql"),
    good: include_str!("later_dependency/good.sql"),
    check: Check::Structure,
};
