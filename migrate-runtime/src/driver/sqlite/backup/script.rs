//! Running a dump: a whole database as SQL text.

use std::path::Path;

use migrate_codegen::Dialect;
use migrate_codegen::text::{LineIndex, split};
use rusqlite::Connection;

use super::super::said;
use super::super::sql::first_word;
use crate::error::{BackupFault, Error, Result};

/// Runs the text on an empty database.
///
/// # Errors
/// When a statement fails or reaches beyond the database, and when the text ends before its
/// transaction does.
pub(super) fn run(connection: &Connection, text: &str, path: &Path) -> Result<()> {
    let fails = |fault| Error::backup(fault);
    let lines = LineIndex::new(text);
    for statement in split(text, Dialect::Sqlite) {
        let sql = statement.text(text);
        let line = lines.place(text, statement.range.start).line;
        let (path, word) = (path.to_owned(), first_word(sql));
        if matches!(word.as_str(), "attach" | "detach" | "vacuum") {
            return Err(fails(BackupFault::Forbidden { path, line, word }));
        }
        connection
            .execute_batch(sql)
            .map_err(|error| fails(BackupFault::Script { path, line }).because(said(&error)))?;
    }
    if !connection.is_autocommit() {
        return Err(fails(BackupFault::Unfinished { path: path.to_owned() }));
    }
    Ok(())
}
