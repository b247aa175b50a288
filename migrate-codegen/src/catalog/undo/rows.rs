//! Undoing an `INSERT` of written-out rows by their keys.

use super::super::model::{Ident, Table, Unique};
use super::super::render::words::{name, path};
use super::super::schema::Catalog;
use crate::change::{Inserted, is_null};
use crate::reader::Statement;

/// The `DELETE` that takes out what an `INSERT` puts in; `None` where nothing says which rows they
/// are.
///
/// The `INSERT` would have failed on a row that was there, so its keys are those of its own rows.
pub(crate) fn keyed(statement: &Statement, table: &Table, catalog: &Catalog) -> Option<String> {
    let inserted = Inserted::read(statement)?;
    let names: Vec<_> = table.columns.iter().map(|it| it.name.to_string()).collect();
    let columns = inserted.columns.as_ref().unwrap_or(&names);
    let mut keys = table.keys();
    let unique = |it: &&super::super::model::Index| {
        it.table == table.name && it.unique == Unique::Yes && it.filter.is_none()
    };
    let of_index = catalog.indexes().filter(unique);
    keys.extend(of_index.filter_map(|it| {
        it.parts.iter().map(|part| part.column.as_ref()).collect::<Option<Vec<_>>>()
    }));
    let found = keys.iter().find_map(|key| conditions(key, columns, &inserted.rows))?;
    Some(format!("DELETE FROM {} WHERE {found}", path(&table.name)))
}

/// What is true of the rows and of no others; `None` when the key is not given for each of them.
fn conditions(key: &[&Ident], columns: &[String], rows: &[Vec<Option<String>>]) -> Option<String> {
    let place = |of: &Ident| columns.iter().position(|it| it.eq_ignore_ascii_case(of.as_str()));
    let places: Vec<usize> = key.iter().map(|it| place(it)).collect::<Option<_>>()?;
    let value = |row: &Vec<Option<String>>, at: usize| {
        row.get(at).cloned().flatten().filter(|it| !is_null(it))
    };
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
