//! A view or trigger that was broken before.

use crate::check::Severity;
use crate::lint::rule::{Check, Rule, SQLITE, Speaks};

/// A view or trigger that was broken before.
pub(crate) const RULE: Rule = Rule {
    id: "broken_before",
    title: "changes a table while a view or trigger is broken already",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "SQLite reads the whole schema again when a table is altered or renamed. A view \
             or trigger that names what is gone stops it, although this statement has \
             nothing to do with it.",
    alternative: "Drop the broken one, or make it again as it should be, before the statement.",
    bad: include_str!("broken_before/bad.sql"),
    good: include_str!("broken_before/good.sql"),
    check: Check::Refusal,
};
