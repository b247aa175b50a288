//! Makes a table without saying in which schema.

use crate::change::Step;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};
use crate::reader::{Kind, Lifetime};

/// Makes a table without saying in which schema.
pub(crate) const RULE: Rule = Rule {
    id: "table_without_schema",
    title: "makes a table without saying in which schema",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: POSTGRES,
    reason: "Where the table ends up depends on the `search_path` of whoever runs the \
             migration: with another user or another setting it is another schema.",
    alternative: "Write the schema in front of the name: `public.orders`.",
    bad: include_str!("table_without_schema/bad.sql"),
    good: include_str!("table_without_schema/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let made = |step: &&Step<'_>| {
        step.kind() == Kind::CreateTable && step.statement.lifetime == Lifetime::Permanent
    };
    context.steps.iter().filter(made).filter(|step| is_bare(step)).map(finding).collect()
}

/// Whether nothing stands before the name: no dot.
fn is_bare(step: &Step<'_>) -> bool {
    let Some(name) = &step.statement.object else { return false };
    let before = &step.statement.text()[..name.range.start - step.statement.range.start];
    !before.trim_end().ends_with('.')
}

fn finding(step: &Step<'_>) -> Finding {
    let name = step.object();
    let message = format!("the schema of `{name}` depends on the `search_path`");
    Finding::of(step, message, format!("write `public.{name}`, or the schema that is meant"))
}
