//! A migration without a statement.

use crate::check::Severity;
use crate::lint::rule::{Check, EVERYWHERE, Rule, Speaks};

/// A migration without a statement.
pub(crate) const RULE: Rule = Rule {
    id: "empty",
    title: "a migration that does nothing",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "There is no statement in it, only comments or nothing at all. Most often the \
             text was forgotten, or stands under the wrong heading.",
    alternative: "Write what it changes, or remove it from the list. Files that come from \
             another tool are only reported: they are part of its history.",
    bad: include_str!("empty/bad.txt"),
    good: include_str!("empty/good.txt"),
    check: Check::Structure,
};
