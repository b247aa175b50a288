//! A comment that never ends.

use crate::check::Severity;
use crate::lint::rule::{Check, EVERYWHERE, Rule, Speaks};

/// A comment that never ends.
pub(crate) const RULE: Rule = Rule {
    id: "endless_comment",
    title: "a comment that never ends",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "`/*` without `*/`: SQLite takes everything up to the end of the text for a \
             comment. What follows looks like SQL and is never run.",
    alternative: "Close the comment with `*/`.",
    bad: include_str!("endless_comment/bad.txt"),
    good: include_str!("endless_comment/good.txt"),
    check: Check::Structure,
};
