//! Rebuilds a table by `CREATE TABLE .. AS SELECT`.

use crate::change::{Step, definition};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, EVERYWHERE, Finding, Rule, Speaks};
use crate::reader::Kind;

/// Rebuilds a table by `CREATE TABLE .. AS SELECT`.
pub(crate) const RULE: Rule = Rule {
    id: "create_table_as",
    title: "rebuilds a table by `CREATE TABLE .. AS SELECT`",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "`CREATE TABLE .. AS SELECT` copies names and values of columns, nothing else: no \
             key, no `NOT NULL`, no default, no `CHECK`, no foreign key. A table that is rebuilt \
             this way has lost all of them.",
    alternative: "Create the new table with its columns and constraints, then `INSERT INTO .. SELECT`.",
    bad: include_str!("create_table_as/bad.sql"),
    good: include_str!("create_table_as/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let steps = &context.steps;
    let takes_a_name = |at: usize, step: &Step<'_>| {
        let renames =
            |it: &Step<'_>| it.kind() == Kind::AlterRenameTable && it.concerns(step.object());
        steps[at + 1..].iter().any(renames)
    };
    let found = steps.iter().enumerate().filter(|(at, step)| {
        definition(step.statement).is_some_and(|it| it.options.starts_with("as "))
            && takes_a_name(*at, step)
    });
    found.map(|(_, step)| finding(step)).collect()
}

fn finding(step: &Step<'_>) -> Finding {
    let message = format!("`{}` has no key, no `NOT NULL` and no default", step.object());
    Finding::of(step, message, "create it with its columns, then `INSERT INTO .. SELECT`")
}
