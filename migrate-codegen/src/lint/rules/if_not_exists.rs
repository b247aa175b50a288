//! `IF NOT EXISTS` in a migration.

use std::ops::Range;

use crate::change::Step;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::begins;
use crate::lint::rule::{Check, EVERYWHERE, Finding, Rule, Speaks};
use crate::reader::{Existence, Lifetime};
use crate::text::{Token, tokens};

/// `IF NOT EXISTS` in a migration.
pub(crate) const RULE: Rule = Rule {
    id: "if_not_exists",
    title: "`IF NOT EXISTS` hides that an object differs",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "If there is an object of that name already, nothing happens and nobody learns of it, \
             whatever its columns are. From there on the database is not what the history says.",
    alternative: "Leave `IF NOT EXISTS` out: the history knows what is there. A database that had the \
             object before is taken in with `adopt`.",
    bad: include_str!("if_not_exists/bad.sql"),
    good: include_str!("if_not_exists/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let steps = context.steps.iter().filter(|step| {
        step.statement.existence == Existence::IfNotExists
            && step.statement.lifetime == Lifetime::Permanent
            && step.kind().is_create()
            && !is_one_and_all(step)
    });
    steps.map(finding).collect()
}

fn finding(step: &Step<'_>) -> Finding {
    let found = Finding::of(
        step,
        format!(
            "if there is another `{}` already, it stays as it is and nobody learns of it",
            step.object()
        ),
        "leave `IF NOT EXISTS` out",
    );
    match guard(step) {
        Some(at) => found.with_fix(step, &at, ""),
        None => found,
    }
}

/// What cannot be there and differ: an extension, a schema.
fn is_one_and_all(step: &Step<'_>) -> bool {
    begins(step, &["create", "extension"]) || begins(step, &["create", "schema"])
}

/// The bytes of `IF NOT EXISTS` and of the blanks behind it.
fn guard(step: &Step<'_>) -> Option<Range<usize>> {
    let sql = step.statement.text();
    let mut words = tokens(sql, step.statement.dialect()).filter(Token::is_significant);
    let start = words.find(|it| it.is_word(sql, "if"))?.range.start;
    let name = words.nth(2)?.range.start;
    Some(start..name)
}
