//! The history's tables: making them, and telling them from other people's.

use rusqlite::Connection;

use super::engine::{explain, is_busy};
use super::query::Query;
use super::sql::quoted;
use super::wait::patiently;
use super::write;
use crate::driver::Patience;
use crate::error::{Error, Kind, Maker, Result};
use crate::history::{Level, Tables};

/// The format of the tables. Older ones stay readable; new columns are nullable.
pub(super) const FORMAT: i64 = 1;

/// Columns that only our tables have together.
const OURS: [&str; 3] = ["version, status, checksum", "id, action, batch", "format, token"];

/// What makes the tables, in order. Short columns stand first, and an index covers what a start
/// reads, so that long texts are never touched by it.
pub(super) fn create(tables: &Tables, by: &str) -> Vec<Query> {
    let (history, log, lock) =
        (quoted(tables.history()), quoted(tables.log()), quoted(tables.lock()));
    let head = quoted(&format!("{}_head", tables.history()));
    let texts = [
        history_table(&history),
        format!("CREATE INDEX {head} ON {history} (\"set\", version, status, checksum)"),
        log_table(&log),
        lock_table(&lock),
        format!("INSERT INTO {lock} (id, format, token) VALUES (1, {FORMAT}, 0)"),
    ];
    let mut queries: Vec<_> = texts.into_iter().map(|sql| Query::new(sql, Vec::new())).collect();
    let line = write::Line { by, ..write::Line::new(Level::Info, "created") };
    queries.push(write::log(tables, &line));
    queries
}

fn history_table(history: &str) -> String {
    format!(
        "CREATE TABLE {history} (
    \"set\" TEXT NOT NULL,
    version INTEGER NOT NULL,
    status TEXT NOT NULL,
    checksum TEXT NOT NULL,
    name TEXT NOT NULL,
    category TEXT NOT NULL,
    batch INTEGER NOT NULL,
    applied_at TEXT,
    rolled_back_at TEXT,
    execution_ms INTEGER,
    statements_done INTEGER NOT NULL,
    statements_total INTEGER NOT NULL,
    done_hash TEXT,
    reversible INTEGER NOT NULL,
    rollback_class TEXT NOT NULL,
    transactional INTEGER NOT NULL,
    tool_version TEXT NOT NULL,
    applied_by TEXT,
    error TEXT,
    depends_on TEXT,
    footprint TEXT,
    description TEXT,
    metadata TEXT,
    up_sql TEXT,
    down_sql TEXT,
    PRIMARY KEY (\"set\", version)
) WITHOUT ROWID"
    )
}

fn log_table(log: &str) -> String {
    format!(
        "CREATE TABLE {log} (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    level TEXT NOT NULL,
    action TEXT NOT NULL,
    \"set\" TEXT,
    version INTEGER,
    name TEXT,
    batch INTEGER NOT NULL,
    execution_ms INTEGER,
    by TEXT,
    reason TEXT,
    detail TEXT
)"
    )
}

fn lock_table(lock: &str) -> String {
    format!(
        "CREATE TABLE {lock} (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    format INTEGER NOT NULL,
    token INTEGER NOT NULL,
    holder TEXT,
    host TEXT,
    pid INTEGER,
    reason TEXT,
    acquired_at TEXT,
    expires_at TEXT
)"
    )
}

/// Makes the tables, inside a transaction.
pub(super) fn make(connection: &Connection, tables: &Tables, by: &str) -> Result<()> {
    for query in create(tables, by) {
        query.run(connection).map_err(|error| explain(&error, "making the history's tables"))?;
    }
    Ok(())
}

/// Whether the tables are there.
///
/// # Errors
/// When a table with one of their names was made by something else.
pub(super) fn exist(
    connection: &Connection,
    tables: &Tables,
    patience: Patience<'_>,
) -> Result<bool> {
    let names = [tables.history(), tables.log(), tables.lock()];
    let look = || states(connection, names);
    let states = patiently(patience, "reading the schema", &mut |_| {}, look)?;
    if states.iter().all(|state| *state == State::Absent) {
        return Ok(false);
    }
    // A part of ours alone is nobody's history, and nothing to build on.
    let alien = states.contains(&State::Alien) || states.contains(&State::Absent);
    let first = states.iter().position(|state| *state == State::Alien);
    let first = first.or_else(|| states.iter().position(|state| *state == State::Ours));
    match first.filter(|_| alien) {
        None => Ok(true),
        Some(_) if is_torn(connection, tables, states).unwrap_or(false) => {
            let lost = states.iter().position(|state| *state != State::Ours).unwrap_or_default();
            let what = format!("there is `{}`, and no `{}`", tables.history(), names[lost]);
            Err(Error::new(Kind::Nonsense { what }))
        }
        Some(at) => {
            let small = is_small_history(connection, names[at]).unwrap_or(false);
            let maker = if small { Maker::Runner } else { Maker::Unknown };
            Err(Error::new(Kind::ForeignTable { table: names[at].to_owned(), maker }))
        }
    }
}

/// Whether the history is ours beyond doubt, and what belongs to it is gone.
fn is_torn(connection: &Connection, tables: &Tables, states: [State; 3]) -> rusqlite::Result<bool> {
    if states[0] != State::Ours || states.contains(&State::Alien) {
        return Ok(false);
    }
    let look =
        format!("SELECT rollback_class, done_hash FROM {} LIMIT 0", quoted(tables.history()));
    connection.prepare(&look).map(|_| true)
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Absent,
    Ours,
    Alien,
}

/// All three in one look: somebody may be making them right now.
fn states(connection: &Connection, names: [&str; 3]) -> rusqlite::Result<[State; 3]> {
    let is_there = |at: usize| {
        format!("EXISTS (SELECT 1 FROM sqlite_master WHERE lower(name) = lower(?{at}))")
    };
    let sql = format!("SELECT {}, {}, {}", is_there(1), is_there(2), is_there(3));
    let there: [bool; 3] =
        connection.query_row(&sql, names, |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?;
    let mut states = [State::Absent; 3];
    for at in 0..names.len() {
        if there[at] {
            states[at] = state(connection, names[at], OURS[at])?;
        }
    }
    Ok(states)
}

/// Whose table it is that has the name.
fn state(connection: &Connection, name: &str, columns: &str) -> rusqlite::Result<State> {
    let look = format!("SELECT {columns} FROM {} LIMIT 0", quoted(name));
    match connection.prepare(&look) {
        Ok(_) => Ok(State::Ours),
        Err(error) if is_busy(&error) => Err(error),
        Err(_) => Ok(State::Alien),
    }
}

/// Whether it is the table of a small runner, `(version, name, applied_at)`, and not ours.
pub(super) fn is_small_history(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    let has = |columns: &str| {
        let look = format!("SELECT {columns} FROM {} LIMIT 0", quoted(name));
        connection.prepare(&look).map(drop)
    };
    match has("version, name, applied_at") {
        Ok(()) => Ok(has("rollback_class").is_err()),
        Err(error) if is_busy(&error) => Err(error),
        Err(_) => Ok(false),
    }
}

/// Whether the history has a column of that name.
pub(super) fn has_column(name: &str) -> bool {
    let text = history_table("h");
    let mut columns = text.lines().skip(1).filter_map(|line| line.split_whitespace().next());
    columns.any(|column| column.trim_matches('"').eq_ignore_ascii_case(name))
}

/// Whether there is a table, index, view or trigger of that name.
pub(super) fn is_there(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*) FROM sqlite_master WHERE lower(name) = lower(?1)";
    connection.query_row(sql, [name], |row| row.get::<_, i64>(0)).map(|count| count > 0)
}
