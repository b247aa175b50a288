//! A primary key that takes NULL.

use crate::change::{Column, Mark, Step, definition};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, Rule, SQLITE, Speaks};

/// A primary key that takes NULL.
pub(crate) const RULE: Rule = Rule {
    id: "primary_key_takes_null",
    title: "a primary key that takes NULL",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: SQLITE,
    reason: "By an old mistake that SQLite keeps, a primary key other than `INTEGER PRIMARY KEY` \
             takes NULL, any number of times, unless the table is `STRICT` or `WITHOUT ROWID`.",
    alternative: "Write `NOT NULL` beside `PRIMARY KEY`, or make the table `STRICT`.",
    bad: include_str!("primary_key_takes_null/bad.sql"),
    good: include_str!("primary_key_takes_null/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let steps = context.steps.iter();
    steps.flat_map(|step| nullable(step).into_iter().map(|it| finding(step, &it))).collect()
}

fn finding(step: &Step<'_>, column: &Column) -> Finding {
    let after = column.type_at.end..column.type_at.end;
    let message = format!("`{}` is a primary key that takes NULL", column.name);
    Finding::of(step, message, "add `NOT NULL`").within(step, &column.at).with_fix(
        step,
        &after,
        " NOT NULL",
    )
}

/// The columns of the key that take NULL.
fn nullable(step: &Step<'_>) -> Vec<Column> {
    let Some(table) = definition(step.statement) else { return Vec::new() };
    if table.says("strict") || table.says("without rowid") {
        return Vec::new();
    }
    let key = table.key(step.statement.dialect());
    if let [column] = key[..]
        && column.type_name == "integer"
    {
        return Vec::new();
    }
    key.into_iter().filter(|it| !it.is(&Mark::NotNull)).cloned().collect()
}
