//! `log`: what happened in a database, line by line.

use super::change::Document;
use crate::cli::args;
use crate::cli::engine;
use crate::cli::failure::Failure;
use crate::cli::output::{BAD, DIM, PLAIN, Reader, WARN};
use crate::cli::session::{Database, Session};
use crate::cli::table::{self, Cell};
use crate::exit_code;
use crate::history::{Level, LogEntry, LogQuery};
use crate::human::moment;
use crate::report::LogReport;

/// Shows the last lines of the log of each database.
pub(crate) fn log(session: &Session<'_>, args: &args::Log) -> Result<u8, Failure> {
    let query = LogQuery { least: args.level, limit: args.limit };
    let mut databases = Vec::new();
    for database in session.databases(&args.directory)? {
        let mut report = engine::read(&database)?.log(&query)?;
        show(session.reader, &database, &report, args.level);
        report.name = database.name;
        databases.push(report);
    }
    session.reader.document(&Document { databases });
    Ok(exit_code::DONE)
}

fn show(reader: Reader, database: &Database, report: &LogReport, least: Level) {
    reader.line(&database.heading());
    if report.has_earlier {
        reader.line(&format!("{DIM}earlier lines are left out: `--limit` shows more{DIM:#}"));
    }
    let rows: Vec<_> = report.lines.iter().map(row).collect();
    for (line, entry) in table::lines(&rows).iter().zip(&report.lines) {
        reader.line(line);
        for (what, text) in [("reason", &entry.reason), ("", &entry.detail)] {
            let Some(text) = text else { continue };
            let what = if what.is_empty() { String::new() } else { format!("{what}: ") };
            for line in text.lines() {
                reader.line(&format!("      {DIM}{what}{line}{DIM:#}"));
            }
        }
    }
    match (report.lines.is_empty() && !report.has_earlier, least) {
        (true, Level::Info) => reader.line("nothing happened here so far"),
        (true, Level::Warning) => reader.line("there are no warnings and no errors"),
        (true, Level::Error) => reader.line("there are no errors"),
        (false, _) => {}
    }
}

fn row(entry: &LogEntry) -> Vec<Cell> {
    let (style, level) = match entry.level.as_str() {
        "info" => (PLAIN, ""),
        "error" => (BAD, "error"),
        other => (WARN, other),
    };
    let version = entry.version.map(|version| version.to_string()).unwrap_or_default();
    let time = entry.execution_ms.map(|time| format!("{time} ms")).unwrap_or_default();
    vec![
        Cell::text(moment(&entry.at)),
        Cell::text(level).style(style),
        Cell::text(&entry.action),
        Cell::number(version),
        Cell::text(entry.name.as_deref().unwrap_or_default()),
        Cell::text(entry.by.as_deref().unwrap_or_default()).style(DIM),
        Cell::text(time).style(DIM),
    ]
}
