//! A view that is not there at that point.

use crate::check::Severity;
use crate::lint::rule::{Check, JUDGED, Rule, Speaks};

/// A view that is not there at that point.
pub(crate) const RULE: Rule = Rule {
    id: "no_such_view",
    title: "drops a view that is not there at that point",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: JUDGED,
    reason: "No migration so far makes a view of that name, or it was dropped before.",
    alternative: "Correct the name, or leave the statement out. A table is dropped with `DROP \
             TABLE`.",
    bad: include_str!("no_such_view/bad.sql"),
    good: include_str!("no_such_view/good.sql"),
    check: Check::Refusal,
};
