//! `UPDATE` that sets a column twice.

use crate::change::{Step, Write};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, Rule, SQLITE, Speaks};

/// `UPDATE` that sets a column twice.
pub(crate) const RULE: Rule = Rule {
    id: "column_set_twice",
    title: "sets a column twice, of which one counts",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "SQLite takes the last assignment to a column and ignores the ones before it, without \
             a word. Other engines refuse such a statement: one of the two is a slip.",
    alternative: "Set each column once.",
    bad: include_str!("column_set_twice/bad.sql"),
    good: include_str!("column_set_twice/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.steps.iter().filter_map(finding).collect()
}

fn finding(step: &Step<'_>) -> Option<Finding> {
    let set = Write::read(step.statement)?.set;
    let again = |(at, column): (usize, &String)| {
        set[..at].iter().any(|it| it.eq_ignore_ascii_case(column)).then(|| column.clone())
    };
    let column = set.iter().enumerate().find_map(again)?;
    let message = format!("`{}.{column}` is set twice, and the last one counts", step.object());
    Some(Finding::of(step, message, "leave one of them out"))
}
