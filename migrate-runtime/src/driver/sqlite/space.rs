//! How much room there is beside the database.

use std::path::Path;

/// The bytes that are free for this process in the file system of `path`, where it can be told.
#[cfg(unix)]
pub(super) fn free(path: &Path) -> Option<u64> {
    let system = rustix::fs::statvfs(path).ok()?;
    system.f_bavail.checked_mul(system.f_frsize)
}

#[cfg(not(unix))]
pub(super) fn free(_: &Path) -> Option<u64> {
    None
}
