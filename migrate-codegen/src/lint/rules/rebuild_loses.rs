//! Rebuilds a table without something that it had.

use crate::change::{Rebuild, rebuilds};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, Rule, SQLITE, Speaks};

/// Rebuilds a table without something that it had.
pub(crate) const RULE: Rule = Rule {
    id: "rebuild_loses",
    title: "rebuilds a table without something that it had",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "A rebuild makes the table again from a text that somebody wrote anew, and drops the \
             old one with everything that belongs to it. An index, a trigger, `AUTOINCREMENT`, \
             `STRICT` or a `CHECK` that the new text does not repeat is gone, without any error.",
    alternative: "Write the new table with everything that the old one had, and create its indexes and \
             triggers again after the rename. What is meant to go is accepted with \
             `expect(rebuild_loses, reason = \"..\")`.",
    bad: include_str!("rebuild_loses/bad.sql"),
    good: include_str!("rebuild_loses/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let found = rebuilds(&context.steps).into_iter().filter_map(|rebuild| {
        let lost = rebuild.lost();
        (!lost.is_empty()).then(|| finding(context, &rebuild, &lost))
    });
    found.collect()
}

fn finding(context: &Context<'_>, rebuild: &Rebuild<'_>, lost: &[String]) -> Finding {
    Finding::of(
        rebuild.drop,
        format!("the rebuild of `{}` loses {}", rebuild.name, lost.join(", ")),
        format!("repeat it in the new table, or after the rename{}", context.or_consent(RULE.id)),
    )
}
