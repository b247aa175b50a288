//! A column of type `char`.

use crate::change::{Column, Step};
use crate::check::Severity;
use crate::lint::postgres::in_new_columns;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// A column of type `char`.
pub(crate) const RULE: Rule = Rule {
    id: "char_type",
    title: "a column of type `char`",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: POSTGRES,
    reason: "`char(n)` fills values up with blanks, compares without them, and is no faster than \
             `text`.",
    alternative: "Use `text`, with a `CHECK` where the length matters.",
    bad: include_str!("char_type/bad.sql"),
    good: include_str!("char_type/good.sql"),
    check: Check::Rule(|context| in_new_columns(context, finding)),
};

fn finding(step: &Step<'_>, column: &Column) -> Option<Finding> {
    let found = || {
        let message = format!("`{}` is filled up with blanks", column.name);
        Finding::of(step, message, "use `text`").within(step, &column.type_at).with_fix(
            step,
            &column.type_at,
            "text",
        )
    };
    ["char", "character", "bpchar"].contains(&column.type_name.as_str()).then(found)
}
