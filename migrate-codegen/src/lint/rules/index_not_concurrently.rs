//! Creates an index while writes wait.

use crate::change::{Step, on_earlier_tables};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::says;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};
use crate::reader::Kind;

/// Creates an index while writes wait.
pub(crate) const RULE: Rule = Rule {
    id: "index_not_concurrently",
    title: "creates an index while writes wait",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "`CREATE INDEX` keeps every write to the table waiting until the whole index is \
             built: minutes on a large table.",
    alternative: "Use `CREATE INDEX CONCURRENTLY`, alone in a migration with `transaction = false`. A \
             table that the same migration makes is not meant.",
    bad: include_str!("index_not_concurrently/bad.sql"),
    good: include_str!("index_not_concurrently/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let created = |(_, step): &(usize, &Step<'_>)| {
        step.kind() == Kind::CreateIndex && !says(step, "concurrently")
    };
    let found = on_earlier_tables(&context.steps).filter(created);
    found.map(|(_, step)| finding(context, step)).collect()
}

fn finding(context: &Context<'_>, step: &Step<'_>) -> Finding {
    Finding::of(
        step,
        format!("writes to `{}` wait until the index is built", step.table()),
        format!("put `CREATE INDEX CONCURRENTLY` alone {}", context.without_transaction()),
    )
}
