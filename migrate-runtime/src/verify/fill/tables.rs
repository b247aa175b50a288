//! Filling all tables of a database, parents first.

use rusqlite::Connection;

use super::insert::NewRow;
use super::level::Level;
use super::shape::Shape;
use crate::driver::sqlite::quoted;
use crate::error::Result;
use crate::schema::{Object, Schema};
use crate::verify::report::Unfilled;
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
    let filled = fill_those(connection, level, |_, _| true).map_err(failed)?;
    count_on(connection).map_err(failed)?;
    Ok(filled)
}

/// Lets `AUTOINCREMENT` count on as if the last rows had been deleted.
fn count_on(connection: &Connection) -> rusqlite::Result<()> {
    let there = "SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'";
    if connection.query_row(there, [], |row| row.get::<_, i64>(0))? > 0 {
        let on = "UPDATE sqlite_sequence SET seq = seq + 100 WHERE name NOT LIKE '\\_migrat%' ESCAPE '\\'";
        connection.execute(on, [])?;
    }
    Ok(())
}

/// Puts rows into the tables that were not there `before`, as an application would until somebody
/// rolls back.
///
/// # Errors
/// As [`fill`].
pub(in crate::verify) fn fill_new(
    connection: &Connection,
    level: Level,
    before: &Schema,
) -> Result<()> {
    if level == Level::Empty {
        return Ok(());
    }
    let new = |after: &Schema, table: &Object| {
        // Rows that the migration has moved there may come back, and no others. A trigger may write into the tables whose rows are compared, and our own tables are
        // nobody else's to fill.
        let is_quiet = after.triggers_of(&table.name).next().is_none();
        let is_ours = table.name.starts_with("_migrat");
        let is_new = before.tables().all(|old| !old.is_called(&table.name));
        is_new && is_quiet && !is_ours && is_empty(connection, &table.name).unwrap_or(false)
    };
    fill_those(connection, level, new).map(drop).map_err(failed)
}

/// Fills the tables for which `wanted` holds.
fn fill_those(
    connection: &Connection,
    level: Level,
    wanted: impl Fn(&Schema, &Object) -> bool,
) -> rusqlite::Result<Filled> {
    // References in a circle hold only when all rows are there.
    let checked: bool = connection.query_row("PRAGMA foreign_keys", [], |row| row.get(0))?;
    connection.execute_batch("PRAGMA foreign_keys = OFF; BEGIN")?;
    let schema = Schema::read(connection)?;
    let tables = schema.tables().filter(|table| wanted(&schema, table));
    let mut filled = Filled::default();
    for shape in in_order(connection, tables, &mut filled)? {
        fill_table(connection, &shape, level, &mut filled)?;
    }
    remove_orphans(connection, &mut filled)?;
    filled.unfilled.sort_by(|a, b| a.table.cmp(&b.table));
    connection.execute_batch("COMMIT")?;
    connection.pragma_update(None, "foreign_keys", checked)?;
    Ok(filled)
}

/// The tables, those that others refer to first; a circle begins somewhere.
pub(super) fn in_order<'a>(
    connection: &Connection,
    tables: impl Iterator<Item = &'a Object>,
    filled: &mut Filled,
) -> rusqlite::Result<Vec<Shape>> {
    let mut waiting = Vec::new();
    for table in tables {
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
    for (row, &kind) in level.rows().iter().enumerate() {
        match (NewRow { connection, shape, row, kind, level }).write() {
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
            // A table without row ids does not say which of its rows it is.
            let which = row.map(|row| format!(" WHERE rowid = {row}")).unwrap_or_default();
            let sql = format!("DELETE FROM {}{which}", quoted(&table));
            let removed = connection.execute(&sql, []).unwrap_or(0);
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
fn orphans(connection: &Connection) -> Vec<(String, Option<i64>)> {
    let Ok(mut statement) = connection.prepare("PRAGMA foreign_key_check") else {
        return Vec::new();
    };
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let Ok(rows) = statement.query_map([], row) else { return Vec::new() };
    rows.filter_map(rusqlite::Result::ok).collect()
}
