//! Empties a table of earlier migrations.

use crate::Dialect;
use crate::change::Step;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::{says, truncated};
use crate::lint::rule::{Check, Finding, Rule, Speaks};
use crate::reader::Kind;

/// Empties a table of earlier migrations.
pub(crate) const RULE: Rule = Rule {
    id: "truncate_table",
    title: "empties a table of earlier migrations",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: &[Dialect::Postgres, Dialect::DuckDb],
    reason: "`TRUNCATE` removes every row at once, under the strongest lock, fires no delete \
             triggers, and no rollback brings the rows back.",
    alternative: "Copy the rows to a table of their own first, or rename the table and make a new one. \
             If they really have to go, consent with `expect(truncate_table, reason = \"..\")`.",
    bad: include_str!("truncate_table/bad.sql"),
    good: include_str!("truncate_table/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let made = |at: usize, name: &String| {
        let makes = |it: &Step<'_>| it.kind() == Kind::CreateTable && it.concerns(name);
        context.steps[..at].iter().any(makes)
    };
    let found = context.steps.iter().enumerate().filter_map(|(at, step)| {
        let name = truncated(step).into_iter().find(|name| !made(at, name))?;
        (!says(step, "cascade")).then(|| finding(context, step, &name))
    });
    found.collect()
}

fn finding(context: &Context<'_>, step: &Step<'_>, name: &str) -> Finding {
    let help = format!("copy the rows aside first{}", context.or_consent(RULE.id));
    Finding::of(
        step,
        format!("every row of `{name}` is gone, and no rollback brings it back"),
        help,
    )
}
