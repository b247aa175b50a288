//! What the history keeps so that a program without the migration can tell and undo it.

use migrate_codegen::{ForeignKeys, Transactional};

/// The texts of a migration as they were when it was applied, and how its rollback runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// What applied it; `None` for a step in Rust.
    pub up: Option<String>,
    /// What rolls it back; `None` for a step in Rust, and where there is no way back.
    pub down: Option<String>,
    /// Whether the statements of the rollback share a transaction.
    pub transactional: Transactional,
    /// What happens to the foreign keys meanwhile.
    pub foreign_keys: ForeignKeys,
    /// The tables that the rollback drops.
    pub drops: Vec<String>,
}
