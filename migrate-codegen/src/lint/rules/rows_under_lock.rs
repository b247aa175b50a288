//! Changes rows while a table stays locked.

use crate::Transactional;
use crate::change::{Rows, Step, Write, on_earlier_tables};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::locks_out;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};
use crate::reader::Kind;

/// Changes rows while a table stays locked.
pub(crate) const RULE: Rule = Rule {
    id: "rows_under_lock",
    title: "changes rows while a table stays locked",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "The lock that a change of the schema takes is held to the end of the transaction. \
             When the same migration goes on to fill a column or to move rows, nobody reads or \
             writes the table until that is done.",
    alternative: "Change the rows in a migration of their own, in batches.",
    bad: include_str!("rows_under_lock/bad.sql"),
    good: include_str!("rows_under_lock/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    if context.source.keys.transactional == Transactional::No {
        return Vec::new();
    }
    let mut locked = None;
    for (_, step) in on_earlier_tables(&context.steps) {
        match locked {
            None if locks_out(step) => locked = Some(step),
            Some(locked) if writes_many(step) && !step.object().starts_with("pg_") => {
                return vec![finding(step, locked)];
            }
            _ => {}
        }
    }
    Vec::new()
}

/// One finding a migration, at the first change of rows.
fn finding(step: &Step<'_>, locked: &Step<'_>) -> Finding {
    let (line, table) = (locked.statement.place.line, locked.table());
    let message = format!(
        "`{table}` stays locked, since line {line}, while rows of `{}` change",
        step.object()
    );
    Finding::of(step, message, "change the rows in a migration of their own")
}

fn writes_many(step: &Step<'_>) -> bool {
    match step.kind() {
        Kind::Update | Kind::Delete => true,
        Kind::Insert => Write::read(step.statement).is_some_and(|it| it.rows != Rows::Values),
        _ => false,
    }
}
