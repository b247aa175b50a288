//! Something that others still use.

use crate::check::Severity;
use crate::lint::rule::{Check, JUDGED, Rule, Speaks};

/// Something that others still use.
pub(crate) const RULE: Rule = Rule {
    id: "in_use",
    title: "drops or renames what an index, a view or a trigger still uses",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: JUDGED,
    reason: "An index, a view or a trigger names it and would be broken, so the engine \
             refuses the statement.",
    alternative: "Drop what uses it first, in the same migration, and create it again without \
             the column afterwards.",
    bad: include_str!("in_use/bad.sql"),
    good: include_str!("in_use/good.sql"),
    check: Check::Refusal,
};
