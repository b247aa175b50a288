//! The schema that a history leaves, as the catalog reads it.

use crate::Version;
use crate::catalog::Catalog;

/// The schema after the last migration, where no engine keeps it: what can be read from the
/// statements.
#[derive(Clone, Debug)]
pub struct FinalCatalog {
    /// The schema.
    pub catalog: Catalog,
    /// The statements that may have done to it what cannot be read.
    pub unread: Vec<Unread>,
}

/// A statement that may have changed the schema in a way that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its migration.
    pub version: Version,
    /// How it begins, on one line.
    pub head: String,
}
