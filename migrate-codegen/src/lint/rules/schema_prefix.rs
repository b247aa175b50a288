//! A view or trigger that names its database.

use crate::change::{Cursor, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, Rule, SQLITE, Speaks};
use crate::reader::Kind;

/// A view or trigger that names its database.
pub(crate) const RULE: Rule = Rule {
    id: "schema_prefix",
    title: "a view or trigger that names its database",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "In SQLite the word before the dot is the database as this connection calls it. A \
             view that says `main.orders` cannot be read any more when the file is attached to \
             another connection under a name of its own.",
    alternative: "Leave `main.` out: a view or trigger looks in its own database first.",
    bad: include_str!("schema_prefix/bad.sql"),
    good: include_str!("schema_prefix/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let kinds = [Kind::CreateView, Kind::CreateTrigger];
    context.steps.iter().filter(|it| kinds.contains(&it.kind())).filter_map(finding).collect()
}

fn finding(step: &Step<'_>) -> Option<Finding> {
    let name = step.statement.object.as_ref()?;
    let from = name.range.end - step.statement.range.start;
    let sql = step.statement.text();
    let mut cursor = Cursor::new(sql.get(from..)?, step.statement.dialect());
    while let Some(token) = cursor.peek().cloned() {
        if cursor.take(&["main"]) && cursor.sees_symbol('.') {
            let dot = cursor.next()?.range.end;
            let at = from + token.range.start..from + dot;
            let message = format!("`{}` names the database `main`", step.object());
            let found = Finding::of(step, message, "leave `main.` out").within(step, &at);
            return Some(found.with_fix(step, &at, ""));
        }
        cursor.next();
    }
    None
}
