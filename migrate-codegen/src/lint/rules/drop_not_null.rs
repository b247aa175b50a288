//! Lets a column be null that running code takes for granted.

use crate::change::{Action, Change, Clause, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::altered;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Lets a column be null that running code takes for granted.
pub(crate) const RULE: Rule = Rule {
    id: "drop_not_null",
    title: "lets a column be null that running code takes for granted",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: POSTGRES,
    reason: "Code that still runs was written while the column was never null. The first null \
             that new code writes is a surprise for it.",
    alternative: "Release code that can read nulls first.",
    bad: include_str!("drop_not_null/bad.sql"),
    good: include_str!("drop_not_null/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    altered(context).filter_map(|(_, step, clause)| finding(step, &clause)).collect()
}

fn finding(step: &Step<'_>, clause: &Clause) -> Option<Finding> {
    let Action::AlterColumn(column, Change::DropNotNull) = &clause.action else { return None };
    let message =
        format!("code that still runs does not expect nulls in `{}.{column}`", step.object());
    let found = Finding::of(step, message, "release code that can read nulls first");
    Some(found.within(step, &clause.at))
}
