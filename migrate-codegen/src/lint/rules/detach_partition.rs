//! Detaches a partition while reads and writes wait.

use crate::change::{Action, Clause, Step};
use crate::check::EngineVersion;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::altered;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Detaches a partition while reads and writes wait.
pub(crate) const RULE: Rule = Rule {
    id: "detach_partition",
    title: "detaches a partition while reads and writes wait",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "`DETACH PARTITION` takes the strongest lock on the whole partitioned table and waits \
             for every running query on it.",
    alternative: "Use `DETACH PARTITION .. CONCURRENTLY` (PostgreSQL 14), alone in a migration with \
             `transaction = false`.",
    bad: include_str!("detach_partition/bad.sql"),
    good: include_str!("detach_partition/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    if context.is_older_than(EngineVersion::new(14, 0, 0)) {
        return Vec::new();
    }
    let found = altered(context).filter(|(.., clause)| clause.action == Action::Detach(None));
    found.map(|(_, step, clause)| finding(context, step, &clause)).collect()
}

fn finding(context: &Context<'_>, step: &Step<'_>, clause: &Clause) -> Finding {
    let message =
        format!("nobody reads or writes `{}` while a partition is detached", step.object());
    let help =
        format!("put `DETACH PARTITION .. CONCURRENTLY` alone {}", context.without_transaction());
    Finding::of(step, message, help).within(step, &clause.at)
}
