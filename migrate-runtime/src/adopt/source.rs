//! What says which migrations are applied.

use migrate_codegen::Version;

use super::Ledger;

/// What says which migrations are applied.
#[derive(Clone, Copy, Debug, Default)]
pub enum Source {
    /// The ledger of another tool where there is one, and the schema otherwise.
    #[default]
    Whatever,
    /// The schema: the version that it is the schema of.
    Schema,
    /// The caller: everything up to this version.
    Through(Version),
    /// Another tool's ledger.
    Ledger(&'static Ledger),
}
