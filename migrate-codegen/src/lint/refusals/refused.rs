//! What SQLite refuses for other reasons.

use crate::check::Severity;
use crate::lint::rule::{Check, Rule, SQLITE, Speaks};

/// What SQLite refuses for other reasons.
pub(crate) const RULE: Rule = Rule {
    id: "refused",
    title: "SQLite refuses it, in its own words",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "SQLite reads the statement and does not do it. Its message is shown as it is: \
             a unique column that `ALTER TABLE` cannot add, a view that is no table, values \
             that do not match the columns, a statement that no transaction takes.",
    alternative: "The message says what is wrong, and the hint what to do where there is a plain \
             way. What `ALTER TABLE` cannot do, a rebuild can: make the table anew, copy \
             the rows, drop the old one, rename.",
    bad: include_str!("refused/bad.sql"),
    good: include_str!("refused/good.sql"),
    check: Check::Refusal,
};
