//! Changes the schema behind the engine's back.

use crate::change::Step;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, Rule, SQLITE, Speaks};
use crate::reader::Kind;

/// Changes the schema behind the engine's back.
pub(crate) const RULE: Rule = Rule {
    id: "writable_schema",
    title: "changes the schema behind the engine's back",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "With `PRAGMA writable_schema` the texts in `sqlite_schema` are rows like any others, \
             and nobody checks what is written there. A slip makes the whole database unreadable, \
             and D1 refuses the pragma.",
    alternative: "Rebuild the table: make it anew, copy the rows, drop the old one, rename.",
    bad: include_str!("writable_schema/bad.sql"),
    good: include_str!("writable_schema/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.steps.iter().find(|step| is_on(step)).map(finding).into_iter().collect()
}

fn is_on(step: &Step<'_>) -> bool {
    let value = step.statement.value.as_deref().unwrap_or_default();
    step.kind() == Kind::Pragma
        && step.concerns("writable_schema")
        && ["1", "on", "yes", "true"].iter().any(|it| value.eq_ignore_ascii_case(it))
}

fn finding(step: &Step<'_>) -> Finding {
    let message = "nobody checks what is written to `sqlite_schema`";
    Finding::of(step, message, "rebuild the table instead")
}
