//! `IF NOT EXISTS` in a migration.

use crate::change::Step;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, EVERYWHERE, Finding, Rule};
use crate::reader::{Existence, Lifetime};

/// `IF NOT EXISTS` in a migration.
pub(crate) const RULE: Rule = Rule {
    id: "if_not_exists",
    title: "`IF NOT EXISTS` hides that an object differs",
    severity: Severity::Warning,
    dialects: EVERYWHERE,
    reason: "If there is an object of that name already, nothing happens and nobody learns of it, \
             whatever its columns are. From there on the database is not what the history says.",
    alternative: "Leave `IF NOT EXISTS` out: the history knows what is there. A database that had the \
             object before is taken in with `adopt`.",
    bad: include_str!("if_not_exists/bad.sql"),
    good: include_str!("if_not_exists/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let steps = context.steps.iter().filter(|step| {
        step.statement.existence == Existence::IfNotExists
            && step.statement.lifetime == Lifetime::Permanent
            && step.kind().is_create()
    });
    steps.map(finding).collect()
}

fn finding(step: &Step<'_>) -> Finding {
    Finding::of(
        step,
        format!(
            "if there is another `{}` already, it stays as it is and nobody learns of it",
            step.object()
        ),
        "leave `IF NOT EXISTS` out",
    )
}
