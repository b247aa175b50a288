//! Drops a constraint that the rows kept so far.

use crate::change::{Action, Clause, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::altered;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Drops a constraint that the rows kept so far.
pub(crate) const RULE: Rule = Rule {
    id: "drop_constraint",
    title: "drops a constraint that the rows kept so far",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: POSTGRES,
    reason: "From here on rows may come in that break it, and then nobody can add it again: \
             neither a rollback nor a later migration. Code that relies on it does not \
             know.",
    alternative: "Be sure that no code relies on it. To replace it, add the new one in the same \
             migration.",
    bad: include_str!("drop_constraint/bad.sql"),
    good: include_str!("drop_constraint/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let clauses: Vec<_> = altered(context).collect();
    let replaced = |step: &Step<'_>| {
        let adds = |it: &Clause| matches!(it.action, Action::AddConstraint(_));
        clauses.iter().any(|(_, other, it)| other.concerns(step.object()) && adds(it))
    };
    let found = clauses.iter().filter_map(|(_, step, clause)| match &clause.action {
        Action::DropConstraint(name) if !replaced(step) => Some(finding(step, name, clause)),
        _ => None,
    });
    found.collect()
}

fn finding(step: &Step<'_>, name: &str, clause: &Clause) -> Finding {
    let message = format!("rows of `{}` may break `{name}` from here on", step.object());
    Finding::of(step, message, "be sure that no code relies on it").within(step, &clause.at)
}
