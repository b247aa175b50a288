//! Rebuilds an index while reads and writes wait.

use crate::change::Step;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::says;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};
use crate::reader::Kind;

/// Rebuilds an index while reads and writes wait.
pub(crate) const RULE: Rule = Rule {
    id: "reindex_not_concurrently",
    title: "rebuilds an index while reads and writes wait",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "`REINDEX` locks the table against writes, and the index against reads, until it is \
             done.",
    alternative: "Use `REINDEX .. CONCURRENTLY` (PostgreSQL 12), alone in a migration with \
             `transaction = false`.",
    bad: include_str!("reindex_not_concurrently/bad.sql"),
    good: include_str!("reindex_not_concurrently/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let found = |step: &&Step<'_>| step.kind() == Kind::Reindex && !says(step, "concurrently");
    context.steps.iter().filter(found).map(|step| finding(context, step)).collect()
}

fn finding(context: &Context<'_>, step: &Step<'_>) -> Finding {
    let help = format!("put `REINDEX .. CONCURRENTLY` alone {}", context.without_transaction());
    Finding::of(step, "writes wait until the index is built again", help)
}
