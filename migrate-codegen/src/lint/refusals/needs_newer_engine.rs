//! Needs a newer SQLite than the target.

use crate::check::Severity;
use crate::lint::rule::{Check, Rule, SQLITE, Speaks};

/// Needs a newer SQLite than the target.
pub(crate) const RULE: Rule = Rule {
    id: "needs_newer_engine",
    title: "needs a newer SQLite than the target",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "The set says, with `target`, which SQLite it has to run on. The statement uses what \
             came later, so it passes here and fails there.",
    alternative: "Do without it, or raise `target` if no older engine is left.",
    bad: include_str!("needs_newer_engine/bad.sql"),
    good: include_str!("needs_newer_engine/good.sql"),
    check: Check::Refusal,
};
