//! What an application writes between a migration and its rollback.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::insert::NewRow;
use super::level::{Level, RowKind};
use super::seed::seed;
use super::shape::Shape;
use super::tables::{Filled, in_order};
use crate::driver::sqlite::quoted;
use crate::error::Result;
use crate::schema::{Column, Object, Schema};
use crate::verify::state::failed;

/// A kind of change that an application makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::verify) enum Life {
    /// A value of the first row of each table.
    Changes,
    /// The last row of each table goes.
    Deletions,
    /// A row more in each table.
    Additions,
}

impl Life {
    pub(in crate::verify) const ALL: [Self; 3] = [Self::Changes, Self::Deletions, Self::Additions];

    /// What is done to rows.
    pub(in crate::verify) const fn what(self) -> &'static str {
        match self {
            Self::Changes => "changed",
            Self::Deletions => "deleted",
            Self::Additions => "added",
        }
    }
}

/// Changes rows of every table that has a primary key, as far as the tables accept it.
///
/// # Errors
/// When the database cannot be worked with.
pub(in crate::verify) fn live(connection: &Connection, level: Level, lives: &[Life]) -> Result<()> {
    let schema = Schema::read(connection).map_err(failed)?;
    let is_ours = |table: &&Object| !table.name.starts_with("_migrat");
    let tables = schema.tables().filter(is_ours);
    let shapes = in_order(connection, tables, &mut Filled::default()).map_err(failed)?;
    for shape in shapes.iter().filter(|shape| !key(shape).is_empty()) {
        for life in lives {
            match life {
                Life::Changes => change(connection, shape, level),
                Life::Deletions => delete(connection, shape),
                Life::Additions => add(connection, shape, level),
            }
        }
    }
    Ok(())
}

/// The number of a row that no table has yet.
const NEW: usize = 7;

fn change(connection: &Connection, shape: &Shape, level: Level) {
    let refers = |it: &&Column| {
        shape
            .references
            .iter()
            .any(|key| key.from.iter().any(|of| of.eq_ignore_ascii_case(&it.name)))
    };
    let columns = shape.columns.iter().filter(|it| it.key == 0 && !refers(it));
    for column in columns {
        let name = quoted(&column.name);
        let (table, row) = (quoted(&shape.table), row(shape, "ASC"));
        let sql = format!("UPDATE {table} SET {name} = ?1 WHERE {row} AND {name} IS NOT ?1");
        let value: Value = seed(&shape.table, column, NEW, level);
        if connection.execute(&sql, [value]).is_ok_and(|changed| changed > 0) {
            return;
        }
    }
}

/// A table keeps one row, which may be the changed one.
fn delete(connection: &Connection, shape: &Shape) {
    let (table, row) = (quoted(&shape.table), row(shape, "DESC"));
    let sql = format!("DELETE FROM {table} WHERE {row} AND (SELECT count(*) FROM {table}) > 1");
    // A reference may hold it.
    let _ = connection.execute(&sql, []);
}

fn add(connection: &Connection, shape: &Shape, level: Level) {
    // A table that accepts no other row has none.
    let _ = NewRow { connection, shape, row: NEW, kind: RowKind::Full, level }.write();
}

/// True of the first row, or the last one, by the key.
fn row(shape: &Shape, order: &str) -> String {
    let key: Vec<String> = key(shape).into_iter().map(quoted).collect();
    let by: Vec<String> = key.iter().map(|column| format!("{column} {order}")).collect();
    let (key, by, table) = (key.join(", "), by.join(", "), quoted(&shape.table));
    format!("({key}) = (SELECT {key} FROM {table} ORDER BY {by} LIMIT 1)")
}

fn key(shape: &Shape) -> Vec<&str> {
    let key = shape.columns.iter().filter(|column| column.key > 0);
    key.map(|column| column.name.as_str()).collect()
}
