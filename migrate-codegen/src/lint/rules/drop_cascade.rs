//! Drops whatever depends on it.

use std::ops::Range;

use crate::Dialect;
use crate::change::{Step, alter, on_earlier};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::begins;
use crate::lint::rule::{Check, Finding, Rule, Speaks};
use crate::text::{Token, tokens};

/// Drops whatever depends on it.
pub(crate) const RULE: Rule = Rule {
    id: "drop_cascade",
    title: "drops whatever depends on it",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: &[Dialect::Postgres, Dialect::DuckDb],
    reason: "`CASCADE` drops everything that depends on the object: views, foreign keys, columns, \
             functions, also what other migrations of other teams made. Nothing says what it was.",
    alternative: "Drop what depends on it by name, then the object itself. PostgreSQL names them all \
             when it is tried without `CASCADE`.",
    bad: include_str!("drop_cascade/bad.sql"),
    good: include_str!("drop_cascade/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let found = on_earlier(&context.steps).filter_map(|(_, step)| {
        // What is in a schema is dropped with it in any case, and `drop_schema` says so.
        let is_schema = begins(step, &["drop", "schema"]);
        let at = cascade(step).filter(|_| !is_schema)?;
        Some(finding(step).within(step, &at))
    });
    found.collect()
}

/// The word at the end of a `DROP`, or of a clause that drops.
fn cascade(step: &Step<'_>) -> Option<Range<usize>> {
    if !step.kind().is_drop() && !step.kind().is_alter() {
        return None;
    }
    let sql = step.statement.text();
    let ends = |at: Range<usize>| {
        let words = tokens(&sql[at.clone()], step.statement.dialect());
        let mut words = words.filter(Token::is_significant);
        let first = words.next()?;
        let last = words.last()?;
        let drops = first.is_word(&sql[at.clone()], "drop");
        let found = drops && last.is_word(&sql[at.clone()], "cascade");
        found.then(|| at.start + last.range.start..at.start + last.range.end)
    };
    ends(0..sql.len()).or_else(|| alter(step.statement).into_iter().find_map(|it| ends(it.at)))
}

fn finding(step: &Step<'_>) -> Finding {
    let message = format!("everything that depends on `{}` is dropped with it", step.object());
    Finding::of(step, message, "drop it by name first, and leave `CASCADE` out")
}
