//! Replacing what is in a database by what is in a file.

use std::fs;

use rusqlite::Connection;

use super::super::Database;
use super::super::engine::explain;
use super::super::guard::Impatient;
use super::super::lock_row;
use super::check::is_empty;
use super::create::{self, Damaged, file};
use super::hold::Hold;
use super::name::Name;
use super::stage::Stage;
use super::{copy, directory};
use crate::driver::{BackupFile, BackupWish, Origin, Restoration, RestoreWish, Rotation};
use crate::error::{BackupFault, Error, Kind, Result};
use crate::history::Tables;

/// How often the database is backed up anew because somebody wrote in between.
const ATTEMPTS: usize = 5;

/// Replaces everything in the database, in one transaction.
pub(super) fn restore(db: &mut Database<'_>, wish: &RestoreWish<'_>) -> Result<Restoration> {
    if !db.connection().is_autocommit() {
        return Err(Error::new(Kind::OpenTransaction));
    }
    directory::prepare(wish.keep.directory)?;
    let page_size = db.connection().query_row("PRAGMA page_size", [], |row| row.get(0));
    let page_size = page_size.map_err(|error| explain(&error, "looking at the database"))?;
    let stage = Stage::read(wish, page_size)?;
    let tables = db.tables.clone();
    let contents = stage.contents(&tables, wish.keep.set, wish.keep.patience)?;
    if wish.origin == Origin::Own && !contents.has_history() && !is_named(db.connection(), wish) {
        let (path, set) = (wish.file.to_owned(), wish.keep.set.to_owned());
        return Err(Error::backup(BackupFault::Foreign { path, set }));
    }
    let hold = {
        let _impatient = Impatient::new(db.connection());
        Hold::take(db.connection(), wish.keep.patience)?
    };
    let replaced = replace(db.connection_mut(), &tables, &stage, wish, &hold);
    hold.release(db.connection());
    let (version, bytes) = (contents.version, contents.bytes);
    let kept = replaced?.map(|kept| kept.path);
    Ok(Restoration { from: wish.file.to_owned(), version, kept, bytes })
}

/// Whether the file has the name of a backup of this database.
fn is_named(connection: &Connection, wish: &RestoreWish<'_>) -> bool {
    let database = directory::database_name(file(connection));
    let name = wish.file.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| Name::read(name, &database).is_some())
}

/// Backs up what is there and replaces it, again when somebody wrote in between; the backup.
fn replace(
    live: &mut Connection,
    tables: &Tables,
    stage: &Stage,
    wish: &RestoreWish<'_>,
    hold: &Hold,
) -> Result<Option<BackupFile>> {
    for _ in 0..ATTEMPTS {
        let before = hold.changes()?;
        refuse_locked(live, tables)?;
        let kept = keep(live, tables, &wish.keep)?;
        stage.note(live, tables, wish, &detail(wish, kept.as_ref()))?;
        let same = || hold.changes().map(|changes| changes == before);
        let replaced = copy::pages(&stage.connection, live, wish.keep.patience, same);
        if matches!(replaced, Ok(true)) {
            return Ok(kept);
        }
        // It is not what was replaced, for nothing was.
        if let Some(kept) = kept {
            let _ = fs::remove_file(kept.path);
        }
        replaced?;
    }
    Err(Error::backup(BackupFault::Restless))
}

/// A run outside a transaction is at work.
fn refuse_locked(live: &Connection, tables: &Tables) -> Result<()> {
    // Without tables, or in a damaged database, there is nobody to wait for.
    let Ok(lock) = lock_row::read(live, tables) else { return Ok(()) };
    match lock.keeper() {
        Some(holder) => Err(Error::new(Kind::Locked { holder: Box::new(holder.clone()) })),
        None => Ok(()),
    }
}

/// The backup of what is there, if anything is; the others stay, the one to restore may be among them.
fn keep(live: &Connection, tables: &Tables, wish: &BackupWish<'_>) -> Result<Option<BackupFile>> {
    if is_empty(live).unwrap_or(false) {
        return Ok(None);
    }
    let wish = BackupWish { rotation: Rotation::KeepAll, ..*wish };
    create::create(live, tables, &wish, Damaged::Keep).map(Some)
}

fn detail(wish: &RestoreWish<'_>, kept: Option<&BackupFile>) -> String {
    let from = format!("from `{}`", wish.file.display());
    match kept {
        Some(kept) => format!("{from}; what it replaced is in `{}`", kept.path.display()),
        None => from,
    }
}
