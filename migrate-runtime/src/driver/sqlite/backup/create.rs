//! Making a backup.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::super::engine::explain;
use super::super::guard::{Impatient, Rollback};
use super::super::write::NOW;
use super::check::{Contents, bytes, damage};
use super::name::{self, Name};
use super::partial::Partial;
use super::{copy, directory};
use crate::driver::{BackupFile, BackupWish};
use crate::error::{BackupFault, Error, Kind, Result};
use crate::history::Tables;

const READING: &str = "reading the database for a backup";

/// What happens to a copy of a damaged database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Damaged {
    /// It is no backup: an error.
    Refuse,
    /// It is better than nothing, and gets a name that says so.
    Keep,
}

/// Copies the database, as it is at one moment, into a new file.
pub(super) fn create(
    connection: &Connection,
    tables: &Tables,
    wish: &BackupWish<'_>,
    damaged: Damaged,
) -> Result<BackupFile> {
    if !connection.is_autocommit() {
        return Err(Error::new(Kind::OpenTransaction));
    }
    let database = directory::database_name(file(connection));
    directory::prepare(wish.directory)?;
    let _impatient = Impatient::new(connection);
    connection.execute_batch("BEGIN").map_err(|error| explain(&error, READING))?;
    let _rollback = Rollback(connection);
    // From the first read on, the transaction sees one state.
    let contents = match Contents::read(connection, tables, wish.set, wish.patience) {
        Err(_) if damaged == Damaged::Keep => None,
        read => Some(read?),
    };
    let size = bytes(connection)?;
    directory::refuse_full(wish.directory, size)?;
    let at = connection.query_row(&format!("SELECT {NOW}"), [], |row| row.get(0));
    let at: String = at.map_err(|error| explain(&error, READING))?;
    let version = contents.as_ref().and_then(|contents| contents.version);
    let name = Name { at, version };
    let file_name = name.of(&database);
    let partial = Partial::create(wish.directory, &file_name)?;
    let fault = write(connection, tables, wish, &partial, contents.as_ref())?;
    let path = named(wish.directory.join(file_name), fault, damaged)?;
    partial.finish(&path)?;
    directory::rotate(wish.directory, &database, &path, wish.rotation)?;
    Ok(BackupFile { path, at: name.at, version, bytes: size })
}

/// The file of the database; `None` when it is in memory.
pub(super) fn file(connection: &Connection) -> Option<&Path> {
    connection.path().filter(|path| !path.is_empty()).map(Path::new)
}

/// Copies and checks; what is wrong with the copy, if anything is.
fn write(
    connection: &Connection,
    tables: &Tables,
    wish: &BackupWish<'_>,
    partial: &Partial,
    contents: Option<&Contents>,
) -> Result<Option<String>> {
    let mut copied = partial.open()?;
    copy::pages(connection, &mut copied, wish.patience, || Ok(true))?;
    let fault = damage(&copied).or_else(|| match contents {
        Some(contents) => {
            let read = Contents::read(&copied, tables, wish.set, wish.patience);
            let same = read.is_ok_and(|read| read == *contents);
            (!same).then(|| "its history is not that of the database".to_owned())
        }
        None => Some("its history cannot be read".to_owned()),
    });
    if fault.is_none() {
        on_its_own(&copied)?;
    }
    copied.close().map_err(|(_, error)| explain(&error, "closing the copy"))?;
    Ok(fault)
}

/// Without a write-ahead log, whatever the database has: the copy is one file.
pub(super) fn on_its_own(copied: &Connection) -> Result<()> {
    copied
        .query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
        .map_err(|error| explain(&error, "closing the copy"))
}

fn named(path: PathBuf, fault: Option<String>, damaged: Damaged) -> Result<PathBuf> {
    match (fault, damaged) {
        (None, _) => Ok(path),
        (Some(_), Damaged::Keep) => Ok(name::damaged(&path)),
        (Some(fault), Damaged::Refuse) => Err(Error::backup(BackupFault::Unsound { path, fault })),
    }
}
