//! Adds a unique constraint while reads and writes wait.

use crate::change::{Action, Clause, Mark, Sort, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::altered;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Adds a unique constraint while reads and writes wait.
pub(crate) const RULE: Rule = Rule {
    id: "unique_not_using_index",
    title: "adds a unique constraint while reads and writes wait",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "`ADD CONSTRAINT .. UNIQUE` builds its index under the strongest lock: nobody reads \
             or writes the table meanwhile.",
    alternative: "Create the index first, with `CREATE UNIQUE INDEX CONCURRENTLY` in a migration of \
             its own. Then `ADD CONSTRAINT .. UNIQUE USING INDEX` is a matter of a moment.",
    bad: include_str!("unique_not_using_index/bad.sql"),
    good: include_str!("unique_not_using_index/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    altered(context).filter_map(|(_, step, clause)| finding(step, &clause)).collect()
}

fn finding(step: &Step<'_>, clause: &Clause) -> Option<Finding> {
    let help = "create the index `CONCURRENTLY` first, then add the constraint `USING INDEX`";
    let (at, help) = match &clause.action {
        Action::AddConstraint(it)
            if it.sort == Sort::Unique && !it.rest.contains("using index") =>
        {
            (&clause.at, help.to_owned())
        }
        Action::AddColumn(column) if column.is(&Mark::Unique) => {
            (&column.at, format!("leave `UNIQUE` out here, {help}"))
        }
        _ => return None,
    };
    let table = step.object();
    let message =
        format!("nobody reads or writes `{table}` while the index of the constraint is built");
    Some(Finding::of(step, message, help).within(step, at))
}
