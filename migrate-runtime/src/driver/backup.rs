//! Backups: copies of a whole database, and bringing one back.

use std::path::{Path, PathBuf};

use migrate_codegen::Version;
use serde::Serialize;

use super::Patience;
use crate::error::Result;

/// What a driver can do whose engine copies a database while it is used.
pub trait Backup {
    /// Where backups go when nobody names a directory; `None` for a database that is no file.
    fn usual_directory(&self) -> Option<PathBuf>;

    /// Whether there is nothing in the database, not even a history.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn is_empty(&mut self) -> Result<bool>;

    /// Copies the database, as it is at one moment, into a new file that only its owner may read.
    /// Others go on reading; where the engine cannot do both, who writes waits. The file has its
    /// name only when it is whole, checked, and on the disk.
    ///
    /// # Errors
    /// When the directory cannot be used or has no room; when the copy is not sound; and when the
    /// database cannot be read. Nothing is left behind.
    fn create(&mut self, wish: &BackupWish<'_>) -> Result<BackupFile>;

    /// The backups of this database in a directory, oldest first. A directory that is not there
    /// holds none.
    ///
    /// # Errors
    /// When the directory cannot be read.
    fn list(&mut self, directory: &Path) -> Result<Vec<BackupFile>>;

    /// Replaces everything in the database by what is in a file: a backup, another copy of the
    /// database, or a dump as SQL text. All of it or nothing, and others keep their connections.
    /// What was there before is backed up first.
    ///
    /// # Errors
    /// When the file is damaged, foreign, empty or no backup; when what is there cannot be kept;
    /// when somebody else holds the lock or keeps writing; and when the database cannot be written.
    /// Nothing is changed then.
    fn restore(&mut self, wish: &RestoreWish<'_>) -> Result<Restoration>;
}

/// A wish for a backup.
#[derive(Clone, Copy, Debug)]
pub struct BackupWish<'a> {
    /// The set whose last version stands in the file's name.
    pub set: &'a str,
    /// Where it goes.
    pub directory: &'a Path,
    /// What happens to older ones.
    pub rotation: Rotation,
    /// Who, for the log.
    pub by: &'a str,
    /// Why, for the log.
    pub reason: Option<&'a str>,
    /// The longest to wait for the database.
    pub patience: Patience<'a>,
}

/// What happens to older backups when a new one is there, which is checked by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// They stay.
    KeepAll,
    /// So many of this database stay, the new one among them.
    KeepLast(std::num::NonZeroUsize),
}

/// A wish to restore.
#[derive(Clone, Copy, Debug)]
pub struct RestoreWish<'a> {
    /// The file.
    pub file: &'a Path,
    /// Whether it must have a history of the set.
    pub origin: Origin,
    /// Where what is replaced goes, and who restores, and why.
    pub keep: BackupWish<'a>,
}

/// What a file must be to be restored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// A backup of this database, or a database with a history of the set.
    #[default]
    Own,
    /// Any sound database.
    Any,
}

/// A backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BackupFile {
    /// Where it is.
    pub path: PathBuf,
    /// When it was made, by the database's clock, in UTC.
    pub at: String,
    /// The last migration that is applied in it, of the set that it was made for.
    pub version: Option<Version>,
    /// Its size.
    pub bytes: u64,
}

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Restoration {
    /// The file that it came from.
    pub from: PathBuf,
    /// The last migration that is applied now.
    pub version: Option<Version>,
    /// What was replaced; `None` when there was nothing.
    pub kept: Option<PathBuf>,
    /// The size of the database now.
    pub bytes: u64,
}
