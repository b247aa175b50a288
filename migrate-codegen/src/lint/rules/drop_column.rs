//! A column whose values are dropped with it.

use crate::change::{Step, is_made_here};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, EVERYWHERE, Finding, Rule};
use crate::reader::Kind;

/// A column whose values are dropped with it.
pub(crate) const RULE: Rule = Rule {
    id: "drop_column",
    title: "drops a column of earlier migrations with its values",
    severity: Severity::Error,
    dialects: EVERYWHERE,
    reason: "The values are gone, and no rollback brings them back. Instances of the application \
             that still run the old code fail at once, in every query that names the column.",
    alternative: "First release code that does not use the column. Then rename it, so that it can come \
             back, and drop it in a later migration, with `expect(drop_column, reason = \"..\")`.",
    bad: include_str!("drop_column/bad.sql"),
    good: include_str!("drop_column/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let drops = |at: &usize| context.steps[*at].kind() == Kind::AlterDropColumn;
    (0..context.steps.len()).filter(drops).filter_map(|at| finding(&context.steps, at)).collect()
}

fn finding(steps: &[Step<'_>], at: usize) -> Option<Finding> {
    let step = &steps[at];
    let column = &step.statement.column.as_ref()?.name;
    if is_made_here(steps, at, step.object()) || is_added(&steps[..at], step.object(), column) {
        return None;
    }
    Some(Finding {
        at: step.at_name(step.statement.column.as_ref()),
        ..Finding::of(
            step,
            format!("`{}.{column}` is dropped with all its values", step.object()),
            "rename the column and drop it in a later release, or consent with \
             `expect(drop_column, reason = \"..\")`",
        )
    })
}

/// Whether one of `steps` adds the column.
pub(super) fn is_added(steps: &[Step<'_>], table: &str, column: &str) -> bool {
    steps.iter().any(|step| {
        step.kind() == Kind::AlterAddColumn
            && step.concerns(table)
            && step.statement.column.as_ref().is_some_and(|added| added.is(column))
    })
}
