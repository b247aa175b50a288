//! An integer key that is not the row id.

use crate::change::{Step, definition};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, Rule, SQLITE, Speaks};

/// An integer key that is not the row id.
pub(crate) const RULE: Rule = Rule {
    id: "int_primary_key",
    title: "an integer key that is not the row id",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "Only `INTEGER PRIMARY KEY`, in exactly these words, is the row id. `INT PRIMARY KEY` \
             is a second index beside it: larger, slower, without values of its own for new rows, \
             and it takes NULL.",
    alternative: "Write `INTEGER PRIMARY KEY`.",
    bad: include_str!("int_primary_key/bad.sql"),
    good: include_str!("int_primary_key/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.steps.iter().filter_map(finding).collect()
}

fn finding(step: &Step<'_>) -> Option<Finding> {
    let table = definition(step.statement)?;
    let key = table.key(step.statement.dialect());
    let [column] = key[..] else { return None };
    let whole = column.type_name.contains("int") && column.type_name != "integer";
    if !whole || table.says("without rowid") {
        return None;
    }
    let written = &step.statement.text()[column.type_at.clone()];
    let found = Finding::of(
        step,
        format!("`{}` is not the row id: its type is `{written}`, not `INTEGER`", column.name),
        "write `INTEGER PRIMARY KEY`",
    );
    Some(found.within(step, &column.type_at).with_fix(step, &column.type_at, "INTEGER"))
}
