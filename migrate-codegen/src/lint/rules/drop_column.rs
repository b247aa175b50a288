//! A column whose values are dropped with it.

use std::ops::Range;

use crate::change::{Action, Clause, Rebuild, Step, alter, on_earlier, rebuilds};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, EVERYWHERE, Finding, Rule, Speaks};

/// A column whose values are dropped with it.
pub(crate) const RULE: Rule = Rule {
    id: "drop_column",
    title: "drops a column of earlier migrations with its values",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "The values are gone, and no rollback brings them back. Instances of the application \
             that still run the old code fail at once, in every query that names the column. \
             A rebuild whose copy does not read a column drops its values just so.",
    alternative: "First release code that does not use the column. Then rename it, so that it can come \
             back, and drop it in a later migration, with `expect(drop_column, reason = \"..\")`; \
             or keep its values for the rollback with `preserve`.",
    bad: include_str!("drop_column/bad.sql"),
    good: include_str!("drop_column/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let found = on_earlier(&context.steps).flat_map(|(at, step)| {
        let before = &context.steps[..at];
        let lost = dropped(step).filter(|(name, _)| !is_added(before, step.object(), name));
        lost.map(|(name, range)| finding(context, step, &name, &range)).collect::<Vec<_>>()
    });
    let rebuilds = rebuilds(&context.steps);
    found.chain(rebuilds.iter().filter_map(|it| left_behind(context, it))).collect()
}

/// The columns that a rebuild does not copy.
fn left_behind(context: &Context<'_>, rebuild: &Rebuild<'_>) -> Option<Finding> {
    let left = rebuild.left_behind()?;
    let old = |column: &String| !is_added(&context.steps, &rebuild.name, column);
    let columns: Vec<_> = left.columns.iter().filter(|it| old(it)).collect();
    let named = columns.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    let message = format!("the rebuild of `{}` leaves the values of {named} behind", rebuild.name);
    let (keep, consent) = (context.or_keep("them"), context.or_consent(RULE.id));
    let help = format!("copy them into a column of the new table{keep}{consent}");
    (!columns.is_empty()).then(|| Finding::of(left.copy, message, help))
}

/// The columns that a statement drops, with their bytes in it.
fn dropped(step: &Step<'_>) -> impl Iterator<Item = (String, Range<usize>)> {
    alter(step.statement).into_iter().filter_map(|clause| match clause.action {
        Action::DropColumn(name, range) => Some((name, range)),
        _ => None,
    })
}

fn finding(context: &Context<'_>, step: &Step<'_>, name: &str, at: &Range<usize>) -> Finding {
    let message = format!("`{}.{name}` is dropped with all its values", step.object());
    let keep = context.or_keep("its values");
    let consent = context.or_consent(RULE.id);
    let help =
        format!("rename it to `{name}_retired` and drop that in a later release{keep}{consent}");
    Finding::of(step, message, help).within(step, at)
}

/// Whether one of `steps` adds the column.
pub(super) fn is_added(steps: &[Step<'_>], table: &str, column: &str) -> bool {
    let adds = |it: Clause| matches!(it.action, Action::AddColumn(it) if it.is_named(column));
    steps.iter().any(|step| {
        step.kind().is_alter()
            && step.concerns(table)
            && alter(step.statement).into_iter().any(adds)
    })
}
