//! Measuring what a migration touches.

use rusqlite::Connection;

use super::engine::explain;
use super::kept::size;
use super::metadata::Metadata;
use super::sql::{copied, deleted_from, dropped_column, first_word, indexed_table};
use super::statement::pieces;
use super::{loss, tables};
use crate::driver::{Blocks, Job, Risk, Touched, TouchedBy, Work};
use crate::error::Result;

const MEASURING: &str = "measuring what a migration touches";

/// What the job touches, as the database is now.
pub(super) fn risk(connection: &Connection, job: &Job<'_>, metadata: &Metadata) -> Result<Risk> {
    let mut losses = loss::losses(connection, job, metadata)?;
    let statements: Vec<&str> = match &job.work {
        Work::Sql { text, parts } => pieces(text, parts).map(|piece| piece.sql).collect(),
        Work::Code { .. } | Work::Backfill { .. } => Vec::new(),
    };
    let is_kept = |table: &str| job.keeping.iter().any(|it| it.table.eq_ignore_ascii_case(table));
    for sql in &statements {
        let Some((table, condition)) = deleted_from(sql) else { continue };
        if !is_kept(&table) {
            losses.deleted.extend(loss::rows_where(connection, &table, condition));
        }
    }
    losses.deleted.retain(|loss| !is_kept(&loss.table));
    let touched = touched(connection, job, &statements);
    let touched = touched.map_err(|error| explain(&error, MEASURING))?;
    let blocks = blocks(connection).map_err(|error| explain(&error, MEASURING))?;
    Ok(Risk { losses, touched, blocks: Some(blocks) })
}

fn touched(
    connection: &Connection,
    job: &Job<'_>,
    statements: &[&str],
) -> rusqlite::Result<Vec<Touched>> {
    let mut found: Vec<Touched> = Vec::new();
    for sql in statements {
        let rebuilt = || {
            let table = copied(sql)?.from;
            let is_dropped = job.drops.iter().any(|name| name.eq_ignore_ascii_case(&table));
            is_dropped.then_some((TouchedBy::Rebuild, table))
        };
        let rewritten = || Some((TouchedBy::Rewrite, dropped_column(sql)?.0));
        let indexed = || Some((TouchedBy::Index, indexed_table(sql)?));
        if first_word(sql) == "vacuum" {
            found.push(whole(connection)?);
        } else if let Some((by, table)) = rebuilt().or_else(rewritten).or_else(indexed) {
            // What another migration of the run makes is not there yet.
            if tables::is_there(connection, &table)? {
                let size = size(connection, &table)?;
                let (rows, bytes) = (size.rows, size.bytes);
                found.push(Touched { by, table: Some(table), rows, bytes });
            }
        }
    }
    // An empty table is no work.
    found.retain(|it| it.rows > 0 || it.table.is_none());
    Ok(found)
}

/// `VACUUM` writes the whole file anew.
fn whole(connection: &Connection) -> rusqlite::Result<Touched> {
    let pragma = |name: &str| {
        let read = connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
        read.map(|number| u64::try_from(number).unwrap_or(0))
    };
    let bytes = pragma("page_count")? * pragma("page_size")?;
    Ok(Touched { by: TouchedBy::Rewrite, table: None, rows: 0, bytes })
}

fn blocks(connection: &Connection) -> rusqlite::Result<Blocks> {
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    Ok(if mode.eq_ignore_ascii_case("wal") { Blocks::Writers } else { Blocks::Everybody })
}
