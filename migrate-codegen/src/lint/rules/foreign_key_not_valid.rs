//! Adds a foreign key and checks every row under the lock.

use crate::change::{Action, Clause, Column, Mark, Sort, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::altered;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Adds a foreign key and checks every row under the lock.
pub(crate) const RULE: Rule = Rule {
    id: "foreign_key_not_valid",
    title: "adds a foreign key and checks every row under the lock",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "A new foreign key looks at every row of the table while writes to both tables wait.",
    alternative: "Add it with `NOT VALID`, which checks new rows only, and `VALIDATE CONSTRAINT` in a \
             later migration, under a lock that lets writes through.",
    bad: include_str!("foreign_key_not_valid/bad.sql"),
    good: include_str!("foreign_key_not_valid/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    altered(context).filter_map(|(_, step, clause)| finding(step, &clause)).collect()
}

fn finding(step: &Step<'_>, clause: &Clause) -> Option<Finding> {
    let help = "add it with `NOT VALID`, and `VALIDATE CONSTRAINT` in a later migration";
    let message = || format!("every row of `{}` is checked while writes wait", step.object());
    match &clause.action {
        Action::AddConstraint(it) if it.sort == Sort::ForeignKey && !it.is_not_valid() => {
            let end = clause.at.end..clause.at.end;
            let found = Finding::of(step, message(), help).within(step, &clause.at);
            Some(found.with_fix(step, &end, " NOT VALID"))
        }
        Action::AddColumn(column) if references_with_default(column) => {
            let help = format!("leave `REFERENCES` out here and {help}");
            Some(Finding::of(step, message(), help).within(step, &column.at))
        }
        _ => None,
    }
}

/// A new column of nulls references nothing, and PostgreSQL knows that.
fn references_with_default(column: &Column) -> bool {
    let references = column.marks.iter().any(|it| matches!(it, Mark::References(_)));
    references && column.default().is_some_and(|it| !it.eq_ignore_ascii_case("null"))
}
