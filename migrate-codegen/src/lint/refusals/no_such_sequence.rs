//! A sequence that is not there at that point.

use crate::check::Severity;
use crate::lint::rule::{Check, POSTGRES, Rule, Speaks};

/// A sequence that is not there at that point.
pub(crate) const RULE: Rule = Rule {
    id: "no_such_sequence",
    title: "names a sequence that is not there at that point",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "No migration so far makes a sequence of that name, or it went with the column \
             that owns it.",
    alternative: "Correct the name: the sequence of a `serial` column is called `orders_id_seq`.",
    bad: include_str!("no_such_sequence/bad.sql"),
    good: include_str!("no_such_sequence/good.sql"),
    check: Check::Refusal,
};
