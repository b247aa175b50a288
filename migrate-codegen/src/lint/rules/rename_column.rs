//! Renames a column that running code uses.

use super::drop_column::is_added;
use crate::Dialect;
use crate::change::{Step, on_earlier};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, Rule, Speaks};
use crate::reader::{Kind, Name};

/// Renames a column that running code uses.
pub(crate) const RULE: Rule = Rule {
    id: "rename_column",
    title: "renames a column that running code uses",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: &[Dialect::Postgres, Dialect::D1],
    reason: "While a release goes out, old instances of the application still run: each of their \
             queries that names the column fails until the last of them is gone.",
    alternative: "Expand, then contract: add a column of the new name, write both, fill it, release \
             code that reads it, and drop the old one later.",
    bad: include_str!("rename_column/bad.sql"),
    good: include_str!("rename_column/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let found = on_earlier(&context.steps).filter(|(at, step)| {
        let added = |name: &Name| is_added(&context.steps[..*at], step.object(), &name.name);
        step.kind() == Kind::AlterRenameColumn && !step.statement.column.as_ref().is_some_and(added)
    });
    found.map(|(_, step)| finding(step)).collect()
}

fn finding(step: &Step<'_>) -> Finding {
    let column = step.statement.column.as_ref();
    let name = column.map_or("", |it| it.name.as_str());
    let message = format!("code that still runs does not find `{}.{name}` any more", step.object());
    let found = Finding::of(
        step,
        message,
        "add a column of the new name, and drop this one in a later release",
    );
    Finding { at: step.at_name(column), ..found }
}
