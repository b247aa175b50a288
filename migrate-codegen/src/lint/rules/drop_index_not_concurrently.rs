//! Drops an index while reads and writes wait.

use crate::change::Step;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::says;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};
use crate::reader::Kind;

/// Drops an index while reads and writes wait.
pub(crate) const RULE: Rule = Rule {
    id: "drop_index_not_concurrently",
    title: "drops an index while reads and writes wait",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "`DROP INDEX` locks the table against reads and writes. The lock is short once it is \
             there, but it waits for every running query, and all later ones wait behind it.",
    alternative: "Use `DROP INDEX CONCURRENTLY`, alone in a migration with `transaction = false`.",
    bad: include_str!("drop_index_not_concurrently/bad.sql"),
    good: include_str!("drop_index_not_concurrently/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let steps = &context.steps;
    let made = |at: usize, step: &Step<'_>| {
        let makes = |it: &Step<'_>| it.kind() == Kind::CreateIndex && it.concerns(step.object());
        steps[..at].iter().any(makes)
    };
    let found = steps.iter().enumerate().filter(|(at, step)| {
        step.kind() == Kind::DropIndex && !says(step, "concurrently") && !made(*at, step)
    });
    found.map(|(_, step)| finding(context, step)).collect()
}

fn finding(context: &Context<'_>, step: &Step<'_>) -> Finding {
    Finding::of(
        step,
        format!("`DROP INDEX {}` locks its table against reads and writes", step.object()),
        format!("put `DROP INDEX CONCURRENTLY` alone {}", context.without_transaction()),
    )
}
