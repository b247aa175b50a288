//! Making a table that something else made the history, with its columns and rows.
//!
//! SQLite cannot change the key of a table, so it is rebuilt; all of it happens in the transaction
//! that writes the rows.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::query::{Query, text};
use super::sql::{quoted, string};
use super::{amend, engine, tables};
use crate::driver::{AmendChange, Amendment};
use crate::error::Result;
use crate::history::Tables;

/// The statements that do it, rows included; `None` when the table is not such a one, or not any
/// more.
pub(super) fn queries(
    connection: &Connection,
    tables: &Tables,
    amendment: &Amendment<'_>,
) -> Result<Option<Vec<Query>>> {
    let explain = |error| engine::explain(&error, "reading the old history");
    if !tables::is_small_history(connection, tables.history()).map_err(explain)? {
        return Ok(None);
    }
    // Whoever wrote a row since would lose it.
    let count = format!("SELECT count(*) FROM {}", quoted(tables.history()));
    let rows: i64 = connection.query_row(&count, [], |row| row.get(0)).map_err(explain)?;
    if usize::try_from(rows).is_ok_and(|rows| rows > amendment.entries.len()) {
        return Ok(None);
    }
    let extra = extra_columns(connection, tables.history()).map_err(explain)?;
    let (history, before) =
        (quoted(tables.history()), quoted(&format!("{}_before", tables.history())));
    let plain = |sql: String| Query::new(sql, Vec::new());
    // Not by a rename, which would take the application's views along.
    let mut queries = vec![
        plain(format!("CREATE TABLE {before} AS SELECT * FROM {history}")),
        plain(format!("DROP TABLE {history}")),
    ];
    queries.extend(tables::create(tables, amendment.by));
    queries.extend(extra.iter().map(|(name, kind)| {
        plain(format!("ALTER TABLE {history} ADD COLUMN {} {kind}", quoted(name)))
    }));
    // The rows do not exist yet, so nothing of them is read here.
    queries.extend(amend::queries(connection, tables, amendment, 0)?);
    queries.extend(values(&history, &before, &extra, amendment));
    queries.push(plain(format!("DROP TABLE {before}")));
    Ok(Some(queries))
}

/// The columns that ours lacks, with their types.
fn extra_columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<(String, String)>> {
    let sql = format!("SELECT name, type FROM pragma_table_info({})", string(table));
    let mut statement = connection.prepare(&sql)?;
    let columns = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let columns: rusqlite::Result<Vec<(String, String)>> = columns.collect();
    Ok(columns?.into_iter().filter(|(name, _)| !tables::has_column(name)).collect())
}

/// What brings the values of those columns over, a statement a row.
fn values(
    history: &str,
    before: &str,
    extra: &[(String, String)],
    amendment: &Amendment<'_>,
) -> Vec<Query> {
    if extra.is_empty() {
        return Vec::new();
    }
    let names: Vec<_> = extra.iter().map(|(name, _)| quoted(name)).collect();
    let names = names.join(", ");
    let sql = format!(
        "UPDATE {history} SET ({names}) = (SELECT {names} FROM {before} AS b \
         WHERE CAST(b.version AS TEXT) = ?) WHERE \"set\" = ? AND version = ?"
    );
    let row = |key: &str, version| {
        let params = vec![text(Some(key)), text(Some(amendment.set)), Value::Integer(version)];
        Query::new(sql.clone(), params)
    };
    let entries = amendment.entries.iter().filter_map(|entry| match &entry.change {
        AmendChange::Adopt { key: Some(key), .. } => Some(row(key, entry.job.version.get())),
        _ => None,
    });
    entries.collect()
}
