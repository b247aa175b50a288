//! `config`: the settings in effect, and where each comes from.

use serde::Serialize;

use crate::cli::args;
use crate::cli::config::{Setting, Shown};
use crate::cli::failure::Failure;
use crate::cli::output::DIM;
use crate::cli::session::{Located, Session};
use crate::cli::table::{self, Cell};
use crate::exit_code;

/// All settings, as JSON.
#[derive(Debug, Serialize)]
struct Document {
    settings: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    key: String,
    value: String,
    origin: String,
}

/// Shows each setting with its value, its secrets hidden, and who said it.
pub(crate) fn config(session: &Session<'_>, args: &args::Config) -> Result<u8, Failure> {
    let mut all = session.settings.shown();
    for Located { name, location } in session.locations(&args.directory)? {
        let Setting { value, origin } = location;
        let value = value.map_or_else(|| "none".to_owned(), |location| location.to_string());
        all.push(Shown { key: format!("database.{name}.url"), value, origin });
        let table = session.settings.of_database(&name, |it| it.history_table.as_ref());
        if let Some(Setting { value, origin }) = table {
            all.push(Shown { key: format!("database.{name}.history_table"), value, origin });
        }
    }
    let line = |it: Shown| Line { key: it.key, value: it.value, origin: it.origin.to_string() };
    let lines: Vec<_> = all.into_iter().map(line).collect();
    let row = |it: &Line| {
        vec![Cell::text(&it.key), Cell::text(&it.value), Cell::text(&it.origin).style(DIM)]
    };
    for line in table::lines(&lines.iter().map(row).collect::<Vec<_>>()) {
        session.reader.line(&line);
    }
    session.reader.document(&Document { settings: lines });
    Ok(exit_code::DONE)
}
