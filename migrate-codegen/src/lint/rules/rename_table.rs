//! Renames a table that running code uses.

use crate::Dialect;
use crate::change::{Action, Step, on_earlier};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::altered;
use crate::lint::retired::is_retired;
use crate::lint::rule::{Check, Finding, Rule, Speaks};
use crate::reader::Kind;

/// Renames a table that running code uses.
pub(crate) const RULE: Rule = Rule {
    id: "rename_table",
    title: "renames a table that running code uses, or moves it to another schema",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: &[Dialect::Postgres, Dialect::D1],
    reason: "While a release goes out, old instances of the application still run: each of their \
             queries fails from the moment of the rename until the last of them is gone.",
    alternative: "Expand, then contract: make the new table or a view of the new name, release code \
             that uses it, and remove the old name later. A table that nothing uses any more may be \
             put aside before it is dropped: a name such as `coupons_retired` or `old_coupons` \
             says so, and is not meant.",
    bad: include_str!("rename_table/bad.sql"),
    good: include_str!("rename_table/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let steps = &context.steps;
    let again = |name: &str| {
        let makes = |it: &Step<'_>| {
            matches!(it.kind(), Kind::CreateTable | Kind::CreateView) && it.concerns(name)
                || it.statement.to.as_ref().is_some_and(|to| to.is(name))
        };
        steps.iter().any(makes)
    };
    let retires = |step: &Step<'_>| {
        step.statement.to.as_ref().is_some_and(|to| is_retired(step.object(), &to.name))
    };
    let found = on_earlier(steps).filter(|(_, step)| {
        step.kind() == Kind::AlterRenameTable && !retires(step) && !again(step.object())
    });
    let moved = altered(context).filter(|(.., it)| matches!(it.action, Action::SetSchema(_)));
    let found = found.map(|(_, step)| finding(step));
    found.chain(moved.map(|(_, step, _)| finding(step))).collect()
}

fn finding(step: &Step<'_>) -> Finding {
    let message = format!("code that still runs does not find `{}` any more", step.object());
    Finding::of(
        step,
        message,
        "make a view of the new name first, and rename once nobody asks for the old one",
    )
}
