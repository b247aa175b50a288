//! What is to be restored, read into a file of our own: checked there, and completed.

use std::cell::Cell;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use super::super::engine::explain;
use super::super::lock_row;
use super::super::query::Query;
use super::super::sql::quoted;
use super::super::write::{self, Line};
use super::super::{read, tables};
use super::check::{Contents, damage, is_empty};
use super::create::on_its_own;
use super::partial::Partial;
use super::{copy, directory, script};
use crate::driver::{Patience, RestoreWish};
use crate::error::{BackupFault, Error, Result};
use crate::history::{Level, Tables};

const STAGING: &str = "preparing what is restored";

/// How a database of SQLite begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// A copy of what is to be restored, which goes away with this value.
#[derive(Debug)]
pub(super) struct Stage {
    /// Declared first, because it is closed before its file goes away.
    pub(super) connection: Connection,
    /// The line in its log that says what it replaces, once it is there.
    noted: Cell<i64>,
    _file: Partial,
}

impl Stage {
    /// Reads the file, whatever it is, and checks it. Its pages are as large as those of the database
    /// that it goes into, because a write-ahead log allows no others.
    pub(super) fn read(wish: &RestoreWish<'_>, page_size: i64) -> Result<Self> {
        let fails = |fault| Err(Error::backup(fault));
        let path = wish.file.to_owned();
        let start = beginning(wish.file)?;
        if start.is_empty() {
            return fails(BackupFault::Empty { path });
        }
        let size = std::fs::metadata(wish.file).map_or(0, |file| file.len());
        directory::refuse_full(wish.keep.directory, size)?;
        let partial = Partial::create(wish.keep.directory, "restore")?;
        let mut connection = partial.open()?;
        set_page_size(&connection, page_size)?;
        if start == MAGIC {
            copy_of(wish.file, &mut connection, wish.keep.patience)?;
        } else {
            let Ok(text) = std::fs::read_to_string(wish.file) else {
                return fails(BackupFault::NoBackup { path });
            };
            if text.contains('\0') {
                return fails(BackupFault::NoBackup { path });
            }
            script::run(&connection, &text, wish.file)?;
        }
        if let Some(fault) = damage(&connection) {
            return fails(BackupFault::Unsound { path, fault });
        }
        if is_empty(&connection)? {
            return fails(BackupFault::Empty { path });
        }
        on_its_own(&connection)?;
        repage(&connection, page_size)?;
        Ok(Self { connection, noted: Cell::new(0), _file: partial })
    }

    pub(super) fn contents(
        &self,
        tables: &Tables,
        set: &str,
        patience: Patience<'_>,
    ) -> Result<Contents> {
        Contents::read(&self.connection, tables, set, patience)
    }

    /// Writes into the history that it was restored. The numbers of the log and of the lock go on from
    /// those of the database that it replaces: who read them before must notice.
    pub(super) fn note(
        &self,
        live: &Connection,
        tables: &Tables,
        wish: &RestoreWish<'_>,
        detail: &str,
    ) -> Result<()> {
        let stage = &self.connection;
        if !tables::exist(stage, tables, wish.keep.patience)? {
            return Ok(());
        }
        let marks = [read::mark(stage, tables)?, read::mark(live, tables).unwrap_or_default()];
        let last = marks.iter().flatten().map(|(mark, _)| mark.0).max().unwrap_or_default();
        let batch = marks[0].map_or(0, |(_, batch)| batch);
        let token = |connection| lock_row::read(connection, tables).map_or(0, |lock| lock.token);
        let token = token(stage).max(token(live));
        let entry = Line {
            set: Some(wish.keep.set),
            batch,
            by: wish.keep.by,
            reason: wish.keep.reason,
            detail: Some(detail),
            ..Line::new(Level::Warning, "restored")
        };
        let (log, lock) = (quoted(tables.log()), quoted(tables.lock()));
        let goes_on = format!("UPDATE {log} SET id = ? WHERE id = (SELECT max(id) FROM {log})");
        let frees = format!(
            "UPDATE {lock} SET token = ?, holder = NULL, host = NULL, pid = NULL, reason = NULL, \
             acquired_at = NULL, expires_at = NULL"
        );
        let above = |number: i64| number.saturating_add(1);
        let undo = format!("DELETE FROM {log} WHERE id = ?");
        let queries = [
            Query::new(undo, vec![Value::Integer(self.noted.get())]),
            write::log(tables, &entry),
            Query::new(goes_on, vec![Value::Integer(above(above(last)))]),
            Query::new(frees, vec![Value::Integer(above(token))]),
        ];
        self.noted.set(above(above(last)));
        Query::run_all(&queries, stage).map_err(|error| explain(&error, STAGING))
    }
}

/// The first bytes of the file.
fn beginning(path: &Path) -> Result<Vec<u8>> {
    let mut start = Vec::new();
    let length = u64::try_from(MAGIC.len()).unwrap_or_default();
    let read = File::open(path).and_then(|file| file.take(length).read_to_end(&mut start));
    match read {
        Ok(_) => Ok(start),
        Err(error) => {
            let path = path.to_owned();
            let fault = match error.kind() {
                ErrorKind::NotFound => BackupFault::Absent { path },
                _ => BackupFault::Unreadable { path },
            };
            Err(Error::backup(fault).because(error))
        }
    }
}

/// Copies a database that nobody is to write to.
fn copy_of(path: &Path, to: &mut Connection, patience: Patience<'_>) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let unsound = |error: &rusqlite::Error| {
        let fault = super::super::said(error).to_string();
        Error::backup(BackupFault::Unsound { path: path.to_owned(), fault })
    };
    let from = Connection::open_with_flags(path, flags).map_err(|error| unsound(&error))?;
    // A file that only begins like a database says so at the first read.
    let look = from.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()));
    look.map_err(|error| unsound(&error))?;
    copy::pages(&from, to, patience, || Ok(true)).map(drop)
}

fn set_page_size(connection: &Connection, page_size: i64) -> Result<()> {
    connection
        .execute_batch(&format!("PRAGMA page_size = {page_size}"))
        .map_err(|error| explain(&error, STAGING))
}

/// Writes the whole file anew when its pages have another size.
fn repage(connection: &Connection, page_size: i64) -> Result<()> {
    let size = || connection.query_row("PRAGMA page_size", [], |row| row.get::<_, i64>(0));
    if size().map_err(|error| explain(&error, STAGING))? == page_size {
        return Ok(());
    }
    set_page_size(connection, page_size)?;
    connection.execute_batch("VACUUM").map_err(|error| explain(&error, STAGING))
}
