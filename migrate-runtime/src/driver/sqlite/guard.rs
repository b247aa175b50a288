//! What is undone on every path, a panic of a step in Rust included.

use std::time::Duration;

use migrate_codegen::Dialect;
use migrate_codegen::text::tokens;
use rusqlite::Connection;

use crate::driver::{Job, Work};

/// Rolls back unless the transaction was committed.
pub(super) struct Rollback<'c>(pub(super) &'c Connection);

impl Drop for Rollback<'_> {
    fn drop(&mut self) {
        if !self.0.is_autocommit() {
            // Nothing more can be done about a failure: closing the connection rolls back too.
            let _ = self.0.execute_batch("ROLLBACK");
        }
    }
}

/// Keeps SQLite from waiting by itself while the driver waits by its own rules.
///
/// A timeout of 0 is left alone: the application may have a busy handler of its own instead, which
/// setting a timeout would remove for good.
pub(super) struct Impatient<'c> {
    connection: &'c Connection,
    timeout: i64,
}

impl<'c> Impatient<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        let read = connection.query_row("PRAGMA busy_timeout", [], |row| row.get(0));
        let timeout = read.unwrap_or(0);
        if timeout > 0 {
            let _ = connection.busy_timeout(Duration::ZERO);
        }
        Self { connection, timeout }
    }

    /// Lets SQLite wait for so long while a step in Rust runs outside a transaction: what it sends
    /// is not repeated by the driver.
    pub(super) fn during_step(&self, limit: Duration) -> Option<Patient<'c>> {
        let patient = self.timeout > 0 && self.connection.busy_timeout(limit).is_ok();
        patient.then_some(Patient(self.connection))
    }
}

/// Undoes [`Impatient::during_step`].
pub(super) struct Patient<'c>(&'c Connection);

impl Drop for Patient<'_> {
    fn drop(&mut self) {
        let _ = self.0.busy_timeout(Duration::ZERO);
    }
}

impl Drop for Impatient<'_> {
    fn drop(&mut self) {
        if let Ok(milliseconds @ 1..) = u64::try_from(self.timeout) {
            let _ = self.connection.busy_timeout(Duration::from_millis(milliseconds));
        }
    }
}

/// `foreign_keys` off, and back on when it was on.
pub(super) struct Suspended<'c> {
    connection: &'c Connection,
    was_on: bool,
}

impl<'c> Suspended<'c> {
    /// Outside a transaction only: inside, SQLite ignores the change.
    pub(super) fn new(connection: &'c Connection) -> rusqlite::Result<Self> {
        let was_on = is_on(connection)?;
        if was_on {
            connection.execute_batch(OFF)?;
        }
        Ok(Self { connection, was_on })
    }
}

impl Drop for Suspended<'_> {
    fn drop(&mut self) {
        if self.was_on {
            let _ = self.connection.execute_batch(ON);
        }
    }
}

/// What `PRAGMA`s of a migration set for the connection, back as it was: the next one, and the
/// application, begin with their own.
pub(super) struct Settings<'c> {
    connection: &'c Connection,
    before: Vec<(&'static str, i64)>,
}

impl<'c> Settings<'c> {
    pub(super) fn new(connection: &'c Connection, job: &Job<'_>) -> Self {
        let text = match &job.work {
            Work::Sql { text, .. } => *text,
            Work::Code { .. } | Work::Backfill { .. } => "",
        };
        let says = |word: &str| tokens(text, Dialect::Sqlite).any(|it| it.is_word(text, word));
        let named = |name: &&str| says(name);
        let settings = if says("pragma") { SETTINGS } else { &[] };
        // One of them cannot be read; it is off unless somebody switches it on.
        let value = |name: &'static str| {
            let read = connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0));
            (name, read.unwrap_or(0))
        };
        Self { connection, before: settings.iter().copied().filter(named).map(value).collect() }
    }

    /// What brings them back.
    pub(super) fn restoring(&self) -> impl Iterator<Item = String> {
        self.before.iter().map(|(name, value)| format!("PRAGMA {name} = {value}"))
    }
}

impl Drop for Settings<'_> {
    fn drop(&mut self) {
        for sql in self.restoring() {
            let _ = self.connection.execute_batch(&sql);
        }
    }
}

/// Settings that decide what statements mean, and that can be changed inside a transaction.
const SETTINGS: &[&str] = &[
    "case_sensitive_like",
    "ignore_check_constraints",
    "legacy_alter_table",
    "recursive_triggers",
    "writable_schema",
];

pub(super) const OFF: &str = "PRAGMA foreign_keys = OFF";
pub(super) const ON: &str = "PRAGMA foreign_keys = ON";

/// Whether references are checked.
pub(super) fn is_on(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("PRAGMA foreign_keys", [], |row| row.get(0))
}
