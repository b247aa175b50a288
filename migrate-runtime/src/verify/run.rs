//! Going up a history, and proving each rollback on the way.

use std::fmt;

use rusqlite::Connection;

use super::prove::prove;
use super::report::{Report, Skipped};
use crate::Sqlite;
use crate::dialect::OnSqlite;
use crate::driver::sqlite::Database;
use crate::error::{Error, Fault, Kind, Result};
use crate::migration::Migration;
use crate::plan::Target;
use crate::runner::{Options, Runner};
use crate::set::{Migrations, Set};

/// The proof that the rollbacks of a set restore what was there.
///
/// # Example
/// ```
/// use migrate_runtime::verify::Verify;
/// use migrate_runtime::{Migrations, Sqlite};
///
/// static SHOP: Migrations<Sqlite> = Migrations::new("shop", "src/lib.rs", &[]);
///
/// let report = Verify::new(&SHOP).run()?;
/// assert!(report.is_clean());
/// # Ok::<(), migrate_runtime::Error>(())
/// ```
#[must_use]
pub struct Verify {
    set: Set,
    prepare: Prepare,
}

/// What readies a connection.
type Prepare = Box<dyn Fn(&Connection) -> rusqlite::Result<()>>;

impl Verify {
    /// Proves the migrations of a static for SQLite or D1.
    pub fn new<D: OnSqlite>(migrations: &Migrations<D>) -> Self {
        Self::of(migrations.set())
    }

    /// Proves a set that says nothing about its engine in its type: it must be one for SQLite or D1.
    pub fn of(set: &Set) -> Self {
        Self { set: *set, prepare: Box::new(|_| Ok(())) }
    }

    /// Readies each connection, such as with the functions that the migrations call.
    pub fn connection(
        mut self,
        prepare: impl Fn(&Connection) -> rusqlite::Result<()> + 'static,
    ) -> Self {
        self.prepare = Box::new(prepare);
        self
    }

    /// Applies every migration to a database in memory, and proves each rollback on a copy.
    ///
    /// # Errors
    /// When a migration cannot be applied to an empty database. A rollback that fails or does not
    /// restore is no error: it stands in the report.
    pub fn run(&self) -> Result<Report> {
        let mut report = Report { set: self.set.name().to_owned(), ..Report::default() };
        let mut trunk = self.ready(Database::in_memory()?)?;
        for migration in self.set.migrations() {
            if migration.down().is_some() {
                report.migrations.push(prove(self, &trunk, migration)?);
            } else {
                report.skipped.push(skipped(migration));
            }
            self.up(&mut trunk, migration)?;
        }
        report.count();
        Ok(report)
    }

    /// A copy to try things on.
    pub(super) fn copy(&self, database: &Database<'_>) -> Result<Database<'static>> {
        self.ready(database.copy()?.into())
    }

    /// Applies the next migration.
    pub(super) fn up(&self, database: &mut Database<'_>, migration: &Migration) -> Result<()> {
        self.runner(migration).up(database).map(drop)
    }

    /// Rolls the last migration back, if that deletes nothing.
    pub(super) fn down_gently(
        &self,
        database: &mut Database<'_>,
        migration: &Migration,
    ) -> Result<()> {
        self.runner(migration).down(database).map(drop)
    }

    /// Rolls the last migration back, whatever that deletes.
    pub(super) fn down(&self, database: &mut Database<'_>, migration: &Migration) -> Result<()> {
        self.runner(migration).force().down(database).map(drop)
    }

    fn runner(&self, migration: &Migration) -> Runner<'static, Sqlite> {
        let options = Options { by: Some("verify".to_owned()), ..Options::default() };
        let target = Target::Only(vec![migration.version()]);
        Runner::of(&self.set).options(options).target(target)
    }

    fn ready(&self, database: Database<'static>) -> Result<Database<'static>> {
        (self.prepare)(database.connection()).map_err(|error| {
            Error::new(Kind::Database(Fault::Other { what: "preparing the connection" }))
                .because(error)
        })?;
        Ok(database)
    }
}

impl fmt::Debug for Verify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verify").field("set", &self.set.name()).finish_non_exhaustive()
    }
}

fn skipped(migration: &Migration) -> Skipped {
    Skipped {
        version: migration.version(),
        name: migration.name().to_owned(),
        reason: migration.irreversible().map(str::to_owned),
    }
}
