//! Waits for locks without an end.

use crate::change::{Cursor, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::begins;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Waits for locks without an end.
pub(crate) const RULE: Rule = Rule {
    id: "lock_timeout_off",
    title: "waits for locks without an end",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "A statement that waits for a lock makes all later ones wait behind it, reads too. \
             The runner sets `lock_timeout` and tries again, so that a long query does not stop \
             the application; a migration that takes the limit away undoes that.",
    alternative: "Leave `lock_timeout` to the runner, or set a short one.",
    bad: include_str!("lock_timeout_off/bad.sql"),
    good: include_str!("lock_timeout_off/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.steps.iter().filter(|step| is_off(step)).map(finding).collect()
}

fn finding(step: &Step<'_>) -> Finding {
    let message = "without `lock_timeout` a statement waits for its lock without an end";
    Finding::of(
        step,
        message,
        "leave it to the runner, or set a short one: `SET LOCAL lock_timeout = '2s'`",
    )
}

fn is_off(step: &Step<'_>) -> bool {
    if !begins(step, &["set"]) {
        return false;
    }
    let mut cursor = Cursor::new(step.statement.text(), step.statement.dialect());
    let sets = cursor.take(&["set"]);
    let _ = cursor.take(&["local"]) || cursor.take(&["session"]);
    if !sets || !cursor.take(&["lock_timeout"]) {
        return false;
    }
    let _ = cursor.take(&["to"]) || cursor.take_symbol('=');
    let value = cursor.peek().map_or("", |it| it.text(cursor.sql));
    ["0", "'0'", "'0s'", "'0ms'"].contains(&value)
}
