//! A table whose rows are dropped with it.

use crate::change::{Before, Fate, Object, Step, dropped_tables};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, EVERYWHERE, Finding, Rule, Speaks};

/// A table whose rows are dropped with it.
pub(crate) const RULE: Rule = Rule {
    id: "drop_table",
    title: "drops a table of earlier migrations with its rows",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "The rows are gone, and no rollback brings them back: it can only make the table \
             again, empty. Instances of the application that still run the old code fail at once.",
    alternative: "First release code that does not use the table. Then rename it, so that it can come \
             back, and drop it in a later migration once nobody missed it, with \
             `expect(drop_table, reason = \"..\")`. A rebuild (make the new table, copy the rows, \
             drop the old one, rename) is recognised and not meant.",
    bad: include_str!("drop_table/bad.sql"),
    good: include_str!("drop_table/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let lost = dropped_tables(&context.steps).into_iter().filter(|it| it.fate == Fate::Lost);
    let steps = lost.map(|dropped| &context.steps[dropped.step]);
    steps.filter(|step| may_exist(step)).map(|step| finding(context, step)).collect()
}

fn finding(context: &Context<'_>, step: &Step<'_>) -> Finding {
    let name = step.object();
    Finding::of(
        step,
        format!("`{name}` is dropped with all its rows, and no rollback brings them back"),
        format!("rename the table and drop it in a later release{}", context.or_consent(RULE.id)),
    )
}

/// False when it is known that there is no such table.
fn may_exist(step: &Step<'_>) -> bool {
    step.before == Before::Unknown || step.existing(Object::Table).is_some()
}
