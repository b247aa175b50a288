//! Creates an index while writes wait.

use crate::change::{Step, definition, on_earlier_tables};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::says;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};
use crate::reader::{Kind, Statement};

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
    // `ON ONLY` a partitioned table makes an entry, and no index of anything.
    let created = |(_, step): &(usize, &Step<'_>)| {
        step.kind() == Kind::CreateIndex && !says(step, "concurrently") && !says(step, "only")
    };
    let found = on_earlier_tables(&context.steps).filter(created);
    found.map(|(_, step)| finding(context, step)).collect()
}

fn finding(context: &Context<'_>, step: &Step<'_>) -> Finding {
    let message = format!("writes to `{}` wait until the index is built", step.table());
    let help = if is_partitioned(context, step.table()) {
        "create it `ON ONLY` the partitioned table, `CONCURRENTLY` on each partition, and attach \
         those to it"
            .to_owned()
    } else {
        format!("put `CREATE INDEX CONCURRENTLY` alone {}", context.without_transaction())
    };
    Finding::of(step, message, help)
}

/// Whether the table is one of partitions, which cannot get an index concurrently.
fn is_partitioned(context: &Context<'_>, table: &str) -> bool {
    let made = |it: &Statement| it.object.as_ref().is_some_and(|it| it.is(table));
    let tables = context.history().filter(|it| made(it)).filter_map(definition);
    tables.last().is_some_and(|it| it.says("partition by"))
}
