//! Makes columns unique that may hold doubles.

use crate::change::{Step, on_earlier_tables};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::begins;
use crate::lint::rule::{Check, EVERYWHERE, Finding, Rule, Speaks};

/// Makes columns unique that may hold doubles.
pub(crate) const RULE: Rule = Rule {
    id: "unique_on_rows",
    title: "makes columns unique that may hold doubles",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: EVERYWHERE,
    reason: "On an empty table, such as that of a developer or of a test, the statement \
             passes. Where two rows are equal in these columns it fails, and a unique index \
             that PostgreSQL builds concurrently stays behind, invalid.",
    alternative: "Look for doubles in production first, and remove them in the same migration.",
    bad: include_str!("unique_on_rows/bad.sql"),
    good: include_str!("unique_on_rows/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let unique = |(_, step): &(usize, &Step<'_>)| begins(step, &["create", "unique", "index"]);
    on_earlier_tables(&context.steps).filter(unique).map(|(_, step)| finding(step)).collect()
}

fn finding(step: &Step<'_>) -> Finding {
    let message =
        format!("it fails where two rows of `{}` are equal in these columns", step.table());
    Finding::of(step, message, "look for doubles first, and remove them in the same migration")
}
