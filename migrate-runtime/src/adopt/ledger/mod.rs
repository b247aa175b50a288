//! The ledgers of other tools, a file each. They are read, and never written.

mod dbmate;
mod diesel;
mod drizzle;
mod dunder_migrations;
mod dunder_schema_migrations;
mod flyway;
mod golang_migrate;
mod goose;
mod knex;
mod plain_migrations;
mod prisma;
mod read;
mod refinery;
mod rusqlite_migration;
mod sea_orm;
mod sequelize;
mod sqlx;
mod wrangler;

pub(crate) use read::{present, read};

use super::Entry;
use crate::driver::Session;
use crate::error::Result;

/// A ledger: where a tool that migrated the database so far wrote down what it applied.
#[derive(Debug)]
pub struct Ledger {
    /// The tool, as `--from` names it.
    word: &'static str,
    /// The table; empty where there is none.
    table: &'static str,
    /// Columns that the table has.
    has: &'static str,
    /// A column that another tool's table of the same name has, and this one lacks; empty where
    /// there is no such tool.
    lacks: &'static str,
    /// What else belongs to it.
    beside: &'static [&'static str],
    entries: fn(&mut dyn Session) -> Result<Vec<Entry>>,
}

impl Ledger {
    /// Every ledger that can be read.
    pub const ALL: [&'static Self; 17] = [
        &refinery::LEDGER,
        &sqlx::LEDGER,
        &diesel::LEDGER,
        &sea_orm::LEDGER,
        &rusqlite_migration::LEDGER,
        &wrangler::LEDGER,
        &goose::LEDGER,
        &golang_migrate::LEDGER,
        &dbmate::LEDGER,
        &flyway::LEDGER,
        &prisma::LEDGER,
        &drizzle::LEDGER,
        &knex::LEDGER,
        &sequelize::LEDGER,
        &dunder_schema_migrations::LEDGER,
        &plain_migrations::LEDGER,
        &dunder_migrations::LEDGER,
    ];

    /// The ledger that a word stands for.
    ///
    /// # Example
    /// ```
    /// use migrate_runtime::adopt::Ledger;
    ///
    /// assert_eq!(Ledger::find("sqlx").map(Ledger::word), Some("sqlx"));
    /// assert!(Ledger::find("nothing").is_none());
    /// ```
    #[must_use]
    pub fn find(word: &str) -> Option<&'static Self> {
        Self::ALL.into_iter().find(|ledger| ledger.word == word)
    }

    /// The word that stands for it: the tool's name, or the table's where no tool has one.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        self.word
    }

    /// Its table; `None` where the tool has none.
    #[must_use]
    pub const fn table(&self) -> Option<&'static str> {
        if self.table.is_empty() { None } else { Some(self.table) }
    }

    /// The tables that belong to it beside its own.
    pub(crate) const fn beside(&self) -> &'static [&'static str] {
        self.beside
    }
}
