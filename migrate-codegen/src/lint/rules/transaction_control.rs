//! A migration that runs its own transaction.

use crate::change::Step;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, EVERYWHERE, Finding, Rule, Speaks};
use crate::reader::Kind;
use crate::{Dialect, Transactional};

/// A migration that runs its own transaction.
pub(crate) const RULE: Rule = Rule {
    id: "transaction_control",
    title: "begins, ends or escapes the transaction itself",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "The runner puts each migration and its row in the history into one transaction, so \
             that both are there or neither is. A `COMMIT` in the middle breaks that: a failure \
             after it leaves the first half applied and nothing recorded. `PRAGMA foreign_keys` \
             does nothing inside a transaction.",
    alternative: "Leave it out. For a migration that drops or rebuilds a table that others reference, \
             the runner itself switches foreign keys off before the transaction, checks the \
             touched tables before it commits, and switches them back: what `COMMIT; PRAGMA \
             foreign_keys = OFF; BEGIN` is written for. What cannot run in a transaction goes \
             into a migration with `transaction = false`.",
    bad: include_str!("transaction_control/bad.sql"),
    good: include_str!("transaction_control/good.sql"),
    check: Check::Rule(check),
};

/// One finding a migration: whoever wrote a `BEGIN` wrote a `COMMIT` too.
fn check(context: &Context<'_>) -> Vec<Finding> {
    context.steps.iter().find_map(|step| finding(context, step)).into_iter().collect()
}

fn finding(context: &Context<'_>, step: &Step<'_>) -> Option<Finding> {
    let within = context.source.keys.transactional;
    let is_set = || step.concerns("foreign_keys") && step.statement.value.is_some();
    match step.kind() {
        // That one is refused, whatever anybody expects.
        Kind::Rollback => None,
        kind if kind.is_transaction_control() => Some(Finding::of(
            step,
            format!("`{}` inside a migration: the runner brings the transaction", verb(step)),
            instead(context),
        )),
        Kind::Pragma if context.dialect == Dialect::D1 && is_set() => {
            let message =
                format!("D1 ignores `PRAGMA {}`: foreign keys are always on", step.object());
            Some(Finding::of(step, message, instead(context)))
        }
        Kind::Pragma if within == Transactional::Yes && is_set() => Some(Finding::of(
            step,
            format!("`PRAGMA {}` does nothing inside the runner's transaction", step.object()),
            instead(context),
        )),
        _ => None,
    }
}

fn instead(context: &Context<'_>) -> String {
    match context.dialect {
        Dialect::Sqlite => "remove it; for a table that others reference the runner switches \
                            foreign keys off and checks them itself"
            .to_owned(),
        Dialect::D1 => "remove it".to_owned(),
        Dialect::Postgres | Dialect::DuckDb => {
            let alone = context.without_transaction();
            format!("remove it; what cannot run in a transaction goes {alone}")
        }
    }
}

fn verb(step: &Step<'_>) -> String {
    step.statement.text().split_whitespace().next().unwrap_or_default().to_uppercase()
}
