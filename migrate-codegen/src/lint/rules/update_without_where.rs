//! `UPDATE` of every row.

use super::drop_column::is_added;
use crate::change::{Step, Where, Write, on_earlier};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, EVERYWHERE, Finding, Rule, Speaks};
use crate::reader::Kind;

/// `UPDATE` of every row.
pub(crate) const RULE: Rule = Rule {
    id: "update_without_where",
    title: "changes every row of a table",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "Without `WHERE` every row is written again, also those that have the value already, \
             and the values before are lost. On a large table that blocks every other writer for \
             as long as it takes.",
    alternative: "Say which rows are meant. Filling a column that the same migration adds is not \
             meant.",
    bad: include_str!("update_without_where/bad.sql"),
    good: include_str!("update_without_where/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let found = on_earlier(&context.steps).filter(|(at, step)| is_found(&context.steps, *at, step));
    found.map(|(_, step)| finding(step)).collect()
}

fn finding(step: &Step<'_>) -> Finding {
    Finding::of(
        step,
        format!("every row of `{}` is changed", step.object()),
        "say which rows are meant with `WHERE`",
    )
}

fn is_found(steps: &[Step<'_>], at: usize, step: &Step<'_>) -> bool {
    let Some(write) = Write::read(step.statement).filter(|_| step.kind() == Kind::Update) else {
        return false;
    };
    write.filter == Where::All
        && !write.set.iter().all(|column| is_added(&steps[..at], step.object(), column))
}
