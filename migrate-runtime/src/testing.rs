//! Fresh, migrated databases for an application's tests.
//!
//! The first call for a set applies its migrations to a database in memory, by the ordinary runner.
//! That database is kept as a template for as long as the program runs, and every call copies its
//! pages, which takes well under a millisecond for most schemas.
//!
//! # Example
//! ```
//! use migrate_runtime::testing;
//! # use migrate_runtime::{Migrations, Sqlite};
//! # static SHOP: Migrations<Sqlite> = Migrations::new("shop", "src/lib.rs", &[]);
//!
//! # fn main() -> migrate_runtime::Result<()> {
//! // In a test: nothing that it writes is seen by another one.
//! let database = testing::database(&SHOP)?;
//! database.connection().execute_batch("CREATE TABLE scratch (id INTEGER)").expect("runs");
//!
//! let another = testing::connection(&SHOP)?;
//! assert!(another.prepare("SELECT * FROM scratch").is_err());
//! # Ok(())
//! # }
//! ```

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use crate::Sqlite;
use crate::dialect::OnSqlite;
use crate::driver::sqlite::Database;
use crate::error::Result;
use crate::runner::Runner;
use crate::set::{Migrations, Set};

/// A database in memory with all migrations applied, which ends with the value.
///
/// Sets for D1 get a SQLite database too. The rows are those that the migrations write.
///
/// # Errors
/// When a migration fails.
pub fn database<D: OnSqlite>(migrations: &Migrations<D>) -> Result<Database<'static>> {
    connection(migrations).map(Database::from)
}

/// The same as [`database`], as a plain connection. It checks references between tables.
///
/// # Errors
/// When a migration fails.
pub fn connection<D: OnSqlite>(migrations: &Migrations<D>) -> Result<Connection> {
    with_template(migrations.set(), Database::copy)
}

/// Makes the file `path` a database with all migrations applied, for applications that open several
/// connections. Whatever the file held before is gone.
///
/// # Errors
/// When a migration fails, or the file cannot be written.
pub fn file<D: OnSqlite>(migrations: &Migrations<D>, path: impl AsRef<Path>) -> Result<()> {
    let mut target = Database::open(path)?;
    with_template(migrations.set(), |template| template.copy_to(&mut target))
}

/// The migrated databases that calls copy, by the set's name and the address of its migrations.
static TEMPLATES: Mutex<Templates> = Mutex::new(BTreeMap::new());

type Templates = BTreeMap<(&'static str, usize), Database<'static>>;

fn with_template<T>(set: &Set, copy: impl FnOnce(&Database<'static>) -> Result<T>) -> Result<T> {
    // A test that panicked while it held the lock left a template that is whole: it is never
    // written again.
    let mut templates = TEMPLATES.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (set.name(), set.migrations().as_ptr().addr());
    if let Some(template) = templates.get(&key) {
        return copy(template);
    }
    let template = migrated(set)?;
    let made = copy(&template);
    templates.insert(key, template);
    made
}

fn migrated(set: &Set) -> Result<Database<'static>> {
    let mut database = Database::in_memory()?;
    Runner::<Sqlite>::of(set).up(&mut database)?;
    Ok(database)
}
