//! The schema that the replay leaves.

use super::engine::Engine;
use crate::change::{Object, Stored};
use crate::check::{AfterRows, CanBeNull, Column, FinalSchema};

/// The objects that people made: without those of SQLite, and without the tables behind virtual
/// ones.
const OBJECTS: &str = "
    SELECT type, name, tbl_name, sql FROM sqlite_schema
    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    AND tbl_name NOT IN (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow')
    ORDER BY rowid";

/// A primary key without an index of its own that is one column of type `INTEGER` is the row's own
/// number, which is never NULL.
const COLUMNS: &str = "
    SELECT t.name, c.name, c.type,
           c.\"notnull\" OR (c.pk = 1 AND upper(c.type) = 'INTEGER' AND NOT EXISTS (
               SELECT 1 FROM pragma_index_list(t.name) AS i WHERE i.origin = 'pk'))
    FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS c
    WHERE t.type = 'table' AND c.hidden <> 1
    ORDER BY t.rowid, c.cid";

/// The same of views, one by one, because one that cannot be used has no columns.
const COLUMNS_OF_VIEW: &str = "SELECT name, type FROM pragma_table_xinfo(?) ORDER BY cid";

/// The schema as it stands.
///
/// # Errors
/// When SQLite cannot read it, as a version before 3.37 cannot.
pub(super) fn read(engine: &Engine, rows: AfterRows) -> rusqlite::Result<FinalSchema> {
    let objects: Vec<_> = engine.rows(OBJECTS)?.into_iter().filter_map(stored).collect();
    let mut columns: Vec<_> = engine.rows(COLUMNS)?.into_iter().filter_map(column).collect();
    columns.retain(|column| objects.iter().any(|it| it.name == column.table));
    for view in objects.iter().filter(|it| it.object == Object::View) {
        let name = super::engine::literal(&view.name);
        let found = engine.rows(&COLUMNS_OF_VIEW.replace('?', &name)).unwrap_or_default();
        columns.extend(found.into_iter().filter_map(|row| {
            let [name, declared] = <[String; 2]>::try_from(row).ok()?;
            let table = view.name.clone();
            Some(Column { table, name, declared, null: CanBeNull::Yes })
        }));
    }
    Ok(FinalSchema { objects, columns, rows })
}

fn stored(row: Vec<String>) -> Option<Stored> {
    let [object, name, table, sql] = <[String; 4]>::try_from(row).ok()?;
    Some(Stored { object: Object::named(&object)?, name, table, sql: Some(sql) })
}

fn column(row: Vec<String>) -> Option<Column> {
    let [table, name, declared, not_null] = <[String; 4]>::try_from(row).ok()?;
    let null = if not_null == "1" { CanBeNull::No } else { CanBeNull::Yes };
    Some(Column { table, name, declared, null })
}
