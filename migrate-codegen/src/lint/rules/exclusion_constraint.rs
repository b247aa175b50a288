//! Adds an exclusion constraint while reads and writes wait.

use crate::change::{Action, Clause, Sort, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::altered;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Adds an exclusion constraint while reads and writes wait.
pub(crate) const RULE: Rule = Rule {
    id: "exclusion_constraint",
    title: "adds an exclusion constraint while reads and writes wait",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "An exclusion constraint builds its index under the strongest lock, and there is no \
             way to build it beforehand: nobody reads or writes the table meanwhile.",
    alternative: "Add it while the table is small: in the migration that makes it, or to a new table \
             that takes the rows over.",
    bad: include_str!("exclusion_constraint/bad.sql"),
    good: include_str!("exclusion_constraint/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    altered(context).filter_map(|(_, step, clause)| finding(step, &clause)).collect()
}

fn finding(step: &Step<'_>, clause: &Clause) -> Option<Finding> {
    let Action::AddConstraint(constraint) = &clause.action else { return None };
    let found = || {
        let message = format!(
            "nobody reads or writes `{}` while the index of the constraint is built",
            step.object()
        );
        Finding::of(step, message, "add it while the table has few rows").within(step, &clause.at)
    };
    (constraint.sort == Sort::Exclude).then(found)
}
