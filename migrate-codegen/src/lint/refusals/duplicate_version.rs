//! A version that is there twice.

use crate::check::Severity;
use crate::lint::rule::{Check, EVERYWHERE, Rule, Speaks};

/// A version that is there twice.
pub(crate) const RULE: Rule = Rule {
    id: "duplicate_version",
    title: "a version that is there twice",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "A version says which migration a database has. Two migrations of one version \
             cannot be told apart: the second would never run. It happens when two branches \
             that add a migration are merged.",
    alternative: "Give one of them the next free version. If neither was applied anywhere yet, \
             it does not matter which one.",
    bad: include_str!("duplicate_version/bad.sql"),
    good: include_str!("duplicate_version/good.sql"),
    check: Check::Structure,
};
