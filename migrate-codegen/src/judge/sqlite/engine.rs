//! SQLite in memory: the only place that runs it.

use std::cell::Cell;
use std::cmp::Ordering as Order;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, Result};

use super::recorder::Recorder;
use super::refusal::{Refusal, Stage};
use crate::ForeignKeys;
use crate::check::{EngineVersion, Options};
use crate::footprint::Footprint;

/// Instructions between two looks at the budget.
const TICK: i32 = 100_000;
/// Ticks that one statement may use: five million instructions, a fraction of a second.
const TICKS: u32 = 50;
/// Pages of 4 KiB that the database may have: 256 MiB.
const PAGES: u32 = 65_536;

/// SQLite in memory, with the application's functions and collations stubbed.
pub(super) struct Engine {
    connection: Connection,
    recorder: Recorder,
    /// Whether a stubbed function was called.
    stub_called: Arc<AtomicBool>,
    /// Whether any table may have rows.
    has_rows: Cell<bool>,
    /// Ticks that the running statement used.
    ticks: Arc<AtomicU32>,
}

/// Whether a word in double quotes may be a string.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lenient {
    Yes,
    No,
}

/// The version of SQLite that judges.
pub(crate) fn version() -> EngineVersion {
    rusqlite::version().parse().unwrap_or(EngineVersion::new(3, 0, 0))
}

/// Stops a statement that runs for too long. It takes `&mut` because newer versions of rusqlite do.
fn limit(connection: &mut Connection, ticks: &Arc<AtomicU32>) {
    let used = Arc::clone(ticks);
    let over = move || used.fetch_add(1, Ordering::Relaxed) >= TICKS;
    // It returns nothing in the older versions of rusqlite and a `Result` in the newer.
    let _ = connection.progress_handler(TICK, Some(over));
}

impl Engine {
    /// An empty database.
    pub(super) fn open(options: &Options) -> Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        let stub_called = Arc::new(AtomicBool::new(false));
        for (name, arguments) in &options.functions {
            let flags = FunctionFlags::SQLITE_UTF8
                | FunctionFlags::SQLITE_DETERMINISTIC
                | FunctionFlags::SQLITE_INNOCUOUS;
            let called = Arc::clone(&stub_called);
            connection.create_scalar_function(name.as_str(), *arguments, flags, move |_| {
                called.store(true, Ordering::Relaxed);
                Ok(None::<i64>)
            })?;
        }
        for name in &options.collations {
            connection.create_collation(name.as_str(), |a: &str, b: &str| -> Order { a.cmp(b) })?;
        }
        let ticks = Arc::new(AtomicU32::new(0));
        limit(&mut connection, &ticks);
        let recorder = Recorder::default();
        recorder.listen(&mut connection);
        let engine = Self { connection, recorder, stub_called, has_rows: Cell::new(false), ticks };
        engine.rows(&format!("PRAGMA max_page_count = {PAGES}"))?;
        Ok(engine)
    }

    /// What is touched by the statements that are prepared meanwhile.
    pub(super) fn record<T>(&self, doing: impl FnOnce() -> T) -> (T, Footprint) {
        self.recorder.record(doing)
    }

    /// Asks whether the engine would take the statement, without running it.
    pub(super) fn prepare(&self, sql: &str) -> Result<(), Refusal> {
        self.ticks.store(0, Ordering::Relaxed);
        self.connection.prepare(sql).map(drop).map_err(|error| Refusal::new(&error, Stage::Prepare))
    }

    /// Asks the same of an engine that takes double quotes for names only.
    pub(super) fn prepare_strictly(&self, sql: &str) -> Result<(), Refusal> {
        self.lenient(Lenient::No);
        let prepared = self.prepare(sql);
        self.lenient(Lenient::Yes);
        prepared
    }

    fn lenient(&self, lenient: Lenient) {
        for config in [DbConfig::SQLITE_DBCONFIG_DQS_DML, DbConfig::SQLITE_DBCONFIG_DQS_DDL] {
            // Where the engine does not know it, both ways read alike.
            drop(self.connection.set_db_config(config, lenient == Lenient::Yes));
        }
    }

    /// Runs the statement to its end.
    pub(super) fn run(&self, sql: &str) -> Result<(), Refusal> {
        self.ticks.store(0, Ordering::Relaxed);
        let mut statement =
            self.connection.prepare(sql).map_err(|error| Refusal::new(&error, Stage::Prepare))?;
        let mut rows = statement.raw_query();
        loop {
            match rows.next() {
                Ok(Some(_)) => {}
                Ok(None) => return Ok(()),
                Err(error) => return Err(Refusal::new(&error, Stage::Step)),
            }
        }
    }

    /// Runs a statement of our own whose failure means nothing.
    pub(super) fn quietly(&self, sql: &str) {
        drop(self.run(sql));
    }

    /// The rows of a query of our own, every value as text.
    pub(super) fn rows(&self, sql: &str) -> Result<Vec<Vec<String>>> {
        self.ticks.store(0, Ordering::Relaxed);
        let mut statement = self.connection.prepare(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let values = (0..columns).map(|at| row.get_ref(at).map(text_of));
            found.push(values.collect::<Result<_>>()?);
        }
        Ok(found)
    }

    /// Whether a transaction is open.
    pub(super) fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Whether a stubbed function was called since the last look.
    pub(super) fn take_stub_called(&self) -> bool {
        self.stub_called.swap(false, Ordering::Relaxed)
    }

    /// Notes that tables may have rows from here on.
    pub(super) fn note_rows(&self) {
        self.has_rows.set(true);
    }

    /// Whether tables may have rows.
    pub(super) fn has_rows(&self) -> bool {
        self.has_rows.get()
    }

    /// Sets `foreign_keys`. It must not be called inside a transaction.
    pub(super) fn set_foreign_keys(&self, to: ForeignKeys) {
        let on = to == ForeignKeys::Keep;
        drop(self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, on));
    }

    /// Empties all tables, unless they are empty. Foreign keys must be off.
    pub(super) fn forget_rows(&self) {
        if !self.has_rows.get() {
            return;
        }
        // Inside a transaction they may come back.
        self.has_rows.set(self.in_transaction());
        let triggers =
            |on| drop(self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, on));
        triggers(false);
        for table in self.tables() {
            self.quietly(&format!("DELETE FROM {}", quoted(&table)));
        }
        triggers(true);
    }

    /// The names of all tables, views and virtual tables that people made.
    pub(super) fn tables(&self) -> Vec<String> {
        let sql = "SELECT name FROM sqlite_schema \
                   WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
        self.column(sql)
    }

    /// The first column of a query of our own; empty when it fails.
    pub(super) fn column(&self, sql: &str) -> Vec<String> {
        let rows = self.rows(sql).unwrap_or_default();
        rows.into_iter().filter_map(|row| row.into_iter().next()).collect()
    }
}

fn text_of(value: rusqlite::types::ValueRef<'_>) -> String {
    use rusqlite::types::ValueRef::{Blob, Integer, Null, Real, Text};
    match value {
        Null => String::new(),
        Integer(number) => number.to_string(),
        Real(number) => number.to_string(),
        Text(bytes) | Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// `name` as a quoted identifier.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// `text` as a string literal.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
