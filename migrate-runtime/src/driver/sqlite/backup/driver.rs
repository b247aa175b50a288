//! SQLite under the contract of backups.

use std::path::{Path, PathBuf};

use super::super::Database;
use super::super::guard::Impatient;
use super::super::wait::patiently;
use super::super::write::{self, Line};
use super::super::{read, tables};
use super::create::{self, Damaged, file};
use super::{check, directory, restore};
use crate::driver::{Backup, BackupFile, BackupWish, Restoration, RestoreWish};
use crate::error::Result;
use crate::history::Level;

impl Backup for Database<'_> {
    fn usual_directory(&self) -> Option<PathBuf> {
        directory::usual(file(self.connection()))
    }

    fn is_empty(&mut self) -> Result<bool> {
        check::is_empty(self.connection())
    }

    fn create(&mut self, wish: &BackupWish<'_>) -> Result<BackupFile> {
        self.left = None;
        let made = create::create(self.connection(), &self.tables, wish, Damaged::Refuse)?;
        if let Err(error) = log(self, wish, &made) {
            // A database that nobody may write to is backed up all the same.
            tracing::warn!(%error, "the backup is not in the log");
        }
        Ok(made)
    }

    fn list(&mut self, directory: &Path) -> Result<Vec<BackupFile>> {
        directory::list(directory, &directory::database_name(file(self.connection())))
    }

    fn restore(&mut self, wish: &RestoreWish<'_>) -> Result<Restoration> {
        self.left = None;
        restore::restore(self, wish)
    }
}

/// Writes into the log that there is a backup, where there is a log.
fn log(db: &Database<'_>, wish: &BackupWish<'_>, made: &BackupFile) -> Result<()> {
    let (connection, tables) = (db.connection(), &db.tables);
    let _impatient = Impatient::new(connection);
    if !tables::exist(connection, tables, wish.patience)? {
        return Ok(());
    }
    let detail = format!("in `{}`", made.path.display());
    let line = Line {
        set: Some(wish.set),
        batch: read::mark(connection, tables)?.map_or(0, |(_, batch)| batch),
        by: wish.by,
        reason: wish.reason,
        detail: Some(&detail),
        ..Line::new(Level::Info, "backed up")
    };
    let line = write::log(tables, &line);
    patiently(wish.patience, "writing the log", &mut |_| {}, || line.run(connection)).map(drop)
}
