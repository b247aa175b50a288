//! Drops a schema or a database.

use crate::Dialect;
use crate::change::Step;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::begins;
use crate::lint::rule::{Check, Finding, Rule, Speaks};

/// Drops a schema or a database.
pub(crate) const RULE: Rule = Rule {
    id: "drop_schema",
    title: "drops a schema or a database",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: &[Dialect::Postgres, Dialect::DuckDb],
    reason: "Everything in it is gone, and no rollback brings it back.",
    alternative: "Drop its tables by name first, each with its own consent, then the empty schema. If \
             it has to go at once, consent with `expect(drop_schema, reason = \"..\")`.",
    bad: include_str!("drop_schema/bad.sql"),
    good: include_str!("drop_schema/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let drops =
        |step: &&Step<'_>| begins(step, &["drop", "schema"]) || begins(step, &["drop", "database"]);
    context.steps.iter().filter(drops).map(|step| finding(context, step)).collect()
}

fn finding(context: &Context<'_>, step: &Step<'_>) -> Finding {
    let message = format!("`{}` is dropped with all that is in it", step.object());
    Finding::of(
        step,
        message,
        format!("drop its tables by name first{}", context.or_consent(RULE.id)),
    )
}
