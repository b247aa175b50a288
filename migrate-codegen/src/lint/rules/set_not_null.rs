//! `SET NOT NULL` reads every row under the lock.

use crate::change::{Action, Change, Clause, Sort, Step, alter};
use crate::check::EngineVersion;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::altered;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// `SET NOT NULL` reads every row under the lock.
pub(crate) const RULE: Rule = Rule {
    id: "set_not_null",
    title: "`SET NOT NULL` reads every row under the lock",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "`SET NOT NULL` looks for nulls in every row under the strongest lock: nobody reads \
             or writes the table meanwhile.",
    alternative: "First `ADD CONSTRAINT .. CHECK (column IS NOT NULL) NOT VALID`, then `VALIDATE \
             CONSTRAINT` in a later migration. From version 12 on PostgreSQL believes such a \
             check, and `SET NOT NULL` is a matter of a moment; the check can go then.",
    bad: include_str!("set_not_null/bad.sql"),
    good: include_str!("set_not_null/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    altered(context).filter_map(|(_, step, clause)| finding(context, step, &clause)).collect()
}

fn finding(context: &Context<'_>, step: &Step<'_>, clause: &Clause) -> Option<Finding> {
    let Action::AlterColumn(column, Change::SetNotNull) = &clause.action else { return None };
    let old = context.is_older_than(EngineVersion::new(12, 0, 0));
    if !old && is_checked(context, step, column) {
        return None;
    }
    let message = format!("every row of `{}` is read for nulls under the lock", step.object());
    let help = format!("validate a `CHECK ({column} IS NOT NULL)` first, in an earlier migration");
    Some(Finding::of(step, message, help).within(step, &clause.at))
}

/// Whether a check that is valid says so already.
fn is_checked(context: &Context<'_>, step: &Step<'_>, column: &str) -> bool {
    let wanted = format!("{column} is not null");
    let own = context.steps.iter().map(|it| it.statement);
    let before = context.history().chain(own);
    let statements = before.filter(|it| it.object.as_ref().is_some_and(|it| it.is(step.object())));
    let clauses: Vec<_> = statements.flat_map(alter).collect();
    let validated = |name: &str| {
        clauses.iter().any(|it| matches!(&it.action, Action::Validate(own) if own == name))
    };
    clauses.iter().any(|clause| match &clause.action {
        Action::AddConstraint(it) if it.sort == Sort::Check => {
            let says = it.inside.replace('"', "").to_lowercase();
            let says = says.trim_start_matches("( ").trim_end_matches(" )");
            let valid = !it.is_not_valid() || it.name.as_deref().is_some_and(validated);
            says == wanted.to_lowercase() && valid
        }
        _ => false,
    })
}
