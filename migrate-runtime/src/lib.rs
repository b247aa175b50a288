//! Database migrations that the compiler checks, and a runner that keeps data safe.
//!
//! A migration is a Rust item with [`#[migration]`](macro@migration); [`#[migrations]`](macro@migrations)
//! lists them, and `cargo build` replays the list in an in-memory SQLite. A [`Runner`] applies them:
//!
//! ```no_run
//! use migrate_runtime::{Migrations, Runner, Sqlite, migrations, sqlite};
//!
//! mod m0001_create_customers {
//!     use migrate_runtime::migration;
//!
//!     /// Customers, one row a person.
//!     #[migration(version = 1)]
//!     const CREATE_CUSTOMERS: &str = "CREATE TABLE customers (id INTEGER PRIMARY KEY)";
//! }
//!
//! #[migrations]
//! pub static SHOP: Migrations<Sqlite> = [m0001_create_customers];
//!
//! # fn main() -> migrate_runtime::Result<()> {
//! let mut database = sqlite::Database::open("shop.db")?;
//! let report = Runner::new(&SHOP).up(&mut database)?;
//! assert_eq!(report.applied.len(), 1);
//! # Ok(())
//! # }
//! ```
#![cfg_attr(
    not(feature = "sqlite"),
    expect(dead_code, reason = "drivers make the rows and the errors of an engine")
)]

#[cfg(feature = "sqlite")]
pub mod adopt;
mod baked;
#[cfg(feature = "cli")]
pub mod cli;
pub mod dialect;
#[cfg(feature = "dev")]
pub mod directory;
pub mod driver;
pub mod error;
pub mod exit_code;
mod file_name;
pub mod health;
pub mod history;
pub mod hooks;
mod human;
pub mod migration;
pub mod plan;
pub mod report;
pub mod runner;
#[cfg(feature = "sqlite")]
mod schema;
pub mod set;
#[cfg(feature = "dev")]
pub mod snapshot;
#[cfg(feature = "dev")]
mod sources;
mod step;
#[cfg(all(feature = "testing", feature = "sqlite"))]
pub mod testing;
#[cfg(all(feature = "verify", feature = "sqlite"))]
pub mod verify;

#[cfg(feature = "sqlite")]
pub use driver::sqlite;

pub use dialect::{D1, Dialect, DuckDb, OnSqlite, Postgres, Sqlite};
pub use migrate_codegen::{
    Category, Dialect as DialectName, Direction, ForeignKeys, Impact, RollbackClass, Transactional,
    Version,
};

pub use driver::{Backfill, Driver, Transaction};
pub use error::{Error, Result};
pub use migrate_macros::{migration, migrations, sql};
pub use migration::Migration;
pub use plan::Target;
pub use runner::{Event, Options, Runner};
pub use set::{Migrations, Set};

#[doc(hidden)]
pub mod __private;
