//! The schema that migrations make, on an engine in memory.

use migrate_codegen::text::split;
use migrate_codegen::{Dialect, Version};
use rusqlite::Connection;

use crate::driver::sqlite::{first_word, said};
use crate::error::{Adoption, Error, Fault, Kind, Result};
use crate::migration::{Body, Migration};
use crate::schema::Schema;

/// A database in memory to which migrations are applied for their schema.
///
/// Rows do not matter, so a data change that fails for want of them is left out; a step in Rust is
/// not called, because nobody knows what else it does.
#[derive(Debug)]
pub(crate) struct Replay {
    connection: Connection,
}

impl Replay {
    /// # Errors
    /// When there is no memory left.
    pub(crate) fn new() -> Result<Self> {
        let connection = Connection::open_in_memory().map_err(failed)?;
        connection.pragma_update(None, "foreign_keys", false).map_err(failed)?;
        Ok(Self { connection })
    }

    /// The schema that these migrations make.
    ///
    /// # Errors
    /// When one of them cannot be replayed.
    pub(crate) fn schema_of<'m>(
        migrations: impl IntoIterator<Item = &'m Migration>,
    ) -> Result<Schema> {
        let mut replay = Self::new()?;
        for migration in migrations {
            replay.apply(migration)?;
        }
        replay.schema()
    }

    /// Applies one more migration.
    ///
    /// # Errors
    /// When the engine refuses a statement that makes a part of the schema.
    pub(crate) fn apply(&mut self, migration: &Migration) -> Result<()> {
        let (version, name) = (migration.version(), migration.name());
        let Body::Sql(text) = migration.up() else {
            return self.apply_text(version, name, migration.schema().unwrap_or_default());
        };
        let parts = migration.up_script().statements.iter();
        self.apply_all(version, name, parts.filter_map(|part| text.get(part.start..part.end)))
    }

    /// Applies the text of a migration.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub(crate) fn apply_text(&mut self, version: Version, name: &str, text: &str) -> Result<()> {
        let parts = split(text, Dialect::Sqlite);
        self.apply_all(version, name, parts.iter().map(|part| part.text(text)))
    }

    fn apply_all<'s>(
        &mut self,
        version: Version,
        name: &str,
        mut statements: impl Iterator<Item = &'s str>,
    ) -> Result<()> {
        statements.try_for_each(|sql| self.run(sql)).map_err(|error| {
            let kind = Kind::Adoption(Adoption::NotReplayed);
            Error::new(kind).because(said(&error)).of(version, name)
        })
    }

    fn run(&self, sql: &str) -> rusqlite::Result<()> {
        let word = first_word(sql);
        let result = match word.as_str() {
            // What reaches beyond this database, and what only transactions need.
            "attach" | "detach" | "vacuum" | "begin" | "commit" | "end" | "rollback" => Ok(()),
            _ => self.drain(sql),
        };
        match word.as_str() {
            "create" | "alter" | "drop" => result,
            _ => Ok(()),
        }
    }

    fn drain(&self, sql: &str) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.raw_query();
        while rows.next()?.is_some() {}
        Ok(())
    }

    /// The schema as it is now.
    ///
    /// # Errors
    /// When the engine fails.
    pub(crate) fn schema(&self) -> Result<Schema> {
        Schema::read(&self.connection).map_err(failed)
    }

    /// Its texts, without the columns of tables.
    ///
    /// # Errors
    /// When the engine fails.
    pub(crate) fn texts(&self) -> Result<Schema> {
        Schema::texts(&self.connection).map_err(failed)
    }

    /// A number that changes with the schema.
    ///
    /// # Errors
    /// When the engine fails.
    pub(crate) fn schema_version(&self) -> Result<i64> {
        let read = self.connection.query_row("PRAGMA schema_version", [], |row| row.get(0));
        read.map_err(failed)
    }
}

fn failed(error: rusqlite::Error) -> Error {
    Error::new(Kind::Database(Fault::Other { what: "replaying the migrations in memory" }))
        .because(error)
}
