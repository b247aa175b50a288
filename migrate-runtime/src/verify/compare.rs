//! The first difference between two states.

use super::difference::Difference;
use super::must::Must;
use super::rows::Rows;
use super::state::State;
use crate::human::plural;
use crate::schema::{Schema, What, differences, lines};

/// When the second of two states was reached; the first is what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// After the rollback, as opposed to before the migration.
    RolledBack,
    /// After the migration was applied again, as opposed to the first time.
    AppliedAgain,
}

/// What the states do not have in common: of the schema first, then of the rows that must be the
/// same.
pub(super) fn states(
    expected: &State,
    found: &State,
    must: &Must,
    moment: Moment,
) -> Option<Difference> {
    let difference = schemas(&expected.schema, &found.schema, moment)
        .or_else(|| marks(expected, found, must, moment))
        .or_else(|| all_rows(expected, found, must, moment))?;
    Some(match moment {
        Moment::RolledBack => difference,
        Moment::AppliedAgain => {
            let text = format!("applied again, it does something else: {}", difference.text);
            Difference { text, ..difference }
        }
    })
}

fn schemas(expected: &Schema, found: &Schema, moment: Moment) -> Option<Difference> {
    let first = differences(expected, found).into_iter().next()?;
    let (before, after) = first.texts();
    let (title, extra) = (first.object.title(), extra_word(moment));
    let found = first.found.unwrap_or(first.object);
    let text = match &first.what {
        What::Missing => format!("{title} is missing"),
        What::Extra => format!("{title} {extra}"),
        What::Called => format!("{title} is called `{}` now", found.name),
        What::Belongs => format!("{title} belongs to `{}` now", found.table),
        What::ColumnMissing { column } => {
            format!("{title}: column `{}` is missing", column.name)
        }
        What::ColumnExtra { column } => format!("{title}: column `{}` {extra}", column.name),
        What::ColumnOrder { old, new } => format!(
            "{title}: its columns are in another order: `{}` stands where `{}` stood",
            new.name, old.name
        ),
        What::ColumnChanged { old, new } => format!("{title}: column `{new}` was `{old}`"),
        What::Defined => format!("{title} is defined differently"),
    };
    let [before, after] =
        [before, after].map(|sql| if sql.is_empty() { String::new() } else { lines(sql) });
    Some(Difference::new(text).texts(before, after))
}

fn extra_word(moment: Moment) -> &'static str {
    match moment {
        Moment::RolledBack => "is left behind",
        Moment::AppliedAgain => "was not there the first time",
    }
}

/// A mark that falls back gives keys a second time.
fn marks(expected: &State, found: &State, must: &Must, moment: Moment) -> Option<Difference> {
    if moment == Moment::AppliedAgain {
        return None;
    }
    expected.marks.iter().find_map(|(table, &before)| {
        let after = found.marks.get(table).copied().unwrap_or(0);
        let lost = after < before && must.keep(table, &expected.schema);
        lost.then(|| {
            let text = "falls back: keys of deleted rows would be given again";
            Difference::new(format!(
                "table `{table}`: its AUTOINCREMENT counter {text} ({after}, before {before})"
            ))
        })
    })
}

fn all_rows(expected: &State, found: &State, must: &Must, moment: Moment) -> Option<Difference> {
    let tables = expected.rows.iter().filter(|(table, _)| must.keep(table, &expected.schema));
    tables.into_iter().find_map(|(table, before)| {
        let after = found.rows.get(table)?;
        if moment == Moment::AppliedAgain && !must.steady(table, &expected.schema) {
            let (before, after) = (before.rows.len(), after.rows.len());
            let text = format!("`{table}` has {after} row{}, before {before}", plural(after));
            return (before != after).then(|| Difference::new(text));
        }
        rows(table, before, after)
    })
}

fn rows(table: &str, before: &Rows, after: &Rows) -> Option<Difference> {
    let (lost, new) = (before.without(after), after.without(before));
    let is = |count: usize| if count == 1 { "is" } else { "are" };
    let text = match (lost.as_slice(), new.as_slice()) {
        ([], []) => return None,
        ([first, ..], []) => {
            let (count, s) = (lost.len(), plural(lost.len()));
            format!("{count} row{s} of `{table}` {} missing: {}", is(count), before.show(first))
        }
        ([], [first, ..]) => {
            let (count, s) = (new.len(), plural(new.len()));
            format!("{count} row{s} of `{table}` {} left behind: {}", is(count), after.show(first))
        }
        ([first, ..], new) => {
            let (count, s) = (lost.len(), plural(lost.len()));
            let differ = if count == 1 { "differs" } else { "differ" };
            format!("{count} row{s} of `{table}` {differ}: {}", values(before, first, new))
        }
    };
    let shown = |rows: &Rows, these: &[&[String]]| {
        these.iter().take(SHOWN).map(|row| rows.show(row)).collect::<Vec<_>>().join("\n")
    };
    Some(Difference::new(text).texts(shown(before, &lost), shown(after, &new)))
}

/// How many rows are shown.
const SHOWN: usize = 3;

/// What differs between a row and the new row that is most like it.
fn values(before: &Rows, row: &[String], new: &[&[String]]) -> String {
    let alike = |other: &&&[String]| row.iter().zip(other.iter()).filter(|(a, b)| a == b).count();
    let Some(nearest) = new.iter().max_by_key(alike) else { return before.show(row) };
    let differs = before.columns.iter().zip(row.iter().zip(nearest.iter()));
    let differs = differs.filter(|(_, (old, new))| old != new);
    let differs = differs.map(|(column, (old, new))| format!("`{column}` is {new}, before {old}"));
    differs.collect::<Vec<_>>().join("; ")
}
