//! Database migrations that the compiler checks, and a runner that keeps data safe.

pub mod dialect;
pub mod driver;
pub mod migration;
pub mod set;

pub use dialect::{D1, Dialect, DuckDb, Postgres, Sqlite};
pub use migrate_codegen::{
    Category, Dialect as DialectName, Direction, ForeignKeys, Impact, RollbackClass, Transactional,
    Version,
};

pub use migration::Migration;
pub use set::{Migrations, Set};

#[doc(hidden)]
pub mod __private;
