//! Adds a column whose default writes the whole table again.

use crate::change::{Action, Clause, Column, Mark, Step, is_serial};
use crate::check::EngineVersion;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::altered;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Adds a column whose default writes the whole table again.
pub(crate) const RULE: Rule = Rule {
    id: "add_column_rewrites",
    title: "adds a column whose default writes the whole table again",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "A default that is another one for each row, such as `random()` or \
             `gen_random_uuid()`, has to be written into every row, under a lock that lets nobody \
             read or write. So has `serial`, an identity, and a `STORED` column. Before \
             PostgreSQL 11 any default does it.",
    alternative: "Add the column without a default, set the default for new rows, and fill the others \
             in batches.",
    bad: include_str!("add_column_rewrites/bad.sql"),
    good: include_str!("add_column_rewrites/good.sql"),
    check: Check::Rule(check),
};

/// Functions whose result is another one for each row.
const VOLATILE: &[&str] = &[
    "random",
    "gen_random_uuid",
    "uuid_generate_v1",
    "uuid_generate_v1mc",
    "uuid_generate_v4",
    "uuidv4",
    "uuidv7",
    "clock_timestamp",
    "timeofday",
    "nextval",
];

fn check(context: &Context<'_>) -> Vec<Finding> {
    altered(context).filter_map(|(_, step, clause)| finding(context, step, &clause)).collect()
}

fn finding(context: &Context<'_>, step: &Step<'_>, clause: &Clause) -> Option<Finding> {
    let Action::AddColumn(column) = &clause.action else { return None };
    let why = rewrites(context, column)?;
    let message = format!("`{}` is written again as a whole: {why}", step.object());
    let help = "add the column without it, set the default for new rows, and fill the others";
    Some(Finding::of(step, message, help).within(step, &column.at))
}

fn rewrites(context: &Context<'_>, column: &Column) -> Option<String> {
    if is_serial(column) {
        return Some(format!("`{}` numbers the rows that are there", column.type_name));
    }
    if column.is(&Mark::Identity) {
        return Some("the identity numbers the rows that are there".to_owned());
    }
    if column.is(&Mark::Stored) {
        return Some("the column is computed for each row".to_owned());
    }
    let default = column.default().filter(|it| !it.eq_ignore_ascii_case("null"))?;
    if context.is_older_than(EngineVersion::new(11, 0, 0)) {
        return Some("before PostgreSQL 11 any default is written into every row".to_owned());
    }
    let lower = default.to_lowercase();
    let calls = |name: &&&str| {
        let mut words = lower.split(' ').collect::<Vec<_>>().into_iter().peekable();
        std::iter::from_fn(|| words.next().map(|it| (it, words.peek() == Some(&"("))))
            .any(|(word, called)| called && word == **name)
    };
    let name = VOLATILE.iter().find(calls)?;
    Some(format!("`{name}()` is another value for each row"))
}
