//! Adds a check and reads every row under the lock.

use crate::change::{Action, Clause, Sort, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::altered;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Adds a check and reads every row under the lock.
pub(crate) const RULE: Rule = Rule {
    id: "check_not_valid",
    title: "adds a check and reads every row under the lock",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "A new `CHECK` looks at every row of the table under the strongest lock: nobody reads \
             or writes it meanwhile.",
    alternative: "Add it with `NOT VALID`, which checks new rows only, and `VALIDATE CONSTRAINT` in a \
             later migration, under a lock that lets reads and writes through.",
    bad: include_str!("check_not_valid/bad.sql"),
    good: include_str!("check_not_valid/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    altered(context).filter_map(|(_, step, clause)| finding(step, &clause)).collect()
}

fn finding(step: &Step<'_>, clause: &Clause) -> Option<Finding> {
    let Action::AddConstraint(constraint) = &clause.action else { return None };
    let found = || {
        let message =
            format!("every row of `{}` is checked while nobody reads or writes", step.object());
        Finding::of(
            step,
            message,
            "add it with `NOT VALID`, and `VALIDATE CONSTRAINT` in a later migration",
        )
        .within(step, &clause.at)
        .with_fix(step, &(clause.at.end..clause.at.end), " NOT VALID")
    };
    (constraint.sort == Sort::Check && !constraint.is_not_valid()).then(found)
}
