//! Renames a column that running code uses.

use super::drop_column::is_added;
use crate::Dialect;
use crate::change::{Step, on_earlier};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::retired::is_retired;
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
             code that reads it, and drop the old one later. A column that nothing uses any more may \
             be put aside before it is dropped: a name such as `fax_retired` or `old_fax` says so, \
             and is not meant.",
    bad: include_str!("rename_column/bad.sql"),
    good: include_str!("rename_column/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let steps = &context.steps;
    let found = on_earlier(steps).filter(|(at, step)| {
        let added = |name: &Name| is_added(&steps[..*at], step.object(), &name.name);
        step.kind() == Kind::AlterRenameColumn
            && !step.statement.column.as_ref().is_some_and(added)
            && !retires(step)
            && !takes_a_name(steps, step.object())
    });
    found.map(|(_, step)| finding(step)).collect()
}

/// Whether the new name says that nothing uses the column.
fn retires(step: &Step<'_>) -> bool {
    let names = step.statement.column.as_ref().zip(step.statement.to.as_ref());
    names.is_some_and(|(column, to)| is_retired(&column.name, &to.name))
}

/// Whether the table itself has its name from this migration: no running code asks for that.
fn takes_a_name(steps: &[Step<'_>], table: &str) -> bool {
    let renamed = |it: &Step<'_>| {
        it.kind() == Kind::AlterRenameTable
            && (it.concerns(table) || it.statement.to.as_ref().is_some_and(|to| to.is(table)))
    };
    steps.iter().any(renamed)
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
