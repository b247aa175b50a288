//! Empties every table that references this one.

use crate::change::Step;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::{says, truncated};
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Empties every table that references this one.
pub(crate) const RULE: Rule = Rule {
    id: "truncate_cascade",
    title: "empties every table that references this one",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "`TRUNCATE .. CASCADE` also empties the tables with foreign keys to this one, and \
             those with foreign keys to them, also tables of which the author has never heard.",
    alternative: "Name each table that is meant.",
    bad: include_str!("truncate_cascade/bad.sql"),
    good: include_str!("truncate_cascade/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let found = |step: &&Step<'_>| !truncated(step).is_empty() && says(step, "cascade");
    context.steps.iter().filter(found).map(finding).collect()
}

fn finding(step: &Step<'_>) -> Finding {
    let name = truncated(step).join(", ");
    Finding::of(
        step,
        format!("every table that references `{name}` is emptied too"),
        "name each table that is meant",
    )
}
