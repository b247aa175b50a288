//! `REPLACE` into a table whose children follow it.

use crate::change::{OnConflict, Step, Write, on_earlier};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, Rule, SQLITE, Speaks};

/// `REPLACE` into a table whose children follow it.
pub(crate) const RULE: Rule = Rule {
    id: "replace_deletes_rows",
    title: "`REPLACE` into a table whose children follow it",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "`REPLACE` and `INSERT OR REPLACE` delete the row that is in the way before they \
             write the new one. Rows that reference it with `ON DELETE CASCADE` or `SET NULL` are \
             deleted or nulled with it, although the row seems to be merely changed. Delete \
             triggers do not even fire.",
    alternative: "Use `INSERT .. ON CONFLICT (key) DO UPDATE`, which changes the row where it is.",
    bad: include_str!("replace_deletes_rows/bad.sql"),
    good: include_str!("replace_deletes_rows/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    on_earlier(&context.steps).filter_map(|(_, step)| finding(context, step)).collect()
}

fn finding(context: &Context<'_>, step: &Step<'_>) -> Option<Finding> {
    Write::read(step.statement).filter(|write| write.conflict == OnConflict::Delete)?;
    let children = &context.schema.table(step.object())?.referenced_by;
    let child = children.iter().find(|it| it.acts_on_delete())?;
    let message = format!(
        "a row of `{}` that is replaced is deleted first, and rows of `{}` follow it",
        step.object(),
        child.table
    );
    Some(Finding::of(step, message, "use `INSERT .. ON CONFLICT (..) DO UPDATE`"))
}
