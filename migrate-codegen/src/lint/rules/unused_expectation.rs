//! An `expect` that nothing meets.

use crate::check::Severity;
use crate::lint::rule::{Check, EVERYWHERE, Rule, Speaks};

/// An `expect` that nothing meets.
pub(crate) const RULE: Rule = Rule {
    id: "unused_expectation",
    title: "an `expect` without a finding",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "Consent that consents to nothing is misleading: the migration changed since it was \
             given, or the name of the rule is misspelt, and the finding that it was meant for is \
             still there.",
    alternative: "Remove it, or correct the name of the rule.",
    bad: include_str!("unused_expectation/bad.sql"),
    good: include_str!("unused_expectation/good.sql"),
    check: Check::Consent,
};
