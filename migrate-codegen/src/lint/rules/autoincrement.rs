//! `AUTOINCREMENT`, which is rarely needed.

use crate::change::{Mark, Step, definition};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, Rule, SQLITE, Speaks};

/// `AUTOINCREMENT`, which is rarely needed.
pub(crate) const RULE: Rule = Rule {
    id: "autoincrement",
    title: "`AUTOINCREMENT`, which is rarely needed",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: SQLITE,
    reason: "`INTEGER PRIMARY KEY` numbers new rows by itself. `AUTOINCREMENT` adds only that the \
             number of a deleted last row is never given again, and pays for it with a write to \
             `sqlite_sequence` on every insert.",
    alternative: "Leave it out, unless something outside of the database remembers numbers of deleted \
             rows.",
    bad: include_str!("autoincrement/bad.sql"),
    good: include_str!("autoincrement/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.steps.iter().filter_map(finding).collect()
}

fn finding(step: &Step<'_>) -> Option<Finding> {
    let table = definition(step.statement)?;
    let marks = table.columns.iter().flat_map(|column| &column.marks);
    let at = marks.into_iter().find_map(|mark| match mark {
        Mark::Autoincrement(at) => Some(at.clone()),
        _ => None,
    })?;
    let message = format!("`{}` pays for `AUTOINCREMENT` on every insert", step.object());
    let help = "leave it out, unless numbers of deleted rows must never come back";
    Some(Finding::of(step, message, help).within(step, &at).with_fix(step, &at, ""))
}
