//! A list that is not in order.

use crate::check::Severity;
use crate::lint::rule::{Check, EVERYWHERE, Rule, Speaks};

/// A list that is not in order.
pub(crate) const RULE: Rule = Rule {
    id: "unordered",
    title: "a list that is not in the order of its versions",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "The migrations run in the order of the list, and the list is read from top to \
             bottom by whoever reviews it. A version that stands behind a greater one would \
             run at another time than it seems.",
    alternative: "List the migrations in ascending order of their versions.",
    bad: include_str!("unordered/bad.sql"),
    good: include_str!("unordered/good.sql"),
    check: Check::Structure,
};
