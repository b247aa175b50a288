//! The migrations of one database, oldest first.

use std::fmt;
use std::marker::PhantomData;
use std::sync::OnceLock;

use migrate_codegen::Version;

use crate::baked;
use crate::dialect::Dialect;
use crate::migration::{Migration, Steps};

/// The migrations of one database, oldest first, for the engine `D`.
///
/// Written with [`#[migrations]`](macro@crate::migrations) on a static; the [crate] shows one.
pub struct Migrations<D> {
    name: &'static str,
    source: &'static str,
    list: List,
    set: OnceLock<Set>,
    dialect: PhantomData<fn() -> D>,
}

/// Where the migrations of a static come from.
enum List {
    Made(&'static [Migration]),
    /// One text for all of them: rustc types every token of a static at each build.
    Baked {
        text: &'static str,
        steps: &'static [Steps],
    },
}

/// A set of migrations without its engine in the type, as the runner uses it.
#[derive(Clone, Copy, Debug)]
pub struct Set {
    name: &'static str,
    source: &'static str,
    migrations: &'static [Migration],
}

impl<D: Dialect> Migrations<D> {
    /// The set of the static `name` (in lower case), written in the file `source`, in ascending order of versions.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        name: &'static str,
        source: &'static str,
        migrations: &'static [Migration],
    ) -> Self {
        Self::from_list(name, source, List::Made(migrations))
    }

    /// The set that the macros read: a text with its migrations, and beside it, in ascending order
    /// of versions, their steps in Rust.
    #[doc(hidden)]
    #[must_use]
    pub const fn baked(
        name: &'static str,
        source: &'static str,
        text: &'static str,
        steps: &'static [Steps],
    ) -> Self {
        Self::from_list(name, source, List::Baked { text, steps })
    }

    const fn from_list(name: &'static str, source: &'static str, list: List) -> Self {
        Self { name, source, list, set: OnceLock::new(), dialect: PhantomData }
    }

    /// The set without its engine in the type.
    #[must_use]
    pub fn set(&self) -> &Set {
        self.set.get_or_init(|| Set {
            name: self.name,
            source: self.source,
            migrations: match self.list {
                List::Made(migrations) => migrations,
                List::Baked { text, steps } => baked::migrations(text, steps),
            },
        })
    }
}

impl<D: Dialect> fmt::Debug for Migrations<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Migrations").field("set", self.set()).finish()
    }
}

impl Set {
    /// A set of migrations that were read at run time, such as from a directory.
    ///
    /// They are put in ascending order of versions and stay in memory until the program ends,
    /// because [`Migration`]s are small values that live as long as the program.
    #[must_use]
    pub fn from_migrations(name: &str, source: &str, mut migrations: Vec<Migration>) -> Self {
        migrations.sort_by_key(Migration::version);
        Self {
            name: String::from(name).leak(),
            source: String::from(source).leak(),
            migrations: migrations.leak(),
        }
    }

    /// The migration with this version.
    #[must_use]
    pub fn get(&self, version: Version) -> Option<&'static Migration> {
        let at = self.migrations.binary_search_by_key(&version, Migration::version).ok()?;
        Some(&self.migrations[at])
    }

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
