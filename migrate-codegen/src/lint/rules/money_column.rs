//! A column of type `money`.

use crate::change::{Column, Step};
use crate::check::Severity;
use crate::lint::postgres::in_new_columns;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// A column of type `money`.
pub(crate) const RULE: Rule = Rule {
    id: "money_column",
    title: "a column of type `money`",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: POSTGRES,
    reason: "What a `money` value means depends on the `lc_monetary` of whoever reads it: a \
             dump that is restored under another locale has other amounts. It has no \
             currency, and fractions of a cent are lost.",
    alternative: "Use `numeric(12, 2)`, or whole cents in a `bigint`.",
    bad: include_str!("money_column/bad.sql"),
    good: include_str!("money_column/good.sql"),
    check: Check::Rule(|context| in_new_columns(context, finding)),
};

fn finding(step: &Step<'_>, column: &Column) -> Option<Finding> {
    let found = || {
        let message = format!("what `{}` means depends on the reader's locale", column.name);
        let found = Finding::of(step, message, "use `numeric`").within(step, &column.type_at);
        found.with_fix(step, &column.type_at, "numeric(12, 2)")
    };
    (column.type_name == "money").then(found)
}
