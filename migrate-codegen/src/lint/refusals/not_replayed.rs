//! A change of the schema that does not come to an end.

use crate::check::Severity;
use crate::lint::rule::{Check, Rule, SQLITE, Speaks};

/// A change of the schema that does not come to an end.
pub(crate) const RULE: Rule = Rule {
    id: "not_replayed",
    title: "a change of the schema that does not come to an end within the budget of the check",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "The history is replayed while the crate is compiled, with a budget of time and \
             space for each statement. This one uses it up, so what it makes is not known, \
             and the rest of the history is read only, not judged by the engine.",
    alternative: "Look whether it ends at all: a recursive query needs a condition that stops \
             it. Rows beyond counting belong into a step in Rust, which works in batches.",
    bad: include_str!("not_replayed/bad.sql"),
    good: include_str!("not_replayed/good.sql"),
    check: Check::Refusal,
};
