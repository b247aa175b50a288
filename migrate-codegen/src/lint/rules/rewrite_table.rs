//! Writes a whole table again under the lock.

use crate::change::{Action, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::{altered, begins, says};
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};
use crate::reader::Kind;

/// Writes a whole table again under the lock.
pub(crate) const RULE: Rule = Rule {
    id: "rewrite_table",
    title: "writes a whole table again under the lock",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "`CLUSTER`, `VACUUM FULL`, `SET TABLESPACE`, `SET LOGGED` and their like write the \
             table again from the first row to the last, and nobody reads or writes it meanwhile.",
    alternative: "Do it in a window of maintenance, outside of migrations, or with a tool that copies \
             the table beside its use.",
    bad: include_str!("rewrite_table/bad.sql"),
    good: include_str!("rewrite_table/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let clauses = altered(context).filter_map(|(_, step, clause)| match clause.action {
        Action::Rewrite(what) => Some(finding(step, what)),
        _ => None,
    });
    let others = context.steps.iter().filter_map(|step| match step.kind() {
        Kind::Vacuum if says(step, "full") => Some(finding(step, "VACUUM FULL")),
        _ if begins(step, &["cluster"]) => Some(finding(step, "CLUSTER")),
        _ => None,
    });
    clauses.chain(others).collect()
}

fn finding(step: &Step<'_>, what: &str) -> Finding {
    let message =
        format!("`{what}` writes the whole table again, and nobody reads or writes it meanwhile");
    Finding::of(step, message, "do it in a window of maintenance, outside of migrations")
}
