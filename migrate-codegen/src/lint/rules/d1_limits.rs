//! More than Cloudflare D1 takes.

use crate::Dialect;
use crate::change::{Step, definition};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, Rule, Speaks};

/// More than Cloudflare D1 takes.
pub(crate) const RULE: Rule = Rule {
    id: "d1_limits",
    title: "more than Cloudflare D1 takes",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: &[Dialect::D1],
    reason: "D1 takes 100 columns a table and 100,000 bytes a statement. SQLite itself takes far \
             more, so the failure shows at the deploy.",
    alternative: "Divide the table, or divide the statement: several `INSERT`s of some rows each.",
    bad: include_str!("d1_limits/bad.sql"),
    good: include_str!("d1_limits/good.sql"),
    check: Check::Rule(check),
};

/// Columns that a table may have.
const COLUMNS: usize = 100;
/// Bytes that a statement may have.
const BYTES: usize = 100_000;

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.steps.iter().filter_map(finding).collect()
}

fn finding(step: &Step<'_>) -> Option<Finding> {
    let bytes = step.statement.text().len();
    if bytes > BYTES {
        let message = format!("the statement has {bytes} bytes, and D1 takes {BYTES}");
        return Some(Finding::of(step, message, "divide it"));
    }
    let columns = definition(step.statement)?.columns.len();
    let message = format!("`{}` has {columns} columns, and D1 takes {COLUMNS}", step.object());
    (columns > COLUMNS).then(|| Finding::of(step, message, "divide the table"))
}
