//! Renames a value of an enum that running code uses.

use crate::change::{Cursor, Step, on_earlier};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Renames a value of an enum that running code uses.
pub(crate) const RULE: Rule = Rule {
    id: "rename_enum_value",
    title: "renames a value of an enum that running code uses",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "While a release goes out, old instances of the application still run. They write the \
             old value, which PostgreSQL refuses from the moment of the rename, and read a new one \
             that they do not know.",
    alternative: "Add the new value with `ALTER TYPE .. ADD VALUE`, release code that reads both and \
             writes the new one, and change the rows later.",
    bad: include_str!("rename_enum_value/bad.sql"),
    good: include_str!("rename_enum_value/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    on_earlier(&context.steps).filter_map(|(_, step)| finding(step)).collect()
}

fn finding(step: &Step<'_>) -> Option<Finding> {
    let mut cursor = Cursor::new(step.statement.text(), step.statement.dialect());
    let is_type = cursor.take(&["alter", "type"]) && cursor.name().is_some();
    if !is_type || !cursor.take(&["rename", "value"]) {
        return None;
    }
    let value = cursor.peek()?;
    let (written, at) = (value.text(cursor.sql), value.range.clone());
    let message =
        format!("code that still runs writes {written}, which `{}` refuses", step.object());
    let help = "add the new value, and change the rows once no code writes the old one";
    Some(Finding::of(step, message, help).within(step, &at))
}
