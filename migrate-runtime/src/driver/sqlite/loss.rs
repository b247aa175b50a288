//! Counting what a rollback costs.

use migrate_codegen::vocabulary::is_kept;
use rusqlite::{Connection, OptionalExtension};

use super::engine::explain;
use super::metadata::Metadata;
use super::sql::{copied, dropped_column, quoted, renamed_column, renamed_to, string};
use super::statement::pieces;
use super::{found, tables};
use crate::driver::{Job, Loss, Losses, Work};
use crate::error::{Error, Kind, Result};

const COUNTING: &str = "counting what a rollback would delete";

/// What the job costs.
pub(super) fn losses(
    connection: &Connection,
    job: &Job<'_>,
    metadata: &Metadata,
) -> Result<Losses> {
    refuse_without_copies(connection, job)?;
    let deleted = deleted(connection, job, metadata)?;
    Ok(Losses { deleted, discarded_at: metadata.discarded.clone() })
}

/// Refuses a rollback whose tables of kept rows are not there: somebody dropped them, or they never
/// were, because something else applied the migration.
pub(super) fn refuse_without_copies(connection: &Connection, job: &Job<'_>) -> Result<()> {
    for place in job.drops.iter().filter(|table| is_kept(table)) {
        if !tables::is_there(connection, place).map_err(|error| explain(&error, COUNTING))? {
            let reason = Some(format!("its table of kept rows, `{place}`, is not there"));
            return Err(Error::new(Kind::Irreversible { reason }).of(job.version, job.name));
        }
    }
    Ok(())
}

/// The rows and values that the job would delete.
fn deleted(connection: &Connection, job: &Job<'_>, metadata: &Metadata) -> Result<Vec<Loss>> {
    let statements: Vec<&str> = match &job.work {
        Work::Sql { text, parts } => pieces(text, parts).map(|piece| piece.sql).collect(),
        Work::Code { .. } => Vec::new(),
    };
    // A table that another is renamed to is rebuilt: its rows move.
    let rebuilt: Vec<String> = statements.iter().filter_map(|sql| renamed_to(sql)).collect();
    let moves = |table: &str| rebuilt.iter().any(|name| name.eq_ignore_ascii_case(table));
    let mut losses = Vec::new();
    // What is kept aside comes back before its table is dropped.
    let lost = |table: &&&str| !metadata.keeps(table) && !is_kept(table);
    for table in job.drops.iter().filter(lost) {
        if let Some(kept) = copied_from(&statements, table) {
            losses.extend(values_beside(connection, table, &kept)?);
        } else if !moves(table) {
            losses.extend(rows_of(connection, table)?);
        }
    }
    for sql in statements.iter().filter(|sql| found::kept(metadata, sql).is_none()) {
        if let Some((table, column)) = dropped_column(sql) {
            losses.extend(values_of(connection, &table, &column)?);
        }
    }
    Ok(losses)
}

/// The columns of a table that are copied before it is dropped, or have another name by then.
fn copied_from(statements: &[&str], table: &str) -> Option<Vec<String>> {
    let is_it = |name: &String| name.eq_ignore_ascii_case(table);
    let mut copies =
        statements.iter().filter_map(|sql| copied(sql)).filter(|(from, _)| is_it(from));
    let (_, mut columns) = copies.next()?;
    let renamed = statements.iter().filter_map(|sql| renamed_column(sql));
    columns.extend(renamed.filter(|(of, _)| is_it(of)).map(|(_, column)| column));
    Some(columns)
}

/// What the columns hold that are not among those that are kept.
fn values_beside(connection: &Connection, table: &str, kept: &[String]) -> Result<Vec<Loss>> {
    let sql = format!("SELECT name FROM pragma_table_info({})", string(table));
    let names = || -> rusqlite::Result<Vec<String>> {
        connection.prepare(&sql)?.query_map([], |row| row.get(0))?.collect()
    };
    let mut losses = Vec::new();
    for column in names().map_err(|error| explain(&error, COUNTING))? {
        if !kept.iter().any(|it| it.eq_ignore_ascii_case(&column)) {
            losses.extend(values_of(connection, table, &column)?);
        }
    }
    Ok(losses)
}

fn rows_of(connection: &Connection, table: &str) -> Result<Option<Loss>> {
    if !tables::is_there(connection, table).map_err(|error| explain(&error, COUNTING))? {
        return Ok(None);
    }
    let sql = format!("SELECT count(*) FROM {}", quoted(table));
    loss(connection, &sql, table, None)
}

/// The rows that a `DELETE` with that condition deletes; nothing where they cannot be counted
/// beforehand, because another migration of the run comes first.
pub(super) fn rows_where(connection: &Connection, table: &str, condition: &str) -> Option<Loss> {
    let sql = format!("SELECT count(*) FROM {} {condition}", quoted(table));
    loss(connection, &sql, table, None).ok().flatten()
}

/// A value is lost when it is not what the column has by itself.
fn values_of(connection: &Connection, table: &str, column: &str) -> Result<Option<Loss>> {
    let sql = format!(
        "SELECT coalesce(dflt_value, 'NULL') FROM pragma_table_info({}) WHERE lower(name) = lower({})",
        string(table),
        string(column)
    );
    let default: rusqlite::Result<Option<String>> =
        connection.query_row(&sql, [], |row| row.get(0)).optional();
    let Some(default) = default.map_err(|error| explain(&error, COUNTING))? else {
        return Ok(None);
    };
    let column_name = quoted(column);
    let sql =
        format!("SELECT count(*) FROM {} WHERE {column_name} IS NOT ({default})", quoted(table));
    loss(connection, &sql, table, Some(column))
}

fn loss(
    connection: &Connection,
    sql: &str,
    table: &str,
    column: Option<&str>,
) -> Result<Option<Loss>> {
    let count: i64 = connection
        .query_row(sql, [], |row| row.get(0))
        .map_err(|error| explain(&error, COUNTING))?;
    let rows = u64::try_from(count).unwrap_or(0);
    let (table, column) = (table.to_owned(), column.map(str::to_owned));
    Ok((rows > 0).then_some(Loss { table, column, rows }))
}
