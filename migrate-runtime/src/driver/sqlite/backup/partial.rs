//! A file that is being written, and goes away unless it is finished.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::super::engine::explain;
use super::directory::unusable;
use crate::driver::process;
use crate::error::{BackupFault, Error, Result};

/// Between the name of an unfinished file and the process that writes it.
const PARTIAL: &str = ".partial-";

/// A file that is being written, and goes away unless it is finished.
#[derive(Debug)]
pub(super) struct Partial {
    path: PathBuf,
}

impl Partial {
    /// An empty one in the directory, which only its owner may read.
    pub(super) fn create(directory: &Path, name: &str) -> Result<Self> {
        sweep(directory);
        let path = directory.join(format!(".{name}{PARTIAL}{}", std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).map_err(|error| unusable(directory, error))?;
        Ok(Self { path })
    }

    /// Opens it as a database that need not survive: until it is finished it is worth nothing.
    pub(super) fn open(&self) -> Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = || {
            let connection = Connection::open_with_flags(&self.path, flags)?;
            let cheap = "PRAGMA journal_mode = MEMORY";
            connection.query_row(cheap, [], |_| Ok(()))?;
            connection.execute_batch("PRAGMA synchronous = OFF")?;
            Ok(connection)
        };
        open().map_err(|error: rusqlite::Error| explain(&error, "opening the copy"))
    }

    /// Brings it to the disk, and gives it its name.
    pub(super) fn finish(self, to: &Path) -> Result<()> {
        let finish = || {
            File::open(&self.path)?.sync_all()?;
            fs::rename(&self.path, to)?;
            sync_directory(to)
        };
        finish().map_err(|error| {
            Error::backup(BackupFault::Writing { path: to.to_owned() }).because(error)
        })
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // After it was finished there is none.
        remove(&self.path);
    }
}

/// A new name lasts only when its directory is on the disk.
#[cfg(unix)]
fn sync_directory(file: &Path) -> io::Result<()> {
    file.parent().map_or(Ok(()), |directory| File::open(directory)?.sync_all())
}

#[cfg(not(unix))]
fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Removes what killed processes of this machine left behind.
fn sweep(directory: &Path) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let pid = name.to_str().and_then(|name| name.rsplit_once(PARTIAL)?.1.parse().ok());
        if pid.is_some_and(|pid| process::is_gone(pid, None)) {
            remove(&entry.path());
        }
    }
}

/// The file, and what SQLite keeps beside it.
fn remove(path: &Path) {
    for suffix in ["", "-journal", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        // What cannot be removed is found by the next sweep.
        let _ = fs::remove_file(name);
    }
}
