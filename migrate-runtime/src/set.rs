//! The migrations of one database, oldest first.

use std::marker::PhantomData;

use crate::dialect::Dialect;
use crate::migration::Migration;

/// The migrations of one database, oldest first, for the engine `D`.
///
/// Written with `#[migrations]` on a static:
///
/// ```ignore
/// #[migrations]
/// pub static SHOP: Migrations<Sqlite> = [m0001_create_customers, "0002_seed.sql"];
/// ```
#[derive(Debug)]
pub struct Migrations<D> {
    set: Set,
    dialect: PhantomData<fn() -> D>,
}

/// A set of migrations without its engine in the type, as the runner uses it.
#[derive(Clone, Copy, Debug)]
pub struct Set {
    name: &'static str,
    source: &'static str,
    migrations: &'static [Migration],
}

impl<D: Dialect> Migrations<D> {
    /// The set of the static `name`, written in the file `source`, in ascending order of versions.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        name: &'static str,
        source: &'static str,
        migrations: &'static [Migration],
    ) -> Self {
        Self { set: Set { name, source, migrations }, dialect: PhantomData }
    }

    /// The set without its engine in the type.
    #[must_use]
    pub const fn set(&self) -> &Set {
        &self.set
    }
}

impl Set {
    /// The set's name in the history: the static's, in lower case.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The file that holds the static, as the compiler saw it.
    #[must_use]
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// The migrations, in ascending order of versions.
    #[must_use]
    pub const fn migrations(&self) -> &'static [Migration] {
        self.migrations
    }
}
