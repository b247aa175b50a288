//! `IF NOT EXISTS` in a migration.

use std::ops::Range;

use crate::change::{Action, Clause, Step, alter};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::begins;
use crate::lint::rule::{Check, EVERYWHERE, Finding, Rule, Speaks};
use crate::reader::{Existence, Kind, Lifetime};
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
    let steps = &context.steps;
    let found = steps.iter().enumerate().flat_map(|(at, step)| {
        let object = (is_guarded(step) && !is_gone(&steps[..at], step)).then(|| finding(step));
        object.into_iter().chain(columns(step))
    });
    found.collect()
}

fn is_guarded(step: &Step<'_>) -> bool {
    step.statement.existence == Existence::IfNotExists
        && step.statement.lifetime == Lifetime::Permanent
        && step.kind().is_create()
        && !is_one_and_all(step)
}

/// Whether the migration took the name away before: then there is no other object of it.
fn is_gone(before: &[Step<'_>], step: &Step<'_>) -> bool {
    let goes = |it: &Step<'_>| it.kind().is_drop() || it.kind() == Kind::AlterRenameTable;
    before.iter().any(|it| goes(it) && it.concerns(step.object()))
}

/// `ADD COLUMN IF NOT EXISTS`.
fn columns(step: &Step<'_>) -> impl Iterator<Item = Finding> {
    alter(step.statement).into_iter().filter_map(move |clause| {
        let Clause { action: Action::AddColumn(column), at } = clause else { return None };
        let guard = guard(step, at.start).filter(|guard| guard.end <= column.at.start)?;
        let name = format!("`{}.{}`", step.object(), column.name);
        let message =
            format!("if there is a {name} already, it keeps its type and nobody learns of it");
        let found = Finding::of(step, message, "leave `IF NOT EXISTS` out");
        Some(found.within(step, &column.at).with_fix(step, &guard, ""))
    })
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
    match guard(step, 0) {
        Some(at) => found.with_fix(step, &at, ""),
        None => found,
    }
}

/// What cannot be there and differ: an extension, a schema.
fn is_one_and_all(step: &Step<'_>) -> bool {
    begins(step, &["create", "extension"]) || begins(step, &["create", "schema"])
}

/// The bytes of the first `IF NOT EXISTS` behind `from`, and of the blanks behind it.
fn guard(step: &Step<'_>, from: usize) -> Option<Range<usize>> {
    let sql = step.statement.text().get(from..)?;
    let mut words = tokens(sql, step.statement.dialect()).filter(Token::is_significant);
    let start = words.find(|it| it.is_word(sql, "if"))?.range.start;
    let name = words.nth(2)?.range.start;
    Some(from + start..from + name)
}
