//! The engines that a set of migrations can be written for.

use migrate_codegen::Dialect as Name;

/// A marker that says which engine a set of migrations is written for.
///
/// All markers are always compiled; the drivers that run them sit behind features.
pub trait Dialect: sealed::Sealed + Send + Sync + 'static {
    /// Its name.
    const NAME: Name;
}

macro_rules! dialects {
    ($($(#[$docs:meta])* $marker:ident = $name:expr;)*) => {$(
        $(#[$docs])*
        #[derive(Clone, Copy, Debug)]
        pub struct $marker;

        impl sealed::Sealed for $marker {}
        impl Dialect for $marker {
            const NAME: Name = $name;
        }
    )*};
}

dialects! {
    /// SQLite, as a file or in memory.
    Sqlite = Name::Sqlite;
    /// Cloudflare D1.
    D1 = Name::D1;
    /// PostgreSQL.
    Postgres = Name::Postgres;
    /// DuckDB.
    DuckDb = Name::DuckDb;
}

/// An engine whose migrations run on SQLite: SQLite itself, and D1.
#[diagnostic::on_unimplemented(
    message = "migrations for `{Self}` do not run on SQLite",
    note = "in memory, only migrations for SQLite and D1 can be tried"
)]
pub trait OnSqlite: Dialect {}

impl OnSqlite for Sqlite {}
impl OnSqlite for D1 {}

mod sealed {
    pub trait Sealed {}
}
