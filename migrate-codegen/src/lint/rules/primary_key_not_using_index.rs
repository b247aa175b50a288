//! Adds a primary key while reads and writes wait.

use crate::change::{Action, Clause, Mark, Sort, Step, is_serial};
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
    let help = "create a unique index `CONCURRENTLY` first, then add the key `USING INDEX`";
    let (at, help) = match &clause.action {
        Action::AddConstraint(it)
            if it.sort == Sort::PrimaryKey && !it.rest.contains("using index") =>
        {
            (&clause.at, help.to_owned())
        }
        // `add_column_rewrites` speaks of the others, which write the whole table.
        Action::AddColumn(column)
            if column.is(&Mark::PrimaryKey)
                && !column.is(&Mark::Identity)
                && !is_serial(column) =>
        {
            (&column.at, format!("leave `PRIMARY KEY` out here, {help}"))
        }
        _ => return None,
    };
    let table = step.object();
    let message = format!("nobody reads or writes `{table}` while the index of the key is built");
    Some(Finding::of(step, message, help).within(step, at))
}
