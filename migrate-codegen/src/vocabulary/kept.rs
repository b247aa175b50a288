//! Tables that hold what a migration with `preserve` keeps aside.

/// What the names of tables begin with that hold what a migration keeps aside: behind it stand the
/// version and the name of the table that the rows come from.
///
/// No schema, footprint or comparison knows of these tables.
pub const KEPT: &str = "_migrations_kept_";

/// Whether a table is one of those that begin with [`KEPT`].
///
/// # Example
/// ```
/// use migrate_codegen::vocabulary::is_kept;
///
/// assert!(is_kept("_migrations_kept_5_orders"));
/// assert!(!is_kept("orders"));
/// ```
#[must_use]
pub fn is_kept(table: &str) -> bool {
    table.get(..KEPT.len()).is_some_and(|start| start.eq_ignore_ascii_case(KEPT))
}
