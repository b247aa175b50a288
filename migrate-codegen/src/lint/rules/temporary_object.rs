//! A temporary object that outlives its migration.

use crate::Dialect;
use crate::change::Step;
use crate::change::definition;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, Rule, Speaks};
use crate::reader::Lifetime;

/// A temporary object that outlives its migration.
pub(crate) const RULE: Rule = Rule {
    id: "temporary_object",
    title: "a temporary object that outlives its migration",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: &[Dialect::Sqlite, Dialect::Postgres, Dialect::DuckDb],
    reason: "A temporary object lives as long as the connection. Migrations that are applied \
             together may share one, and those of the next release do not: what works on a fresh \
             database fails on one that was there before.",
    alternative: "Drop it at the end of the migration that makes it, or make an ordinary table.",
    bad: include_str!("temporary_object/bad.sql"),
    good: include_str!("temporary_object/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let steps = &context.steps;
    let dropped = |at: usize, name: &str| {
        steps[at + 1..].iter().any(|it| it.kind().is_drop() && it.concerns(name))
    };
    let found = steps.iter().enumerate().filter(|(at, step)| {
        step.kind().is_create()
            && step.statement.lifetime == Lifetime::Temporary
            && !dropped(*at, step.object())
            && !definition(step.statement).is_some_and(|it| it.says("on commit drop"))
    });
    found.map(|(_, step)| finding(step)).collect()
}

fn finding(step: &Step<'_>) -> Finding {
    let message = format!("`{}` is gone when the connection closes", step.object());
    Finding::of(step, message, "drop it at the end of the migration, or leave `TEMP` out")
}
