//! A column whose values are dropped with it.

use crate::change::{Step, on_earlier};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, EVERYWHERE, Finding, Rule, Speaks};
use crate::reader::Kind;

/// A column whose values are dropped with it.
pub(crate) const RULE: Rule = Rule {
    id: "drop_column",
    title: "drops a column of earlier migrations with its values",
    severity: Severity::Error,
    speaks: Speaks::Always,
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
    let drops = |(_, step): &(usize, &Step<'_>)| step.kind() == Kind::AlterDropColumn;
    let drops = on_earlier(&context.steps).filter(drops);
    drops.filter_map(|(at, step)| finding(context, at, step)).collect()
}

fn finding(context: &Context<'_>, at: usize, step: &Step<'_>) -> Option<Finding> {
    let column = step.statement.column.as_ref()?;
    if is_added(&context.steps[..at], step.object(), &column.name) {
        return None;
    }
    let message = format!("`{}.{}` is dropped with all its values", step.object(), column.name);
    let consent = context.or_consent(RULE.id);
    let help = format!("rename the column and drop it in a later release{consent}");
    Some(Finding { at: step.at_name(Some(column)), ..Finding::of(step, message, help) })
}

/// Whether one of `steps` adds the column.
pub(super) fn is_added(steps: &[Step<'_>], table: &str, column: &str) -> bool {
    steps.iter().any(|step| {
        step.kind() == Kind::AlterAddColumn
            && step.concerns(table)
            && step.statement.column.as_ref().is_some_and(|added| added.is(column))
    })
}
