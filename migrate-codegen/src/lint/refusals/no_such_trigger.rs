//! A trigger that is not there at that point.

use crate::check::Severity;
use crate::lint::rule::{Check, JUDGED, Rule, Speaks};

/// A trigger that is not there at that point.
pub(crate) const RULE: Rule = Rule {
    id: "no_such_trigger",
    title: "drops a trigger that is not there at that point",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: JUDGED,
    reason: "No migration so far makes a trigger of that name, or it went with its table: \
             dropping a table drops its triggers too, and so does a rebuild.",
    alternative: "Correct the name, or leave the statement out.",
    bad: include_str!("no_such_trigger/bad.sql"),
    good: include_str!("no_such_trigger/good.sql"),
    check: Check::Refusal,
};
