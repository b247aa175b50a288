//! A statement that cannot run in a transaction.

use super::enum_value_in_transaction::added_value;
use crate::change::{Action, Clause, Step, alter};
use crate::check::{EngineVersion, Severity};
use crate::lint::Context;
use crate::lint::postgres::{begins, says};
use crate::lint::rule::{Check, Finding, Rule, Speaks};
use crate::reader::Kind;
use crate::{Dialect, Transactional};

/// A statement that cannot run in a transaction.
pub(crate) const RULE: Rule = Rule {
    id: "outside_transaction",
    title: "must run outside of a transaction, and the migration has one",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: NOT_D1,
    reason: "The engine refuses the statement inside a transaction, or ignores it there, and \
             every migration runs in one unless it says otherwise.",
    alternative: "Put the statement alone into a migration with `transaction = false`. It is then run \
             by itself and recorded when it is done.",
    bad: include_str!("outside_transaction/bad.sql"),
    good: include_str!("outside_transaction/good.sql"),
    check: Check::Rule(check),
};

/// D1 has no such statements: its own judge says so.
const NOT_D1: &[Dialect] = &[Dialect::Sqlite, Dialect::Postgres, Dialect::DuckDb];

/// Pragmas that a transaction refuses or ignores.
const PRAGMAS: &[&str] = &["journal_mode", "synchronous", "auto_vacuum", "page_size"];

fn check(context: &Context<'_>) -> Vec<Finding> {
    if context.source.keys.transactional == Transactional::No {
        return Vec::new();
    }
    let steps = context.steps.iter();
    steps.filter(|step| is_outside(step, context)).map(|step| finding(context, step)).collect()
}

fn finding(context: &Context<'_>, step: &Step<'_>) -> Finding {
    let words: Vec<_> = step.statement.text().split_whitespace().take(2).collect();
    Finding::of(
        step,
        format!("`{}` has no effect, or fails, inside a transaction", words.join(" ")),
        format!("put it alone {}", context.without_transaction()),
    )
}

fn is_outside(step: &Step<'_>, context: &Context<'_>) -> bool {
    match context.dialect {
        Dialect::Postgres => outside_postgres(step, context),
        dialect => match step.kind() {
            Kind::Vacuum => true,
            Kind::Attach | Kind::Detach => dialect == Dialect::Sqlite,
            Kind::Pragma => {
                dialect == Dialect::Sqlite
                    && step.statement.value.is_some()
                    && PRAGMAS.iter().any(|name| step.concerns(name))
            }
            _ => false,
        },
    }
}

/// What PostgreSQL refuses in a transaction, by its first words.
const OUTSIDE: &[&[&str]] = &[
    &["create", "database"],
    &["drop", "database"],
    &["create", "tablespace"],
    &["drop", "tablespace"],
    &["alter", "system"],
    &["reindex", "database"],
    &["reindex", "system"],
    &["reindex", "schema"],
    &["drop", "subscription"],
];

fn outside_postgres(step: &Step<'_>, context: &Context<'_>) -> bool {
    let detaches = |it: &Clause| matches!(it.action, Action::Detach(Some(_)));
    match step.kind() {
        Kind::Vacuum => true,
        Kind::CreateIndex | Kind::DropIndex | Kind::Reindex if says(step, "concurrently") => true,
        Kind::AlterOther if alter(step.statement).iter().any(detaches) => true,
        Kind::AlterOther if added_value(step).is_some() => {
            context.is_older_than(EngineVersion::new(12, 0, 0))
        }
        _ => OUTSIDE.iter().any(|words| begins(step, words)),
    }
}
