//! A time without its zone.

use crate::change::{Column, Step};
use crate::check::Severity;
use crate::lint::postgres::in_new_columns;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// A time without its zone.
pub(crate) const RULE: Rule = Rule {
    id: "timestamp_without_time_zone",
    title: "a time without its zone",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: POSTGRES,
    reason: "`timestamp` is what a clock on some wall shows. Which moment that is depends on who \
             reads it, and the hour that is there twice in autumn is not one moment.",
    alternative: "Use `timestamptz`, which takes the same room.",
    bad: include_str!("timestamp_without_time_zone/bad.sql"),
    good: include_str!("timestamp_without_time_zone/good.sql"),
    check: Check::Rule(|context| in_new_columns(context, finding)),
};

fn finding(step: &Step<'_>, column: &Column) -> Option<Finding> {
    let found = || {
        let message = format!("`{}` does not say which moment it is", column.name);
        Finding::of(step, message, "use `timestamptz`").within(step, &column.type_at).with_fix(
            step,
            &column.type_at,
            "timestamptz",
        )
    };
    ["timestamp", "timestamp without time zone"].contains(&column.type_name.as_str()).then(found)
}
