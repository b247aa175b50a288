//! Makes an enum type.

use crate::change::{Cursor, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Makes an enum type.
pub(crate) const RULE: Rule = Rule {
    id: "create_enum",
    title: "makes an enum type",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: POSTGRES,
    reason: "Values can be added to an enum, and renamed, but neither removed nor put into \
             another order without a new type and a table that is written again.",
    alternative: "Where the values change, use `text` with a `CHECK`, or a table of them with a \
             foreign key.",
    bad: include_str!("create_enum/bad.sql"),
    good: include_str!("create_enum/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.steps.iter().filter(|step| makes_enum(step)).map(finding).collect()
}

fn makes_enum(step: &Step<'_>) -> bool {
    let mut cursor = Cursor::new(step.statement.text(), step.statement.dialect());
    cursor.take(&["create", "type"]) && cursor.name().is_some() && cursor.take(&["as", "enum"])
}

fn finding(step: &Step<'_>) -> Finding {
    let message = format!("no value of `{}` can ever be removed", step.object());
    Finding::of(step, message, "use a table of the values where they change")
}
