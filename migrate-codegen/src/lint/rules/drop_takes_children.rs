//! Drops a table on D1, and rows of others with it.

use crate::Dialect;
use crate::change::{DroppedTable, Fate, dropped_tables};
use crate::check::Severity;
use crate::lint::rule::{Check, Finding, Rule, Speaks};
use crate::lint::{Context, Reference};

/// Drops a table on D1, and rows of others with it.
pub(crate) const RULE: Rule = Rule {
    id: "drop_takes_children",
    title: "drops or rebuilds a table, and D1 deletes the rows that reference it",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: &[Dialect::D1],
    reason: "`DROP TABLE` deletes the rows first, and D1 always has foreign keys on: `PRAGMA \
             foreign_keys = OFF` is ignored there, and `defer_foreign_keys` does not keep `ON \
             DELETE CASCADE` and `SET NULL` from acting. Rebuilding a parent empties its children, \
             and D1 reports success. Without such an action the migration fails as soon as there \
             are rows.",
    alternative: "Rebuild the children too: copy their rows aside, drop the children, then the parent, \
             make the parent again, then the children, and copy the rows back. On SQLite the \
             runner switches foreign keys off around the migration, and none of this is needed.",
    bad: include_str!("drop_takes_children/bad.sql"),
    good: include_str!("drop_takes_children/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let dropped = dropped_tables(&context.steps);
    let found = dropped.iter().enumerate().filter(|(_, it)| it.fate != Fate::MadeHere);
    found
        .filter_map(|(at, it)| Some(finding(context, it, child(context, it, &dropped[..at])?)))
        .collect()
}

/// A table whose rows still reference the one that is dropped; one with an action first.
fn child<'a>(
    context: &'a Context<'_>,
    dropped: &DroppedTable,
    before: &[DroppedTable],
) -> Option<&'a Reference> {
    let gone =
        |it: &Reference| before.iter().any(|other| other.name.eq_ignore_ascii_case(&it.table));
    let own = |it: &Reference| it.table.eq_ignore_ascii_case(&dropped.name);
    let children = &context.schema.table(&dropped.name)?.referenced_by;
    let there = || children.iter().filter(|it| !gone(it) && !own(it));
    there().find(|it| it.acts_on_delete()).or_else(|| there().next())
}

fn finding(context: &Context<'_>, dropped: &DroppedTable, child: &Reference) -> Finding {
    let (name, table) = (&dropped.name, &child.table);
    let what = match child.on_delete.as_str() {
        _ if !child.acts_on_delete() => {
            format!("D1 refuses to drop `{name}` while rows of `{table}` reference it")
        }
        "CASCADE" => format!("D1 deletes the rows of `{table}` that reference `{name}` with it"),
        _ => format!("D1 clears the references of `{table}` to `{name}` with it"),
    };
    let consent = context.or_consent(RULE.id);
    let help =
        format!("copy `{table}` aside and drop it before `{name}`, then make both again{consent}");
    Finding::of(&context.steps[dropped.step], what, help)
        .within(&context.steps[dropped.step], &dropped.at)
}
