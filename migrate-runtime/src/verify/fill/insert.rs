//! One row of a table.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::check;
use super::level::{Level, RowKind};
use super::seed::seed;
use super::shape::Shape;
use crate::driver::sqlite::quoted;
use crate::verify::columns::{Column, ForeignKey, Null};

/// The values of a row, by column; `None` leaves the column to its default.
pub(super) type Draft = Vec<Option<Value>>;

/// Writes the row `row` of the table.
///
/// # Errors
/// When the table accepts no such row: the engine's words.
pub(super) fn insert(
    connection: &Connection,
    shape: &Shape,
    row: usize,
    kind: RowKind,
    level: Level,
) -> Result<(), String> {
    let draft = draft(connection, shape, row, kind, level);
    match write(connection, shape, &draft) {
        // An index, a trigger or a computed column that reads JSON.
        Err(refusal) if refusal.contains("malformed JSON") && level != Level::Json => {
            insert(connection, shape, row, kind, Level::Json)
        }
        Err(refusal) if check::is_check(&refusal) => {
            check::satisfy(shape, draft, refusal, |draft| write(connection, shape, draft))
        }
        written => written,
    }
}

fn draft(connection: &Connection, shape: &Shape, row: usize, kind: RowKind, level: Level) -> Draft {
    let values = shape.columns.iter().map(|column| value(column, row, kind, level));
    let mut draft: Draft = values.collect();
    for key in &shape.references {
        refer(connection, shape, key, row, kind, &mut draft);
    }
    draft
}

fn value(column: &Column, row: usize, kind: RowKind, level: Level) -> Option<Value> {
    let is_free = column.key == 0;
    match kind {
        RowKind::Nulls if is_free && column.null == Null::Allowed => Some(Value::Null),
        RowKind::Defaults if is_free && column.default.is_some() => None,
        _ => Some(seed(column, row, level)),
    }
}

/// Points the columns of a reference at a row of the parent, or at nothing where that is allowed.
fn refer(
    connection: &Connection,
    shape: &Shape,
    key: &ForeignKey,
    row: usize,
    kind: RowKind,
    draft: &mut Draft,
) {
    let places: Option<Vec<usize>> = key.from.iter().map(|name| shape.position(name)).collect();
    let Some(places) = places else { return };
    let is_optional = places.iter().any(|&at| shape.columns[at].null == Null::Allowed);
    if kind == RowKind::Nulls && is_optional {
        return;
    }
    match parent(connection, key, row, places.len()) {
        Some(values) => {
            for (&at, value) in places.iter().zip(values) {
                draft[at] = Some(value);
            }
        }
        // The parent has no rows yet. A row that must refer to it keeps the values that the
        // parent's row will have.
        None => {
            for at in places {
                if shape.columns[at].null == Null::Allowed && shape.columns[at].key == 0 {
                    draft[at] = Some(Value::Null);
                }
            }
        }
    }
}

/// The referenced values of one of the parent's rows.
fn parent(
    connection: &Connection,
    key: &ForeignKey,
    row: usize,
    columns: usize,
) -> Option<Vec<Value>> {
    let names =
        if key.to.is_empty() { primary_key(connection, &key.parent)? } else { key.to.clone() };
    let names: Vec<_> = names.iter().map(|name| quoted(name)).collect();
    let (list, table) = (names.join(", "), quoted(&key.parent));
    let count: i64 = connection
        .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
        .ok()?;
    // The parent's last rows are ours, the first ones may be of a migration.
    let back = i64::try_from(row).ok()?;
    let offset = (count - 1 - back).rem_euclid(count.max(1));
    let sql = format!("SELECT {list} FROM {table} LIMIT 1 OFFSET {offset}");
    connection.query_row(&sql, [], |row| (0..columns).map(|at| row.get(at)).collect()).ok()
}

fn primary_key(connection: &Connection, table: &str) -> Option<Vec<String>> {
    let mut columns = crate::verify::columns::of(connection, table).ok()?;
    columns.retain(|column| column.key > 0);
    columns.sort_by_key(|column| column.key);
    Some(columns.into_iter().map(|column| column.name).collect())
}

fn write(connection: &Connection, shape: &Shape, draft: &Draft) -> Result<(), String> {
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for (column, value) in shape.columns.iter().zip(draft) {
        if let Some(value) = value {
            names.push(quoted(&column.name));
            values.push(value);
        }
    }
    let table = quoted(&shape.table);
    let sql = if names.is_empty() {
        format!("INSERT INTO {table} DEFAULT VALUES")
    } else {
        let places = vec!["?"; names.len()].join(", ");
        format!("INSERT INTO {table} ({}) VALUES ({places})", names.join(", "))
    };
    let written = connection.execute(&sql, params_from_iter(values));
    written.map(drop).map_err(|error| match error {
        rusqlite::Error::SqliteFailure(_, Some(text))
        | rusqlite::Error::SqlInputError { msg: text, .. } => text,
        other => other.to_string(),
    })
}
