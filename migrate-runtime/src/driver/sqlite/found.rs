//! What `IF NOT EXISTS` finds instead of creating it, and what a rollback therefore keeps.

use rusqlite::Connection;

use super::engine::explain;
use super::metadata::Metadata;
use super::sql::{
    Words, created_if_missing, deleted_from, dropped, dropped_table, indexed_table, inserted_into,
};
use super::statement::pieces;
use super::tables::is_there;
use crate::RollbackClass;
use crate::driver::{Job, Work};
use crate::error::{Error, Kind, Result};

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

/// Remembers what a statement of a migration found, or what it changes of what was found: making
/// that again does not undo it.
pub(super) fn note(metadata: &mut Metadata, sql: &str, found: Option<&String>) {
    let changed = if found.is_none() { changed(sql) } else { None };
    metadata.found.extend(found.cloned());
    if let Some(table) = changed.filter(|it| metadata.keeps(it) && !metadata.changed.contains(it)) {
        metadata.changed.push(table);
    }
}

/// The table that the statement changes, or gives an index or a trigger.
fn changed(sql: &str) -> Option<String> {
    let altered = || {
        let mut words = Words::new(sql);
        words.take_all(&["alter", "table"]).then(|| words.name()).flatten()
    };
    let updated = || {
        let mut words = Words::new(sql);
        words.take(&["update"])?;
        if words.take(&["or"]).is_some() {
            words.name()?;
        }
        words.name()
    };
    let fired = || {
        let mut words = Words::new(sql);
        words.take(&["create"])?;
        words.take(&["temp", "temporary"]);
        words.take(&["trigger"])?;
        words.skip_to("on").then(|| words.name()).flatten()
    };
    altered()
        .or_else(|| inserted_into(sql))
        .or_else(updated)
        .or_else(|| deleted_from(sql).map(|(table, _)| table))
        .or_else(|| indexed_table(sql))
        .or_else(fired)
        .or_else(|| dropped_table(sql))
}

/// Refuses a rollback that was inferred for a table which the migration made, where it found the
/// table and changed it.
///
/// # Errors
/// When it would leave such a change.
pub(super) fn refuse_changed(job: &Job<'_>, metadata: &Metadata) -> Result<()> {
    let Work::Sql { text, parts } = &job.work else { return Ok(()) };
    if metadata.changed.is_empty() || job.record.class == RollbackClass::Given {
        return Ok(());
    }
    let goes = pieces(text, parts).filter_map(|piece| dropped_table(piece.sql));
    let is_changed = |it: &String| metadata.changed.iter().any(|of| of.eq_ignore_ascii_case(it));
    let Some(table) = goes.into_iter().find(is_changed) else { return Ok(()) };
    let reason = format!(
        "`{table}` was there before it, so its rollback keeps the table, and what it changed there \
         would stay"
    );
    Err(Error::new(Kind::Irreversible { reason: Some(reason) }).of(job.version, job.name))
}

/// The object that the statement would drop, if it was there before the migration.
pub(super) fn kept(metadata: &Metadata, sql: &str) -> Option<String> {
    if metadata.found.is_empty() {
        return None;
    }
    dropped(sql).filter(|name| metadata.keeps(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_that_statements_change() {
        for sql in [
            "ALTER TABLE main.n ADD x",
            "INSERT OR IGNORE INTO n VALUES (1)",
            "REPLACE INTO \"n\" SELECT 1",
            "UPDATE OR IGNORE n SET x = 1",
            "update n set x = 1",
            "DELETE FROM n",
            "CREATE UNIQUE INDEX IF NOT EXISTS i ON n (x)",
            "CREATE TRIGGER on_n AFTER UPDATE OF x ON n BEGIN SELECT 1; END",
            "DROP TABLE IF EXISTS n",
        ] {
            assert_eq!(changed(sql).as_deref(), Some("n"), "{sql}");
        }
        for sql in ["SELECT * FROM n", "CREATE TABLE m AS SELECT * FROM n", "DROP INDEX n"] {
            assert_eq!(changed(sql), None, "{sql}");
        }
    }
}
