//! An index that is not there at that point.

use crate::check::Severity;
use crate::lint::rule::{Check, JUDGED, Rule, Speaks};

/// An index that is not there at that point.
pub(crate) const RULE: Rule = Rule {
    id: "no_such_index",
    title: "drops an index that is not there at that point",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: JUDGED,
    reason: "No migration so far makes an index of that name, or it went with its table: \
             dropping a table drops its indexes too, and so does a rebuild.",
    alternative: "Correct the name, or leave the statement out.",
    bad: include_str!("no_such_index/bad.sql"),
    good: include_str!("no_such_index/good.sql"),
    check: Check::Refusal,
};
