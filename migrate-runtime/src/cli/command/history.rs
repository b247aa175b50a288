//! `history`: every migration that was ever applied here.

use super::change::Document;
use crate::cli::args;
use crate::cli::engine;
use crate::cli::failure::Failure;
use crate::cli::output::{BAD, DIM, GOOD, Reader, WARN};
use crate::cli::session::{Database, Session};
use crate::cli::table::{self, Cell};
use crate::exit_code;
use crate::history::{Applied, HistoryQuery, RowStatus};
use crate::human::moment;
use crate::report::HistoryReport;

/// Shows the rows of the history of each database.
pub(crate) fn history(session: &Session<'_>, args: &args::History) -> Result<u8, Failure> {
    let query = HistoryQuery { status: args.status, skip: args.skip, limit: args.limit };
    let mut databases = Vec::new();
    for database in session.databases(&args.directory)? {
        let mut report = engine::read(&database)?.history(&query)?;
        show(session.reader, &database, &report, args.status);
        // What the command line calls it, where it has several.
        report.name = database.name;
        databases.push(report);
    }
    session.reader.document(&Document { databases });
    Ok(exit_code::DONE)
}

fn show(reader: Reader, database: &Database, report: &HistoryReport, status: Option<RowStatus>) {
    reader.line(&database.heading());
    let (shown, total) = (report.migrations.len(), report.total);
    for line in table::lines(&report.migrations.iter().map(row).collect::<Vec<_>>()) {
        reader.line(&line);
    }
    match status {
        None if total == 0 => reader.line("nothing was ever applied here"),
        Some(status) if total == 0 => reader.line(&format!("no migration is {}", word(status))),
        _ if shown < total => reader.line(&format!("{DIM}{shown} of {total}{DIM:#}")),
        _ => {}
    }
}

fn word(status: RowStatus) -> String {
    status.as_str().replace('_', " ")
}

fn row(row: &Applied) -> Vec<Cell> {
    let (style, when) = match row.status {
        RowStatus::Applied => (GOOD, &row.applied_at),
        RowStatus::RolledBack => (WARN, &row.rolled_back_at),
        RowStatus::Running | RowStatus::Failed | RowStatus::RollingBack => (BAD, &row.applied_at),
    };
    let time = row.execution_ms.map(|time| format!("{time} ms")).unwrap_or_default();
    vec![
        Cell::number(row.version),
        Cell::text(&row.name),
        Cell::text(word(row.status)).style(style),
        Cell::text(when.as_deref().map(moment).unwrap_or_default()),
        Cell::number(time).style(DIM),
        Cell::text(format!("run {}", row.batch)).style(DIM),
        Cell::text(row.applied_by.as_deref().unwrap_or_default()).style(DIM),
    ]
}
