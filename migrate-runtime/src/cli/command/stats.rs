//! `stats`: how many migrations there are in each state, and how long they took.

use super::change::Document;
use crate::cli::args;
use crate::cli::engine;
use crate::cli::failure::Failure;
use crate::cli::output::{BAD, DIM, PLAIN, Reader, WARN};
use crate::cli::session::{Database, Session};
use crate::cli::table::{self, Cell};
use crate::exit_code;
use crate::human::moment;
use crate::report::{Stats, Timed};

/// Shows the numbers of each database.
pub(crate) fn stats(session: &Session<'_>, args: &args::Stats) -> Result<u8, Failure> {
    let mut databases = Vec::new();
    for database in session.databases(&args.directory)? {
        let mut stats = engine::read(&database)?.stats()?;
        show(session.reader, &database, &stats);
        stats.name = database.name;
        databases.push(stats);
    }
    session.reader.document(&Document { databases });
    Ok(exit_code::DONE)
}

fn show(reader: Reader, database: &Database, stats: &Stats) {
    reader.line(&database.heading());
    for line in table::lines(&rows(stats)) {
        reader.line(&line);
    }
}

fn rows(stats: &Stats) -> Vec<Vec<Cell>> {
    let count = |name: &str, count: usize| (name.to_owned(), count.to_string(), PLAIN);
    let alarm = |name: &str, count: usize, style| {
        (name.to_owned(), count.to_string(), if count == 0 { PLAIN } else { style })
    };
    let mut lines = vec![
        count("migrations", stats.total),
        count("applied", stats.applied),
        alarm("pending", stats.pending, WARN),
        alarm("running", stats.running, WARN),
        alarm("failed half-way", stats.failed, BAD),
        count("rolled back", stats.rolled_back),
        count("failures so far", stats.failures),
    ];
    let time = |time: Option<i64>| time.map_or_else(|| "-".to_owned(), |time| format!("{time} ms"));
    let which = |timed: &Timed| format!("{} {}", timed.version, timed.name);
    let slowest = stats.slowest.as_ref();
    let slowest = slowest.map(|it| format!("{}, {}", time(it.execution_time), which(it)));
    let last = stats.last.as_ref().map(|it| format!("{}, {}", moment(&it.applied_at), which(it)));
    let none = || "-".to_owned();
    lines.push(("average time".to_owned(), time(stats.average_time), PLAIN));
    lines.push(("slowest".to_owned(), slowest.unwrap_or_else(none), PLAIN));
    lines.push(("last applied".to_owned(), last.unwrap_or_else(none), PLAIN));
    let row =
        |(name, value, style)| vec![Cell::text(name).style(DIM), Cell::text(value).style(style)];
    lines.into_iter().map(row).collect()
}
