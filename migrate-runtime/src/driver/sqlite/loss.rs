//! Counting what a rollback costs.

use migrate_codegen::text::default_value;
use migrate_codegen::vocabulary::is_kept;
use rusqlite::{Connection, OptionalExtension};

use super::engine::explain;
use super::inserted::Inserted;
use super::metadata::Metadata;
use super::origins::{Taken, taken};
use super::sql::{dropped, quoted, string};
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
    found::refuse_changed(job, metadata)?;
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
        Work::Code { .. } | Work::Backfill { .. } => Vec::new(),
    };
    let runs = |sql: &&str| found::kept(metadata, sql).is_none();
    let taken = taken(statements.iter().copied().filter(runs));
    let mut losses = Vec::new();
    for it in taken {
        match it {
            // What is kept aside comes back before its table is dropped.
            Taken::Rows(table) | Taken::Beside(table, _) if is_kept(&table) => {}
            Taken::Rows(table) => losses.extend(rows_of(connection, &table)?),
            Taken::Beside(table, kept) => losses.extend(values_beside(connection, &table, &kept)?),
            Taken::Values(table, column) => losses.extend(values_of(connection, &table, &column)?),
            Taken::Inserted(rows) => add(&mut losses, changed(connection, rows)?),
        }
    }
    // A step in Rust says which tables it drops.
    let names: Vec<String> = statements.iter().filter_map(|sql| dropped(sql)).collect();
    let is_named = |table: &str| names.iter().any(|it| it.eq_ignore_ascii_case(table));
    for table in job.drops.iter().filter(|it| !is_named(it) && !metadata.keeps(it) && !is_kept(it))
    {
        losses.extend(rows_of(connection, table)?);
    }
    Ok(losses)
}

/// What the columns hold that are not among those that are kept.
fn values_beside(connection: &Connection, table: &str, kept: &[String]) -> Result<Vec<Loss>> {
    let mut losses = Vec::new();
    for column in columns(connection, table)? {
        if !kept.iter().any(|it| it.eq_ignore_ascii_case(&column)) {
            losses.extend(values_of(connection, table, &column)?);
        }
    }
    Ok(losses)
}

fn columns(connection: &Connection, table: &str) -> Result<Vec<String>> {
    let sql = format!("SELECT name FROM pragma_table_info({})", string(table));
    let names = || -> rusqlite::Result<Vec<String>> {
        connection.prepare(&sql)?.query_map([], |row| row.get(0))?.collect()
    };
    names().map_err(|error| explain(&error, COUNTING))
}

/// The rows that the migration inserted and that somebody wrote since. What a later migration
/// changed, whose rollback comes first, may have another name now.
fn changed(connection: &Connection, mut rows: Inserted) -> Result<Option<Loss>> {
    let columns = columns(connection, &rows.table)?;
    let is_there =
        |(_, now): &(String, String)| columns.iter().any(|it| it.eq_ignore_ascii_case(now));
    rows.others.retain(is_there);
    if !rows.key.iter().all(is_there) {
        return Ok(None);
    }
    loss(connection, &rows.changed(), &rows.table, None)
}

/// Rows of a table may be known by different columns.
fn add(losses: &mut Vec<Loss>, loss: Option<Loss>) {
    let Some(loss) = loss else { return };
    match losses.iter_mut().find(|it| it.table == loss.table && it.column.is_none()) {
        Some(it) => it.rows += loss.rows,
        None => losses.push(loss),
    }
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
    let (column_name, default) = (quoted(column), default_value(&default));
    let sql = format!(
        "SELECT count(*) FROM {} WHERE {column_name} COLLATE BINARY IS NOT ({default})",
        quoted(table)
    );
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
