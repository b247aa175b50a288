//! A SQLite database that migrations run in.

use std::fmt;

use rusqlite::Connection;

use super::look::Left;
use crate::driver::Facts;
use crate::error::Result;
use crate::history::Tables;

/// A SQLite database that migrations run in: its own connection, or the application's.
///
/// Settings of a connection that the application lends (`foreign_keys`, `busy_timeout`) are as
/// they were whenever a call returns.
#[must_use]
pub struct Database<'c> {
    handle: Handle<'c>,
    pub(super) facts: Facts,
    pub(super) tables: Tables,
    /// How the last unit of the run that goes on left the history.
    pub(super) left: Option<Left>,
}

enum Handle<'c> {
    Owned(Box<Connection>),
    Borrowed(&'c mut Connection),
}

impl<'c> Database<'c> {
    /// Keeps the history in other tables than `_migrations`, `_migrations_log` and
    /// `_migrations_lock`.
    pub fn history_tables(mut self, tables: Tables) -> Self {
        self.tables = tables;
        self
    }

    /// The connection.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        match &self.handle {
            Handle::Owned(connection) => connection,
            Handle::Borrowed(connection) => connection,
        }
    }

    pub(super) fn connection_mut(&mut self) -> &mut Connection {
        match &mut self.handle {
            Handle::Owned(connection) => connection,
            Handle::Borrowed(connection) => connection,
        }
    }

    /// The connection, given back. `None` when it was only lent, for its owner has it already.
    #[must_use]
    pub fn into_connection(self) -> Option<Connection> {
        match self.handle {
            Handle::Owned(connection) => Some(*connection),
            Handle::Borrowed(_) => None,
        }
    }

    /// Uses a connection that the application lends.
    pub fn borrow(connection: &'c mut Connection) -> Self {
        Self::with(Handle::Borrowed(connection))
    }

    fn with(handle: Handle<'c>) -> Self {
        let mut database =
            Self { handle, facts: super::open::facts(None), tables: Tables::default(), left: None };
        database.facts = super::open::facts(database.connection().path());
        database
    }

    /// A connection of our own waits by our own rules, and checks references.
    pub(super) fn own(connection: Connection) -> Result<Self> {
        let database = Self::from(connection);
        super::open::prepare(database.connection())?;
        Ok(database)
    }
}

impl From<Connection> for Database<'_> {
    /// Uses a connection that the application gives away.
    fn from(connection: Connection) -> Self {
        Self::with(Handle::Owned(Box::new(connection)))
    }
}

impl fmt::Debug for Database<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("facts", &self.facts).finish_non_exhaustive()
    }
}
