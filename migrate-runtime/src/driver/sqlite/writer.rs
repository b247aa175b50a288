//! Who writes to the database right now, where the system lists the locks of files.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::driver::{Writer, process};
use crate::error::{Error, Kind};

/// The byte of the database that a writer locks, before its transaction writes anything.
const RESERVED: &str = "1073741825";
/// The byte of the index of the write-ahead log that a writer locks.
const WAL_WRITE: &str = "120";

/// The process whose transaction keeps others from writing, if there is one and the system tells.
pub(super) fn find(connection: &Connection) -> Option<Writer> {
    let path = connection.path().filter(|path| !path.is_empty())?;
    let locks = std::fs::read_to_string("/proc/locks").ok()?;
    let mut shared = PathBuf::from(path).into_os_string();
    shared.push("-shm");
    let pid = holder(&locks, Path::new(path), RESERVED)
        .or_else(|| holder(&locks, Path::new(&shared), WAL_WRITE))?;
    Some(Writer { pid, program: process::program(pid) })
}

/// Names that process in an error about a busy database.
pub(super) fn blame(connection: &Connection, mut error: Error) -> Error {
    if let Kind::Busy { writer, .. } = error.kind_mut() {
        *writer = find(connection);
    }
    error
}

/// The process that has the lock of a byte of the file, for writing.
fn holder(locks: &str, file: &Path, byte: &str) -> Option<u32> {
    let inode = inode(file)?;
    locks.lines().find_map(|line| {
        // `1: POSIX ADVISORY WRITE 4711 fe:00:2345 120 120`; who waits has `->` behind the number.
        let words: Vec<&str> = line.split_whitespace().collect();
        let &[_, _, _, "WRITE", pid, place, start, _] = words.as_slice() else { return None };
        // The device differs from what `stat` says on some file systems; the inode does not.
        let is_file = place.rsplit(':').next() == Some(inode.as_str());
        (is_file && start == byte).then(|| pid.parse().ok()).flatten()
    })
}

#[cfg(unix)]
fn inode(file: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(file).ok().map(|file| file.ino().to_string())
}

#[cfg(not(unix))]
fn inode(_: &Path) -> Option<String> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn names_this_process_while_it_writes() {
        let directory = tempfile::tempdir().expect("a directory");
        for mode in ["DELETE", "WAL"] {
            let writer = Connection::open(directory.path().join(mode)).expect("opens");
            writer.execute_batch(&format!("PRAGMA journal_mode = {mode}")).expect("sets");
            assert_eq!(find(&writer), None);
            writer.execute_batch("BEGIN IMMEDIATE").expect("begins");
            let found = find(&writer).expect("writes");
            assert_eq!(found.pid, std::process::id());
            assert!(found.program.is_some());
        }
    }
}
