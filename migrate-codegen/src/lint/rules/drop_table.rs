//! A table whose rows are dropped with it.

use crate::change::{Before, DroppedTable, Fate, Object, Step, dropped_tables};
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
             `expect(drop_table, reason = \"..\")`; or keep its rows for the rollback with \
             `preserve`. A rebuild (make the new table, copy the rows, \
             drop the old one, rename) is recognised and not meant.",
    bad: include_str!("drop_table/bad.sql"),
    good: include_str!("drop_table/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let dropped = dropped_tables(&context.steps).into_iter();
    let lost = dropped.filter(|it| it.fate == Fate::Lost && may_exist(&context.steps[it.step]));
    lost.map(|it| finding(context, &it)).collect()
}

fn finding(context: &Context<'_>, dropped: &DroppedTable) -> Finding {
    let step = &context.steps[dropped.step];
    let name = &step.statement.text()[dropped.at.clone()];
    let name = name.trim_matches(['"', '`', '[', ']']);
    let keep = context.or_keep("its rows");
    let consent = context.or_consent(RULE.id);
    let message =
        format!("`{name}` is dropped with all its rows, and no rollback brings them back");
    let help =
        format!("rename it to `{name}_retired` and drop that in a later release{keep}{consent}");
    Finding::of(step, message, help).within(step, &dropped.at)
}

/// False when it is known that there is no such table.
fn may_exist(step: &Step<'_>) -> bool {
    step.before == Before::Unknown || step.existing(Object::Table).is_some()
}
