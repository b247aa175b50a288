//! A category that no statement fits.

use crate::check::Severity;
use crate::lint::rule::{Check, EVERYWHERE, Rule, Speaks};

/// A category that no statement fits.
pub(crate) const RULE: Rule = Rule {
    id: "category",
    title: "a declared category that no statement fits",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "The category is what a reviewer and a plan go by. Here it promises something \
             else than the statements do.",
    alternative: "Correct it, or leave it out: it is inferred from the statements then.",
    bad: include_str!("category/bad.sql"),
    good: include_str!("category/good.sql"),
    check: Check::Structure,
};
