//! Hides every row of a table.

use crate::change::{Action, Cursor, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::altered;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};
use crate::reader::Statement;

/// Hides every row of a table.
pub(crate) const RULE: Rule = Rule {
    id: "row_security_without_policy",
    title: "hides every row of a table",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "Row level security without a policy lets nobody but the owner see or change any row. \
             From here to the policy every query of the application comes back empty, without an \
             error.",
    alternative: "Create the policies in the same migration, before `ENABLE ROW LEVEL SECURITY`.",
    bad: include_str!("row_security_without_policy/bad.sql"),
    good: include_str!("row_security_without_policy/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let enabled: Vec<_> = altered(context)
        .filter(|(.., clause)| clause.action == Action::EnableRowSecurity)
        .collect();
    // The whole history is read for those only that ask for it.
    if enabled.is_empty() {
        return Vec::new();
    }
    let own = context.steps.iter().map(|it| it.statement);
    let policies: Vec<_> = context.history().chain(own).filter_map(policy).collect();
    let bare = enabled.iter().filter(|(_, step, _)| !policies.iter().any(|it| step.concerns(it)));
    bare.map(|(_, step, _)| finding(step)).collect()
}

fn finding(step: &Step<'_>) -> Finding {
    let message =
        format!("without a policy nobody but the owner sees a row of `{}`", step.object());
    Finding::of(step, message, "create the policies first, in the same migration")
}

/// The table that a `CREATE POLICY` is for.
fn policy(statement: &Statement) -> Option<String> {
    let mut cursor = Cursor::new(statement.text(), statement.dialect());
    if !cursor.take(&["create", "policy"]) {
        return None;
    }
    cursor.seek(&["on"])?;
    cursor.name()
}
