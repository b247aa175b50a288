//! Fills a materialized view while reads wait.

use crate::change::{Cursor, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::{begins, names, says};
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Fills a materialized view while reads wait.
pub(crate) const RULE: Rule = Rule {
    id: "refresh_not_concurrently",
    title: "fills a materialized view while reads wait",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "`REFRESH MATERIALIZED VIEW` lets nobody read the view until it is filled again.",
    alternative: "Use `REFRESH MATERIALIZED VIEW CONCURRENTLY`, which needs a unique index on the \
             view.",
    bad: include_str!("refresh_not_concurrently/bad.sql"),
    good: include_str!("refresh_not_concurrently/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let found = context.steps.iter().enumerate().filter_map(|(at, step)| {
        let name = refreshed(step)?;
        let makes =
            |it: &Step<'_>| begins(it, &["create", "materialized", "view"]) && names(it, &name);
        (!context.steps[..at].iter().any(makes)).then(|| finding(step, &name))
    });
    found.collect()
}

fn finding(step: &Step<'_>, name: &str) -> Finding {
    let message = format!("nobody reads `{name}` until it is filled again");
    Finding::of(step, message, "use `REFRESH MATERIALIZED VIEW CONCURRENTLY`")
}

/// The view that is filled without `CONCURRENTLY`, and filled at all.
fn refreshed(step: &Step<'_>) -> Option<String> {
    if !begins(step, &["refresh"]) {
        return None;
    }
    let mut cursor = Cursor::new(step.statement.text(), step.statement.dialect());
    let refreshes = cursor.take(&["refresh", "materialized", "view"])
        && !says(step, "concurrently")
        && !says(step, "no");
    if refreshes { cursor.name() } else { None }
}
