//! Adds a value to an enum without saying where.

use super::enum_value_in_transaction::added_value;
use crate::change::Step;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::says;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Adds a value to an enum without saying where.
pub(crate) const RULE: Rule = Rule {
    id: "enum_value_at_end",
    title: "adds a value to an enum without saying where",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: POSTGRES,
    reason: "Values of an enum are in an order, which `ORDER BY` and `<` follow. Without \
             `BEFORE` or `AFTER` the new one comes last, and it stays there.",
    alternative: "Say where it belongs: `ADD VALUE 'lost' AFTER 'paid'`.",
    bad: include_str!("enum_value_at_end/bad.sql"),
    good: include_str!("enum_value_at_end/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.steps.iter().filter_map(finding).collect()
}

fn finding(step: &Step<'_>) -> Option<Finding> {
    let value = added_value(step)?;
    let placed = says(step, "before") || says(step, "after");
    let message = format!("{value} comes last in the order of `{}`", step.object());
    (!placed).then(|| Finding::of(step, message, "say where it belongs: `BEFORE` or `AFTER`"))
}
