//! A column that the table has already.

use crate::check::Severity;
use crate::lint::rule::{Check, JUDGED, Rule, Speaks};

/// A column that the table has already.
pub(crate) const RULE: Rule = Rule {
    id: "duplicate_column",
    title: "adds a column that the table has already",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: JUDGED,
    reason: "An earlier migration, or an earlier line of this one, gave the table a column \
             of that name. Without quotes, names that differ in case only are the same \
             name.",
    alternative: "Choose another name, or leave the statement out.",
    bad: include_str!("duplicate_column/bad.sql"),
    good: include_str!("duplicate_column/good.sql"),
    check: Check::Refusal,
};
