//! Renames a schema that running code uses.

use crate::change::Step;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::{begins, says};
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Renames a schema that running code uses.
pub(crate) const RULE: Rule = Rule {
    id: "rename_schema",
    title: "renames a schema that running code uses",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "Every query that names the schema, and every `search_path` with it, fails from the \
             moment of the rename.",
    alternative: "Make a schema of the new name with views of the tables, release code that uses it, \
             and move the tables later.",
    bad: include_str!("rename_schema/bad.sql"),
    good: include_str!("rename_schema/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .steps
        .iter()
        .filter(|step| begins(step, &["alter", "schema"]) && says(step, "rename"))
        .map(finding)
        .collect()
}

fn finding(step: &Step<'_>) -> Finding {
    let message =
        format!("code that still runs does not find the schema `{}` any more", step.object());
    Finding::of(step, message, "make a schema of the new name beside it")
}
