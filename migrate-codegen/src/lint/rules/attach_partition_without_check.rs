//! Attaches a partition and reads all its rows.

use crate::change::{Action, Clause, Constraint, Mark, Sort, Step, alter, definition};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::altered;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};
use crate::reader::Kind;

/// Attaches a partition and reads all its rows.
pub(crate) const RULE: Rule = Rule {
    id: "attach_partition_without_check",
    title: "attaches a partition and reads all its rows",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "`ATTACH PARTITION` looks whether every row of the new partition belongs there, under \
             a lock that lets nobody use it. A valid `CHECK` that says the same makes that look \
             needless.",
    alternative: "Add a `CHECK` with the bounds of the partition first (`NOT VALID`, then `VALIDATE`), \
             attach, and drop the check.",
    bad: include_str!("attach_partition_without_check/bad.sql"),
    good: include_str!("attach_partition_without_check/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    altered(context).filter_map(|(_, step, clause)| finding(context, step, &clause)).collect()
}

fn finding(context: &Context<'_>, step: &Step<'_>, clause: &Clause) -> Option<Finding> {
    let Action::Attach(partition) = &clause.action else { return None };
    let made = |it: &Step<'_>| it.kind() == Kind::CreateTable && it.concerns(partition);
    if context.steps.iter().any(made) || is_checked(context, partition) {
        return None;
    }
    let message = format!("every row of `{partition}` is read while nobody can use it");
    let help = "add a `CHECK` with the bounds to it first, in an earlier migration";
    Some(Finding::of(step, message, help).within(step, &clause.at))
}

fn is_checked(context: &Context<'_>, table: &str) -> bool {
    let own = context.steps.iter().map(|it| it.statement);
    let mut about =
        context.history().chain(own).filter(|it| it.object.as_ref().is_some_and(|it| it.is(table)));
    let is_check = |it: &Constraint| it.sort == Sort::Check;
    about.any(|statement| {
        let made = definition(statement).is_some_and(|it| {
            it.constraints.iter().any(is_check)
                || it.columns.iter().flat_map(|it| &it.marks).any(|it| matches!(it, Mark::Check(_)))
        });
        let added = |it: &Clause| matches!(&it.action, Action::AddConstraint(it) if is_check(it));
        made || alter(statement).iter().any(added)
    })
}
