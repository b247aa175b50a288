//! A limit of length in the type.

use crate::change::{Column, Step};
use crate::check::Severity;
use crate::lint::postgres::in_new_columns;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// A limit of length in the type.
pub(crate) const RULE: Rule = Rule {
    id: "varchar_limit",
    title: "a limit of length in the type",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: POSTGRES,
    reason: "A limit in the type cannot be made smaller without writing the table again, and a \
             larger one needs a lock. It saves no room.",
    alternative: "Use `text`, with a `CHECK` where the length matters: it is replaced without touching \
             rows.",
    bad: include_str!("varchar_limit/bad.sql"),
    good: include_str!("varchar_limit/good.sql"),
    check: Check::Rule(|context| in_new_columns(context, finding)),
};

fn finding(step: &Step<'_>, column: &Column) -> Option<Finding> {
    let found = || {
        let message = format!("the limit of `{}` is part of its type", column.name);
        Finding::of(step, message, "use `text` and a `CHECK`")
            .within(step, &column.type_at)
            .with_fix(step, &column.type_at, "text")
    };
    (column.type_arguments.is_some()
        && ["varchar", "character varying"].contains(&column.type_name.as_str()))
    .then(found)
}
