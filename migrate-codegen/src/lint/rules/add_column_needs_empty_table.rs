//! A column that only an empty table can get.

use crate::Dialect;
use crate::change::{
    AddedColumn, Column, Default, Generated, Mark, Null, Step, is_serial, on_earlier,
};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, EVERYWHERE, Finding, Rule, Speaks};

/// A column that only an empty table can get.
pub(crate) const RULE: Rule = Rule {
    id: "add_column_needs_empty_table",
    title: "adds a column that a table with rows refuses",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "On an empty table, such as that of a developer or of a test, the statement passes. \
             On one with rows it fails: nobody says what the rows that are there should hold.",
    alternative: "Give the column a constant default, or add it without `NOT NULL`, fill it, and let \
             the application check it. A column that must have another value in each row, or none \
             by default, needs a rebuild of the table.",
    bad: include_str!("add_column_needs_empty_table/bad.sql"),
    good: include_str!("add_column_needs_empty_table/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let found = on_earlier(&context.steps).flat_map(|(_, step)| {
        let columns = AddedColumn::all(step.statement).into_iter();
        columns.filter_map(|(column, added)| finding(step, &column, &added, context.dialect))
    });
    found.collect()
}

fn finding(
    step: &Step<'_>,
    column: &Column,
    added: &AddedColumn,
    dialect: Dialect,
) -> Option<Finding> {
    let (why, help) = needs_empty(column, added, dialect)?;
    let (name, table) = (&column.name, step.object());
    let message = format!("`{name}` can be added to `{table}` only while that is empty: {why}");
    Some(Finding::of(step, message, help).within(step, &column.at))
}

/// Why a table with rows refuses the column, and what to do.
fn needs_empty(
    column: &Column,
    added: &AddedColumn,
    dialect: Dialect,
) -> Option<(String, &'static str)> {
    let plain = added.generated == Generated::No;
    // PostgreSQL numbers the rows that are there.
    if !dialect.is_sqlite() && (is_serial(column) || column.is(&Mark::Identity)) {
        return None;
    }
    match &added.default {
        Default::Null if plain && added.null == Null::Refused => Some((
            "it is `NOT NULL` and has no default".to_owned(),
            "add a constant `DEFAULT`, or leave `NOT NULL` out and fill the column",
        )),
        // SQLite refuses it whatever the table holds.
        Default::Null if column.is(&Mark::PrimaryKey) && !dialect.is_sqlite() => Some((
            "it is a primary key and has no default".to_owned(),
            "add the column, fill it, and make it the key in a later migration",
        )),
        _ if !dialect.is_sqlite() => None,
        Default::Computed(default) => Some((
            format!("`{default}` is not one value for all rows"),
            "add it without a default and fill it with an `UPDATE`, or rebuild the table",
        )),
        Default::Constant if added.references.is_some() => Some((
            "a column with `REFERENCES` may not have a default there while foreign keys are on"
                .to_owned(),
            "leave the default out and fill the column with an `UPDATE`",
        )),
        _ if added.generated == Generated::Stored => Some((
            "SQLite does not add `STORED` columns to rows".to_owned(),
            "make it `VIRTUAL`, or rebuild the table",
        )),
        _ => None,
    }
}
