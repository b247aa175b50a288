//! A rebuild that fails on the first row with a null.

use crate::change::{Rebuild, Step, rebuilds};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, Rule, SQLITE, Speaks};
use crate::reader::{Kind, Statement};
use crate::text::tokens;

/// A rebuild that fails on the first row with a null.
pub(crate) const RULE: Rule = Rule {
    id: "rebuild_refuses_null",
    title: "a rebuild makes a column `NOT NULL` and copies its nulls",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "The new table refuses nulls in a column where the old one had room for them, and the \
             rows are copied as they are. On an empty table, such as that of a developer or of a \
             test, the migration passes. The first row with a null fails it.",
    alternative: "Say in the copy what stands in for a null, such as `coalesce(note, '')`, or fill the \
             column before.",
    bad: include_str!("rebuild_refuses_null/bad.sql"),
    good: include_str!("rebuild_refuses_null/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let found = rebuilds(&context.steps).into_iter().filter_map(|rebuild| {
        let (copy, columns) = rebuild.copied_nulls()?;
        let column = columns.into_iter().find(|it| !is_cleared(context, &rebuild.name, it))?;
        Some(finding(&rebuild, copy, &column))
    });
    found.collect()
}

/// Whether the nulls of a column were looked after: it was filled, or their rows were deleted.
fn is_cleared(context: &Context<'_>, table: &str, column: &str) -> bool {
    let changes = |it: &Statement| {
        matches!(it.kind, Kind::Update | Kind::Delete)
            && it.object.as_ref().is_some_and(|it| it.is(table))
    };
    let names = |it: &Statement| {
        let (sql, is) = (it.text(), |name: String| name.eq_ignore_ascii_case(column));
        tokens(sql, it.dialect()).any(|token| token.identifier(sql).is_some_and(is))
    };
    let own = context.steps.iter().map(|it| it.statement);
    context.history().chain(own).any(|it| changes(it) && names(it))
}

fn finding(rebuild: &Rebuild<'_>, copy: &Step<'_>, column: &str) -> Finding {
    let name = &rebuild.name;
    let message = format!("the copy fails on rows of `{name}` whose `{column}` is null");
    Finding::of(copy, message, format!("write `coalesce({column}, ..)`, or fill the column before"))
}
