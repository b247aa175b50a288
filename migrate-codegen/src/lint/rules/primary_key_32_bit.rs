//! A key that ends at two thousand million.

use crate::change::{Step, definition};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// A key that ends at two thousand million.
pub(crate) const RULE: Rule = Rule {
    id: "primary_key_32_bit",
    title: "a key that ends at two thousand million",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: POSTGRES,
    reason: "An `integer` key ends at 2,147,483,647. Rolled back inserts and `ON CONFLICT` use \
             numbers up too. Making it wider later writes the table again, with everything that \
             references it.",
    alternative: "Use `bigint`.",
    bad: include_str!("primary_key_32_bit/bad.sql"),
    good: include_str!("primary_key_32_bit/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.steps.iter().filter_map(finding).collect()
}

fn finding(step: &Step<'_>) -> Option<Finding> {
    let table = definition(step.statement)?;
    let key = table.key(step.statement.dialect());
    let [column] = key[..] else { return None };
    let (end, wide) = match column.type_name.as_str() {
        "integer" | "int" | "int4" => ("2,147,483,647", "bigint"),
        "serial" | "serial4" => ("2,147,483,647", "bigserial"),
        "smallint" | "int2" => ("32,767", "bigint"),
        "smallserial" | "serial2" => ("32,767", "bigserial"),
        _ => return None,
    };
    let message = format!("`{}` ends at {end}", column.name);
    let found = Finding::of(step, message, format!("use `{wide}`"));
    Some(found.within(step, &column.type_at).with_fix(step, &column.type_at, wide))
}
