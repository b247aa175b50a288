//! Changes one table in several statements.

use crate::change::{Action, Clause, Step, alter, on_earlier_tables};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};
use crate::reader::Kind;

/// Changes one table in several statements.
pub(crate) const RULE: Rule = Rule {
    id: "several_alters",
    title: "changes one table in several statements",
    severity: Severity::Note,
    speaks: Speaks::WhenAsked,
    dialects: POSTGRES,
    reason: "Each `ALTER TABLE` that has to read or write the rows does so by itself. \
             Several clauses of one statement share one pass over the table.",
    alternative: "Write the clauses into one `ALTER TABLE`, with commas between them.",
    bad: include_str!("several_alters/bad.sql"),
    good: include_str!("several_alters/good.sql"),
    check: Check::Rule(check),
};

/// The second of two statements in a row, once a table.
fn check(context: &Context<'_>) -> Vec<Finding> {
    let steps: Vec<_> = on_earlier_tables(&context.steps).map(|(_, step)| step).collect();
    let again = |pair: &[&Step<'_>]| {
        let [first, second] = pair else { return None };
        let same = combines(first) && combines(second) && first.concerns(second.object());
        same.then(|| finding(second))
    };
    steps.windows(2).filter_map(again).collect()
}

/// Whether others may stand in one statement with it: a rename and a partition stand alone.
fn combines(step: &Step<'_>) -> bool {
    let renames = [Kind::AlterRenameTable, Kind::AlterRenameColumn].contains(&step.kind());
    let clauses = alter(step.statement);
    let alone = |it: &Clause| {
        matches!(it.action, Action::Attach(_) | Action::Detach(_) | Action::SetSchema(_))
    };
    !renames && !clauses.is_empty() && !clauses.iter().any(alone)
}

fn finding(step: &Step<'_>) -> Finding {
    let message = format!("`{}` is changed by the statement before, too", step.object());
    Finding::of(step, message, "write the clauses into one `ALTER TABLE`")
}
