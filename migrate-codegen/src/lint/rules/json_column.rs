//! A column of type `json`.

use crate::change::{Column, Step};
use crate::check::Severity;
use crate::lint::postgres::in_new_columns;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// A column of type `json`.
pub(crate) const RULE: Rule = Rule {
    id: "json_column",
    title: "a column of type `json`",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "`json` keeps the text as it came and has no equality: `SELECT DISTINCT`, `GROUP BY` \
             and `UNION` over such a column fail, and it takes no index of its contents.",
    alternative: "Use `jsonb`, unless the exact text, with its blanks and doubled keys, has to be \
             kept.",
    bad: include_str!("json_column/bad.sql"),
    good: include_str!("json_column/good.sql"),
    check: Check::Rule(|context| in_new_columns(context, finding)),
};

fn finding(step: &Step<'_>, column: &Column) -> Option<Finding> {
    let found = || {
        let message =
            format!("`{}` has no equality, so `DISTINCT` and `GROUP BY` over it fail", column.name);
        Finding::of(step, message, "use `jsonb`").within(step, &column.type_at).with_fix(
            step,
            &column.type_at,
            "jsonb",
        )
    };
    (column.type_name == "json").then(found)
}
