//! What keeps rows aside, as statements.

use super::Keep;

/// A table of which a migration keeps something aside, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keeping {
    /// Its name before the migration.
    pub table: String,
    /// The table that holds what is kept.
    pub place: String,
    /// What to run before the first statement of the migration.
    pub before: Vec<String>,
    /// What to run after the last one.
    pub after: Vec<String>,
}

pub(in crate::rollback) fn keeping(keeps: &[Keep]) -> Vec<Keeping> {
    let keeping = |keep: &Keep| Keeping {
        table: keep.table.clone(),
        place: keep.place.clone(),
        before: keep.before(),
        after: keep.after(),
    };
    keeps.iter().map(keeping).collect()
}
