//! What `IF NOT EXISTS` finds instead of creating it, and what a rollback therefore keeps.

use rusqlite::Connection;

use super::engine::explain;
use super::metadata::Metadata;
use super::sql::{created_if_missing, dropped};
use super::tables::is_there;
use crate::error::Result;

/// The object that the statement would create, if it is there already.
pub(super) fn found(connection: &Connection, sql: &str) -> Result<Option<String>> {
    match created_if_missing(sql) {
        Some(name) if there(connection, &name)? => Ok(Some(name)),
        _ => Ok(None),
    }
}

fn there(connection: &Connection, name: &str) -> Result<bool> {
    is_there(connection, name).map_err(|error| explain(&error, "reading the schema"))
}

/// The object that the statement would drop, if it was there before the migration.
pub(super) fn kept(metadata: &Metadata, sql: &str) -> Option<String> {
    if metadata.found.is_empty() {
        return None;
    }
    dropped(sql).filter(|name| metadata.keeps(name))
}
