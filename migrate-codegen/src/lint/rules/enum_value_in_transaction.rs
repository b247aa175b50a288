//! Uses an enum value in the transaction that adds it.

use crate::Transactional;
use crate::change::{Cursor, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::begins;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};
use crate::text::{Token, tokens};
use std::ops::Range;

/// Uses an enum value in the transaction that adds it.
pub(crate) const RULE: Rule = Rule {
    id: "enum_value_in_transaction",
    title: "uses an enum value in the transaction that adds it",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "PostgreSQL does not let a transaction use a value that it added to an enum itself: \
             the statement fails with `unsafe use of new value`. Before PostgreSQL 12 the value \
             cannot even be added in a transaction.",
    alternative: "Use the value in a later migration.",
    bad: include_str!("enum_value_in_transaction/bad.sql"),
    good: include_str!("enum_value_in_transaction/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    if context.source.keys.transactional == Transactional::No {
        return Vec::new();
    }
    let mut added: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for step in &context.steps {
        if let Some(value) = added_value(step) {
            let made =
                |it: &Step<'_>| begins(it, &["create", "type"]) && it.concerns(step.object());
            if !context.steps.iter().any(made) {
                added.push(value);
            }
        } else if !added.is_empty()
            && let Some(at) = uses(step, &added)
        {
            found.push(finding(step, &at));
        }
    }
    found
}

fn finding(step: &Step<'_>, at: &Range<usize>) -> Finding {
    let value = &step.statement.text()[at.clone()];
    let message = format!("{value} is used in the transaction that adds it");
    Finding::of(step, message, "use it in a later migration").within(step, at)
}

/// The value that `ALTER TYPE .. ADD VALUE` adds, in its quotes.
pub(super) fn added_value(step: &Step<'_>) -> Option<String> {
    if !begins(step, &["alter", "type"]) {
        return None;
    }
    let mut cursor = Cursor::new(step.statement.text(), step.statement.dialect());
    let is_type = cursor.take(&["alter", "type"]) && cursor.name().is_some();
    if !is_type || !cursor.take(&["add", "value"]) {
        return None;
    }
    cursor.take(&["if", "not", "exists"]);
    cursor.peek().map(|it| it.text(cursor.sql).to_owned())
}

/// Where a statement outside of function bodies uses one of the values.
fn uses(step: &Step<'_>, values: &[String]) -> Option<Range<usize>> {
    let sql = step.statement.text();
    let used = |it: &Token| values.iter().any(|value| it.text(sql) == value);
    tokens(sql, step.statement.dialect()).find(used).map(|it| it.range)
}
