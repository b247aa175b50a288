//! The directory with the backups of a database.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::super::space;
use super::name::Name;
use crate::driver::{BackupFile, Rotation};
use crate::error::{BackupFault, Error, Result};

/// The directory beside a database where its backups go.
const USUAL: &str = "backups";

/// The directory beside the database; `None` when it is in memory.
pub(super) fn usual(database: Option<&Path>) -> Option<PathBuf> {
    Some(database?.parent()?.join(USUAL))
}

/// The backups of the database at that path, which need not be there any more, oldest first.
///
/// # Errors
/// When the directory cannot be read.
#[cfg(feature = "cli")]
pub(crate) fn files(database: &Path, directory: Option<&Path>) -> Result<Vec<BackupFile>> {
    // As SQLite names it.
    let path = fs::canonicalize(database).or_else(|_| std::path::absolute(database));
    let path = path.unwrap_or_else(|_| database.to_owned());
    let directory = directory.map(Path::to_owned).or_else(|| usual(Some(&path)));
    match directory {
        Some(directory) => list(&directory, &database_name(Some(&path))),
        None => Ok(Vec::new()),
    }
}

/// What the names of backups begin with.
pub(super) fn database_name(database: Option<&Path>) -> String {
    let name = database.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "memory".to_owned())
}

/// Makes the directory, if the one above it is there: a disk that is not mounted is an error, and
/// not another directory on the wrong disk.
pub(super) fn prepare(directory: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(directory) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(unusable(directory, error)),
        _ if directory.is_dir() => Ok(()),
        _ => Err(unusable(directory, ErrorKind::NotADirectory.into())),
    }
}

/// # Errors
/// When fewer bytes are free than needed.
pub(super) fn refuse_full(directory: &Path, needs: u64) -> Result<()> {
    match space::free(directory) {
        Some(free) if free < needs => {
            let path = directory.to_owned();
            Err(Error::backup(BackupFault::NoRoom { path, needs, free }))
        }
        _ => Ok(()),
    }
}

/// The backups of the database, oldest first.
pub(super) fn list(directory: &Path, database: &str) -> Result<Vec<BackupFile>> {
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unusable(directory, error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| unusable(directory, error))?;
        let Some(Name { at, version }) =
            entry.file_name().to_str().and_then(|name| Name::read(name, database))
        else {
            continue;
        };
        // One that was deleted meanwhile is no backup any more.
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_file() {
            files.push(BackupFile { path: entry.path(), at, version, bytes: metadata.len() });
        }
    }
    files.sort_by(|a, b| (&a.at, &a.path).cmp(&(&b.at, &b.path)));
    Ok(files)
}

/// Deletes what is too old now that `newest` is there, whatever the clock says of its age.
pub(super) fn rotate(
    directory: &Path,
    database: &str,
    newest: &Path,
    rotation: Rotation,
) -> Result<()> {
    let Rotation::KeepLast(count) = rotation else { return Ok(()) };
    let mut others = list(directory, database)?;
    others.retain(|file| file.path != newest);
    let surplus = (others.len() + 1).saturating_sub(count.get());
    for file in others.iter().take(surplus) {
        match fs::remove_file(&file.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(unusable(directory, error));
            }
            _ => tracing::info!(file = %file.path.display(), "deleted an old backup"),
        }
    }
    Ok(())
}

pub(super) fn unusable(directory: &Path, error: io::Error) -> Error {
    let fault = BackupFault::Directory { path: directory.to_owned() };
    Error::backup(fault).because(error)
}
