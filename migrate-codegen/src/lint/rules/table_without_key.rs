//! A table without a primary key.

use crate::change::{Action, Clause, Mark, Sort, Step, alter, definition};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};
use crate::reader::Lifetime;

/// A table without a primary key.
pub(crate) const RULE: Rule = Rule {
    id: "table_without_key",
    title: "a table without a primary key",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: POSTGRES,
    reason: "Without a key a row has no name: nobody can say which one is meant, logical \
             replication cannot follow it, and a rollback cannot put back what was deleted.",
    alternative: "Give it a `PRIMARY KEY`.",
    bad: include_str!("table_without_key/bad.sql"),
    good: include_str!("table_without_key/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let steps = &context.steps;
    let keyed = |step: &Step<'_>| {
        let own = steps.iter().filter(|it| it.concerns(step.object()));
        own.flat_map(|it| alter(it.statement)).any(|it| adds_key(&it))
    };
    let found = steps.iter().filter(|step| is_bare(step) && !keyed(step));
    found.map(finding).collect()
}

fn adds_key(clause: &Clause) -> bool {
    match &clause.action {
        Action::AddConstraint(it) => it.sort == Sort::PrimaryKey,
        Action::AddColumn(it) => it.is(&Mark::PrimaryKey),
        _ => false,
    }
}

/// A table that lists its columns, and no key among them.
fn is_bare(step: &Step<'_>) -> bool {
    let lasting = step.statement.lifetime == Lifetime::Permanent;
    let bare = definition(step.statement).is_some_and(|it| {
        !it.columns.is_empty()
            && it.key(step.statement.dialect()).is_empty()
            && !it.options.starts_with("partition of")
    });
    lasting && bare
}

fn finding(step: &Step<'_>) -> Finding {
    Finding::of(step, format!("`{}` has no primary key", step.object()), "give it one")
}
