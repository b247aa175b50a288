//! Makes a rewrite rule.

use crate::change::Step;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::begins;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Makes a rewrite rule.
pub(crate) const RULE: Rule = Rule {
    id: "create_rule",
    title: "makes a rewrite rule",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "A rule rewrites queries before they are planned. It evaluates its expressions more \
             than once, does not see `COPY`, changes what counts of rows say, and takes a strong \
             lock on the table.",
    alternative: "Use a trigger.",
    bad: include_str!("create_rule/bad.sql"),
    good: include_str!("create_rule/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let found = |step: &&Step<'_>| {
        begins(step, &["create", "rule"]) || begins(step, &["create", "or", "replace", "rule"])
    };
    context.steps.iter().filter(found).map(finding).collect()
}

fn finding(step: &Step<'_>) -> Finding {
    Finding::of(step, "a rule rewrites queries, and surprises with many of them", "use a trigger")
}
