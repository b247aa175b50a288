//! Adds a primary key while reads and writes wait.

use crate::change::{Action, Clause, Sort, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::altered;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Adds a primary key while reads and writes wait.
pub(crate) const RULE: Rule = Rule {
    id: "primary_key_not_using_index",
    title: "adds a primary key while reads and writes wait",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "`ADD PRIMARY KEY` builds its index, and reads the table for nulls, under the \
             strongest lock: nobody reads or writes the table meanwhile.",
    alternative: "Make the columns `NOT NULL` and create a unique index `CONCURRENTLY` first. Then \
             `ADD PRIMARY KEY USING INDEX` is a matter of a moment.",
    bad: include_str!("primary_key_not_using_index/bad.sql"),
    good: include_str!("primary_key_not_using_index/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    altered(context).filter_map(|(_, step, clause)| finding(step, &clause)).collect()
}

fn finding(step: &Step<'_>, clause: &Clause) -> Option<Finding> {
    let Action::AddConstraint(constraint) = &clause.action else { return None };
    let found = || {
        let message = format!(
            "nobody reads or writes `{}` while the index of the key is built",
            step.object()
        );
        Finding::of(
            step,
            message,
            "create a unique index `CONCURRENTLY` first, then add the key `USING INDEX`",
        )
        .within(step, &clause.at)
    };
    (constraint.sort == Sort::PrimaryKey && !constraint.rest.contains("using index")).then(found)
}
