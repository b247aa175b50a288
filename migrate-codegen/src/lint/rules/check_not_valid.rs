//! Adds a check and reads every row under the lock.

use crate::change::{Action, Clause, Mark, Sort, Step};
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
    let help = "add it with `NOT VALID`, and `VALIDATE CONSTRAINT` in a later migration";
    let message =
        || format!("every row of `{}` is checked while nobody reads or writes", step.object());
    match &clause.action {
        Action::AddConstraint(it) if it.sort == Sort::Check && !it.is_not_valid() => {
            let end = clause.at.end..clause.at.end;
            let found = Finding::of(step, message(), help).within(step, &clause.at);
            Some(found.with_fix(step, &end, " NOT VALID"))
        }
        Action::AddColumn(column) if column.marks.iter().any(is_check) => {
            let help = format!("leave the check out here and {help}");
            Some(Finding::of(step, message(), help).within(step, &column.at))
        }
        _ => None,
    }
}

fn is_check(mark: &Mark) -> bool {
    matches!(mark, Mark::Check(_))
}
