//! Undoing an `INSERT` of written-out rows by their keys.

use super::data::{fires_elsewhere, lost};
use super::ledger::Refusal;
use crate::Dialect;
use crate::catalog::{Ident, Table};
use crate::change::{Before, Inserted, Object, Step, quoted};

/// The `DELETE` that takes out what an `INSERT` puts in.
///
/// The `INSERT` would have failed on a row that was there, so its keys are those of its own rows.
///
/// # Errors
/// When nothing says which rows they are.
pub(super) fn deletion(step: &Step<'_>) -> Result<String, Refusal> {
    let Some(inserted) = Inserted::read(step.statement) else { return Err(lost(step)) };
    if step.before == Before::Unknown {
        let why = format!("the text does not say which keys `{}` has", step.object());
        return Err(Refusal::unseen(why));
    }
    if step.belongings(Object::Trigger).next().is_some() {
        return Err(fires_elsewhere(step));
    }
    let stored = step.existing(Object::Table).and_then(|table| table.sql.as_deref());
    let table = stored.and_then(|sql| Table::read(sql, Dialect::Sqlite));
    let names = table.iter().flat_map(|it| &it.columns).map(|it| it.name.to_string()).collect();
    let columns = inserted.columns.as_ref().unwrap_or(&names);
    let mut keys = table.iter().flat_map(Table::keys);
    let found = keys.find_map(|key| conditions(&key, columns, &inserted.rows));
    let conditions = found.ok_or_else(|| lost(step))?;
    Ok(format!("DELETE FROM {} WHERE {conditions}", quoted(step.object(), Dialect::Sqlite)))
}

/// What is true of the rows and of no others; `None` when the key is not given for each of them.
fn conditions(key: &[&Ident], columns: &[String], rows: &[Vec<Option<String>>]) -> Option<String> {
    // Of a column that is named twice SQLite takes one value or the other.
    let place = |name: &str| {
        let mut places = (0..columns.len()).filter(|&at| columns[at].eq_ignore_ascii_case(name));
        places.next().filter(|_| places.next().is_none())
    };
    let places: Vec<usize> = key.iter().map(|it| place(it.as_str())).collect::<Option<_>>()?;
    let value = |row: &Vec<Option<String>>, at: usize| row.get(at).cloned().flatten();
    let name = |column: &Ident| quoted(column.as_str(), Dialect::Sqlite);
    if let ([column], [at]) = (key, places.as_slice()) {
        let values: Vec<_> = rows.iter().map(|row| value(row, *at)).collect::<Option<_>>()?;
        return Some(format!("{} IN ({})", name(column), values.join(", ")));
    }
    let row = |row| {
        let of = |(&column, &at): (&&Ident, &usize)| {
            Some(format!("{} = {}", name(column), value(row, at)?))
        };
        let all: Vec<_> = key.iter().zip(&places).map(of).collect::<Option<_>>()?;
        Some(format!("({})", all.join(" AND ")))
    };
    let rows: Vec<_> = rows.iter().map(row).collect::<Option<_>>()?;
    Some(rows.join(" OR "))
}
