//! Drops whatever depends on it.

use crate::Dialect;
use crate::change::{Step, on_earlier};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::{begins, last_word, says};
use crate::lint::rule::{Check, Finding, Rule, Speaks};
use crate::reader::Kind;

/// Drops whatever depends on it.
pub(crate) const RULE: Rule = Rule {
    id: "drop_cascade",
    title: "drops whatever depends on it",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: &[Dialect::Postgres, Dialect::DuckDb],
    reason: "`CASCADE` drops everything that depends on the object: views, foreign keys, columns, \
             functions, also what other migrations of other teams made. Nothing says what it was.",
    alternative: "Drop what depends on it by name, then the object itself. PostgreSQL names them all \
             when it is tried without `CASCADE`.",
    bad: include_str!("drop_cascade/bad.sql"),
    good: include_str!("drop_cascade/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let found = on_earlier(&context.steps).filter_map(|(_, step)| {
        let drops = step.kind().is_drop()
            || step.kind() == Kind::AlterDropColumn
            || begins(step, &["alter", "table"]) && says(step, "drop");
        let at = last_word(step, "cascade").filter(|_| drops)?;
        Some(finding(step).within(step, &at))
    });
    found.collect()
}

fn finding(step: &Step<'_>) -> Finding {
    let message = format!("everything that depends on `{}` is dropped with it", step.object());
    Finding::of(step, message, "drop it by name first, and leave `CASCADE` out")
}
