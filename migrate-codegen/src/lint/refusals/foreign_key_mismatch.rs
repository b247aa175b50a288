//! A foreign key to columns that are no key.

use crate::check::Severity;
use crate::lint::rule::{Check, Rule, SQLITE, Speaks};

/// A foreign key to columns that are no key.
pub(crate) const RULE: Rule = Rule {
    id: "foreign_key_mismatch",
    title: "references columns that are no key of their table",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "A foreign key points at one row, so the columns that it names need a `PRIMARY \
             KEY` or a `UNIQUE` on exactly these columns. SQLite takes the table without a \
             word, and refuses every change of its rows while foreign keys are on.",
    alternative: "Reference the primary key, or create a unique index on the columns first.",
    bad: include_str!("foreign_key_mismatch/bad.sql"),
    good: include_str!("foreign_key_mismatch/good.sql"),
    check: Check::Refusal,
};
