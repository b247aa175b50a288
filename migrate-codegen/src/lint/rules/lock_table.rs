//! Locks a table by hand.

use crate::change::Step;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::begins;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Locks a table by hand.
pub(crate) const RULE: Rule = Rule {
    id: "lock_table",
    title: "locks a table by hand",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "`LOCK TABLE` without a mode takes the strongest lock there is and holds it to the \
             end of the transaction. Whoever meets it waits, and everybody else waits behind him.",
    alternative: "Leave it out: each statement takes the lock that it needs. Where rows must not \
             change meanwhile, `SHARE ROW EXCLUSIVE` lets reads through.",
    bad: include_str!("lock_table/bad.sql"),
    good: include_str!("lock_table/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.steps.iter().filter(|step| begins(step, &["lock"])).map(finding).collect()
}

fn finding(step: &Step<'_>) -> Finding {
    let message = "the lock is held to the end of the migration, and everybody waits for it";
    Finding::of(step, message, "leave it out: each statement takes the lock that it needs")
}
