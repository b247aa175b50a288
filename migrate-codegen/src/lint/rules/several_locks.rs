//! Locks several tables in one transaction.

use crate::Transactional;
use crate::change::{Step, on_earlier_tables};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::locks;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};
use crate::reader::Kind;

/// Locks several tables in one transaction.
pub(crate) const RULE: Rule = Rule {
    id: "several_locks",
    title: "locks several tables in one transaction",
    severity: Severity::Note,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "Each lock is held to the end of the transaction, so the first table waits for all \
             the others. Two transactions that lock the same tables in another order wait for \
             each other for ever, until PostgreSQL ends one of them.",
    alternative: "Change one table a migration.",
    bad: include_str!("several_locks/bad.sql"),
    good: include_str!("several_locks/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    if context.source.keys.transactional == Transactional::No {
        return Vec::new();
    }
    let mut locked = on_earlier_tables(&context.steps).filter(|(_, step)| locks(step));
    let Some((_, first)) = locked.next() else { return Vec::new() };
    let names = names(&context.steps, first.table());
    let is_other = |step: &Step<'_>| !names.iter().any(|it| it.eq_ignore_ascii_case(step.table()));
    let other = locked.find(|(_, step)| is_other(step));
    other.map(|(_, second)| finding(first, second)).into_iter().collect()
}

/// The names that the table has in the course of the migration.
fn names<'s>(steps: &'s [Step<'_>], table: &'s str) -> Vec<&'s str> {
    let mut names = vec![table];
    for step in steps.iter().filter(|it| it.kind() == Kind::AlterRenameTable) {
        if let Some(to) =
            step.statement.to.as_ref().filter(|_| step.concerns(names[names.len() - 1]))
        {
            names.push(&to.name);
        }
    }
    names
}

/// One finding a migration, at the second table.
fn finding(first: &Step<'_>, second: &Step<'_>) -> Finding {
    let (first, name) = (first.table(), second.table());
    let message = format!("`{first}` stays locked while `{name}` is waited for");
    let found = Finding::of(second, message, "change one table a migration");
    let on = second.statement.on.as_ref().or(second.statement.object.as_ref());
    Finding { at: second.at_name(on), ..found }
}
