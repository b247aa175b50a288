//! Filling all tables of a database, parents first.

use rusqlite::Connection;

use super::insert::insert;
use super::level::Level;
use super::shape::Shape;
use crate::driver::sqlite::quoted;
use crate::error::Result;
use crate::verify::report::Unfilled;
use crate::verify::schema::Schema;
use crate::verify::state::failed;

/// What was filled.
#[derive(Clone, Debug, Default)]
pub(in crate::verify) struct Filled {
    /// How many rows were written.
    pub(in crate::verify) rows: usize,
    /// The tables that are still empty.
    pub(in crate::verify) unfilled: Vec<Unfilled>,
}

/// Puts rows into every table, such that all constraints hold.
///
/// # Errors
/// When the database cannot be worked with. A table that accepts no row is no error.
pub(in crate::verify) fn fill(connection: &Connection, level: Level) -> Result<Filled> {
    if level == Level::Empty {
        return Ok(Filled::default());
    }
    fill_all(connection, level).map_err(failed)
}

fn fill_all(connection: &Connection, level: Level) -> rusqlite::Result<Filled> {
    // References in a circle hold only when all rows are there.
    let checked: bool = connection.query_row("PRAGMA foreign_keys", [], |row| row.get(0))?;
    connection.execute_batch("PRAGMA foreign_keys = OFF; BEGIN")?;
    let mut filled = Filled::default();
    for shape in in_order(connection, &mut filled)? {
        fill_table(connection, &shape, level, &mut filled)?;
    }
    remove_orphans(connection, &mut filled)?;
    filled.unfilled.sort_by(|a, b| a.table.cmp(&b.table));
    connection.execute_batch("COMMIT")?;
    connection.pragma_update(None, "foreign_keys", checked)?;
    Ok(filled)
}

/// The tables, those that others refer to first; a circle begins somewhere.
fn in_order(connection: &Connection, filled: &mut Filled) -> rusqlite::Result<Vec<Shape>> {
    let schema = Schema::read(connection)?;
    let mut waiting = Vec::new();
    for table in schema.tables() {
        if table.is_virtual() {
            let reason = "it is a virtual table".to_owned();
            filled.unfilled.push(Unfilled { table: table.name.clone(), reason });
        } else {
            waiting.push(Shape::of(connection, table)?);
        }
    }
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let next = waiting.iter().position(|shape| !shape.waits_for(&waiting)).unwrap_or(0);
        ordered.push(waiting.remove(next));
    }
    Ok(ordered)
}

fn fill_table(
    connection: &Connection,
    shape: &Shape,
    level: Level,
    filled: &mut Filled,
) -> rusqlite::Result<()> {
    let mut refused = None;
    for (row, kind) in level.rows().iter().enumerate() {
        match insert(connection, shape, row, *kind, level) {
            Ok(()) => filled.rows += 1,
            Err(reason) => {
                refused.get_or_insert(reason);
            }
        }
    }
    if let Some(reason) = refused
        && is_empty(connection, &shape.table)?
    {
        filled.unfilled.push(Unfilled { table: shape.table.clone(), reason });
    }
    Ok(())
}

fn is_empty(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    let sql = format!("SELECT NOT EXISTS (SELECT 1 FROM {})", quoted(table));
    connection.query_row(&sql, [], |row| row.get(0))
}

/// Deletes rows that refer to nothing, and then those that referred to them.
fn remove_orphans(connection: &Connection, filled: &mut Filled) -> rusqlite::Result<()> {
    loop {
        let mut deleted = 0;
        for (table, row) in orphans(connection) {
            let sql = format!("DELETE FROM {} WHERE rowid = ?1", quoted(&table));
            let removed = connection.execute(&sql, [row]).unwrap_or(0);
            if removed > 0 && is_empty(connection, &table)? {
                let reason = "its rows would refer to nothing".to_owned();
                filled.unfilled.push(Unfilled { table, reason });
            }
            deleted += removed;
        }
        filled.rows = filled.rows.saturating_sub(deleted);
        if deleted == 0 {
            return Ok(());
        }
    }
}

/// The rows whose references do not hold; none when they cannot be checked.
fn orphans(connection: &Connection) -> Vec<(String, i64)> {
    let Ok(mut statement) = connection.prepare("PRAGMA foreign_key_check") else {
        return Vec::new();
    };
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let Ok(rows) = statement.query_map([], row) else { return Vec::new() };
    rows.filter_map(rusqlite::Result::ok).collect()
}
