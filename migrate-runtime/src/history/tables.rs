//! The names of the history's tables.

/// The names of the history's tables: `_migrations`, `_migrations_log` and `_migrations_lock`,
/// unless an application chooses others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tables {
    history: String,
    log: String,
    lock: String,
}

impl Tables {
    /// `name` for the history, `name_log` and `name_lock` beside it.
    ///
    /// # Example
    /// ```
    /// let tables = migrate_runtime::history::Tables::named("schema_history");
    /// assert_eq!(tables.log(), "schema_history_log");
    /// ```
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { history: name.to_owned(), log: format!("{name}_log"), lock: format!("{name}_lock") }
    }

    /// The table with a row for each migration.
    #[must_use]
    pub fn history(&self) -> &str {
        &self.history
    }

    /// The table to which every change appends.
    #[must_use]
    pub fn log(&self) -> &str {
        &self.log
    }

    /// The table with the lock.
    #[must_use]
    pub fn lock(&self) -> &str {
        &self.lock
    }
}

impl Default for Tables {
    fn default() -> Self {
        Self::named("_migrations")
    }
}
