//! A type that is not there at that point.

use crate::check::Severity;
use crate::lint::rule::{Check, POSTGRES, Rule, Speaks};

/// A type that is not there at that point.
pub(crate) const RULE: Rule = Rule {
    id: "no_such_type",
    title: "names a type, or a value of an enum, that is not there at that point",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "No migration so far makes a type of that name, or adds that value to it, or it \
             was dropped or renamed since.",
    alternative: "Correct the name, or move the migration behind the one that makes the type.",
    bad: include_str!("no_such_type/bad.sql"),
    good: include_str!("no_such_type/good.sql"),
    check: Check::Refusal,
};
