//! Rows that are deleted.

use crate::change::{Rebuild, Step, Where, Write, on_earlier, rebuilds};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, EVERYWHERE, Finding, Rule, Speaks};
use crate::reader::Kind;

/// Rows that are deleted.
pub(crate) const RULE: Rule = Rule {
    id: "delete_rows",
    title: "deletes rows of a table of earlier migrations",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "Deleted rows are gone, in every copy of the database that the migration reaches, \
             also where nobody knew that they were there; so are rows that a rebuild does not copy. Foreign keys with `ON DELETE CASCADE` \
             take more rows with them.",
    alternative: "Mark the rows instead, or copy them to a table of their own first. If they really \
             have to go, consent with `expect(delete_rows, reason = \"..\")`; \
             or keep them for the rollback with `preserve`.",
    bad: include_str!("delete_rows/bad.sql"),
    good: include_str!("delete_rows/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let deletes = on_earlier(&context.steps).filter(|(_, step)| step.kind() == Kind::Delete);
    let found = deletes.map(|(_, step)| finding(context, step));
    let rebuilds = rebuilds(&context.steps);
    found.chain(rebuilds.iter().filter_map(|it| left_behind(context, it))).collect()
}

/// The rows that a rebuild does not copy.
fn left_behind(context: &Context<'_>, rebuild: &Rebuild<'_>) -> Option<Finding> {
    let left = rebuild.left_behind()?;
    let words = left.rows?;
    let (keep, consent) = (context.or_keep("them"), context.or_consent(RULE.id));
    let message = format!("the rebuild of `{}` may leave rows behind: `{words}`", rebuild.name);
    let help = format!("copy all rows, or move the others to a table of their own{keep}{consent}");
    Some(Finding::of(left.copy, message, help))
}

fn finding(context: &Context<'_>, step: &Step<'_>) -> Finding {
    let rows = match Write::read(step.statement).map(|write| write.filter) {
        Some(Where::All) => "all rows",
        _ => "rows",
    };
    Finding::of(
        step,
        format!("{rows} of `{}` are deleted", step.object()),
        format!(
            "mark the rows or copy them aside first{}{}",
            context.or_keep("them"),
            context.or_consent(RULE.id)
        ),
    )
}
