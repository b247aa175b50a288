//! `history`: every migration that was ever applied here.

use serde::Serialize;

use super::change::Document;
use crate::cli::args;
use crate::cli::engine;
use crate::cli::failure::Failure;
use crate::cli::output::{BAD, DIM, GOOD, Reader, WARN};
use crate::cli::session::{Database, Session};
use crate::cli::table::{self, Cell};
use crate::exit_code;
use crate::history::{Applied, RowStatus};
use crate::human::moment;

/// The history of one database, as JSON.
#[derive(Debug, Serialize)]
struct History {
    name: String,
    migrations: Vec<Applied>,
}

/// Shows the rows of the history of each database.
pub(crate) fn history(session: &Session<'_>, args: &args::History) -> Result<u8, Failure> {
    let mut databases = Vec::new();
    for database in session.databases(&args.directory)? {
        let mut rows = engine::read(&database)?.rows()?;
        if let Some(limit) = args.limit {
            rows.drain(..rows.len().saturating_sub(limit));
        }
        show(session.reader, &database, &rows);
        databases.push(History { name: database.name, migrations: rows });
    }
    session.reader.document(&Document { databases });
    Ok(exit_code::DONE)
}

fn show(reader: Reader, database: &Database, rows: &[Applied]) {
    reader.line(&database.heading());
    if rows.is_empty() {
        return reader.line("nothing was ever applied here");
    }
    for line in table::lines(&rows.iter().map(row).collect::<Vec<_>>()) {
        reader.line(&line);
    }
}

fn row(row: &Applied) -> Vec<Cell> {
    let (style, when) = match row.status {
        RowStatus::Applied => (GOOD, &row.applied_at),
        RowStatus::RolledBack => (WARN, &row.rolled_back_at),
        RowStatus::Running | RowStatus::Failed => (BAD, &row.applied_at),
    };
    let time = row.execution_ms.map(|time| format!("{time} ms")).unwrap_or_default();
    vec![
        Cell::number(row.version),
        Cell::text(&row.name),
        Cell::text(row.status.as_str().replace('_', " ")).style(style),
        Cell::text(when.as_deref().map(moment).unwrap_or_default()),
        Cell::number(time).style(DIM),
        Cell::text(format!("run {}", row.batch)).style(DIM),
        Cell::text(row.applied_by.as_deref().unwrap_or_default()).style(DIM),
    ]
}
