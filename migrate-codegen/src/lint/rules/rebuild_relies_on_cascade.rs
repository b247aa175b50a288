//! A rebuild that also counts on cascades.

use crate::change::{Fate, OnConflict, Step, Write, dropped_tables, on_earlier};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::Reference;
use crate::lint::rule::{Check, Finding, Rule, SQLITE, Speaks};
use crate::reader::Kind;

/// A rebuild that also counts on cascades.
pub(crate) const RULE: Rule = Rule {
    id: "rebuild_relies_on_cascade",
    title: "drops a referenced table, and deletes or updates rows whose cascades are off meanwhile",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "While a table that others reference is dropped or rebuilt, foreign keys are off, \
             because SQLite would delete or null the rows that point at it. In the same migration \
             `ON DELETE CASCADE`, `SET NULL` and the like do nothing then: rows that should go \
             stay behind and point at nothing.",
    alternative: "Make two migrations of it: the change of rows first, with foreign keys on, then the \
             rebuild.",
    bad: include_str!("rebuild_relies_on_cascade/bad.sql"),
    good: include_str!("rebuild_relies_on_cascade/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(dropped) = referenced_and_dropped(context) else { return Vec::new() };
    let found = on_earlier(&context.steps).filter_map(|(_, step)| {
        relies_on(context, step).map(|child| finding(step, &dropped, child))
    });
    found.collect()
}

fn finding(step: &Step<'_>, dropped: &str, child: &str) -> Finding {
    Finding::of(
        step,
        format!(
            "rows of `{child}` are meant to follow those of `{}`, but foreign keys are off here: \
             the migration drops `{dropped}`, which others reference",
            step.object()
        ),
        "move the change of rows to a migration of its own, before this one",
    )
}

/// A table that the migration drops and that another one references.
fn referenced_and_dropped(context: &Context<'_>) -> Option<String> {
    let dropped = dropped_tables(&context.steps).into_iter();
    dropped.filter(|it| it.fate != Fate::MadeHere).map(|it| it.name).find(|name| {
        let own = |it: &Reference| it.table.eq_ignore_ascii_case(name);
        context.schema.table(name).is_some_and(|it| !it.referenced_by.iter().all(own))
    })
}

/// The table whose rows a statement changes through a foreign key.
fn relies_on<'a>(context: &'a Context<'_>, step: &Step<'_>) -> Option<&'a str> {
    let write = Write::read(step.statement)?;
    let table = context.schema.table(step.object())?;
    let deletes = step.kind() == Kind::Delete || write.conflict == OnConflict::Delete;
    let acts = |it: &&Reference| {
        deletes && it.acts_on_delete() || !write.set.is_empty() && it.acts_on_update_of(&write.set)
    };
    table.referenced_by.iter().find(acts).map(|it| it.table.as_str())
}
