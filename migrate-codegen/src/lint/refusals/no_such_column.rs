//! A column that the table does not have at that point.

use crate::check::Severity;
use crate::lint::rule::{Check, JUDGED, Rule, Speaks};

/// A column that the table does not have at that point.
pub(crate) const RULE: Rule = Rule {
    id: "no_such_column",
    title: "names a column that the table does not have at that point",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: JUDGED,
    reason: "The table is there, and no migration so far gave it a column of that name, or \
             it was dropped or renamed since. SQLite reads a view or a trigger when it is \
             used: it is reported where it was made, with the schema as it stands at the \
             end.",
    alternative: "Correct the name, or move the migration behind the one that adds the column. A \
             string stands in single quotes: in double quotes it is a name.",
    bad: include_str!("no_such_column/bad.sql"),
    good: include_str!("no_such_column/good.sql"),
    check: Check::Refusal,
};
