//! `INSERT .. SELECT *`.

use crate::change::{Rows, Step, Write};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, EVERYWHERE, Finding, Rule, Speaks};

/// `INSERT .. SELECT *`.
pub(crate) const RULE: Rule = Rule {
    id: "insert_select_star",
    title: "copies columns by their position",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "`SELECT *` copies columns by their position, not by their name. If the two tables \
             list them in another order, values land in the wrong columns without any error, and \
             a column added to one of them later breaks the statement.",
    alternative: "Name the columns on both sides.",
    bad: include_str!("insert_select_star/bad.sql"),
    good: include_str!("insert_select_star/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let star = |step: &&Step<'_>| {
        Write::read(step.statement).is_some_and(|write| write.rows == Rows::SelectStar)
    };
    context.steps.iter().filter(star).map(finding).collect()
}

fn finding(step: &Step<'_>) -> Finding {
    Finding::of(
        step,
        format!(
            "`SELECT *` fills the columns of `{}` by their position, not by their name",
            step.object()
        ),
        "name the columns on both sides: `INSERT INTO a (x, y) SELECT x, y FROM b`",
    )
}
