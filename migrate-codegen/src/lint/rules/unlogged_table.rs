//! A table that is empty after a crash.

use crate::change::{Action, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::{altered, begins};
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// A table that is empty after a crash.
pub(crate) const RULE: Rule = Rule {
    id: "unlogged_table",
    title: "a table that is empty after a crash",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: POSTGRES,
    reason: "PostgreSQL does not write an unlogged table to its log: a crash empties it, \
             and no replica has it.",
    alternative: "Leave `UNLOGGED` out, unless the rows can be had again.",
    bad: include_str!("unlogged_table/bad.sql"),
    good: include_str!("unlogged_table/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let made = context.steps.iter().filter(|it| begins(it, &["create", "unlogged", "table"]));
    let changed = altered(context).filter_map(|(_, step, clause)| {
        (clause.action == Action::Rewrite("SET UNLOGGED")).then_some(step)
    });
    made.chain(changed).map(finding).collect()
}

fn finding(step: &Step<'_>) -> Finding {
    let message = format!("`{}` is empty after a crash, and no replica has it", step.object());
    Finding::of(step, message, "leave `UNLOGGED` out, unless the rows can be had again")
}
