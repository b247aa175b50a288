//! A name that stands for something else.

use crate::check::Severity;
use crate::lint::rule::{Check, POSTGRES, Rule, Speaks};

/// A name that stands for something else.
pub(crate) const RULE: Rule = Rule {
    id: "another_kind",
    title: "a name that stands for another kind of object",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "There is an object of that name, and it is not what the statement takes: a \
             view where a table is asked for, or an index.",
    alternative: "Use the statement for the kind that it is, such as `DROP VIEW`, or correct the \
             name.",
    bad: include_str!("another_kind/bad.sql"),
    good: include_str!("another_kind/good.sql"),
    check: Check::Refusal,
};
