//! Database migrations that the compiler checks, and a runner that keeps data safe.

#[cfg(feature = "cli")]
pub mod cli;
pub mod dialect;
#[cfg(feature = "dev")]
pub mod directory;
pub mod driver;
pub mod error;
pub mod exit_code;
pub mod history;
mod human;
pub mod migration;
pub mod plan;
pub mod report;
pub mod runner;
pub mod set;
mod step;

pub use dialect::{D1, Dialect, DuckDb, Postgres, Sqlite};
pub use migrate_codegen::{
    Category, Dialect as DialectName, Direction, ForeignKeys, Impact, RollbackClass, Transactional,
    Version,
};

pub use driver::{Driver, Transaction};
pub use error::{Error, Result};
pub use migrate_macros::{migration, migrations, sql};
pub use migration::Migration;
pub use plan::Target;
pub use runner::{Event, Options, Runner};
pub use set::{Migrations, Set};

#[doc(hidden)]
pub mod __private;
