//! A table that is not there at that point.

use crate::check::Severity;
use crate::lint::rule::{Check, JUDGED, Rule, Speaks};

/// A table that is not there at that point.
pub(crate) const RULE: Rule = Rule {
    id: "no_such_table",
    title: "names a table that is not there at that point",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: JUDGED,
    reason: "Neither an earlier migration nor an earlier statement of this one makes a \
             table of that name, or it was dropped or renamed since. The history is \
             replayed in order: what a later migration makes does not count.",
    alternative: "Correct the name, or move the migration behind the one that makes the table. \
             In SQLite a foreign key may name a table that is made later; at the end of the \
             history it has to be there.",
    bad: include_str!("no_such_table/bad.sql"),
    good: include_str!("no_such_table/good.sql"),
    check: Check::Refusal,
};
