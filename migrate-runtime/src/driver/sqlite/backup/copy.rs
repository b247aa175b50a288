//! Copying pages from one database to another.

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ffi};

use super::super::wait::patiently;
use crate::driver::Patience;
use crate::error::{Error, Kind, Result};

/// How many pages are copied before somebody's wish to stop is looked for.
const PAGES: i32 = 4096;

const COPYING: &str = "copying the database";

/// Replaces everything in `to` by what is in `from`, in one transaction of `to`. When `to` is locked
/// against others, and before anything is written, `ready` is asked whether to go on.
///
/// Whether it was done: all of it or, when `ready` says no, nothing.
pub(super) fn pages(
    from: &Connection,
    to: &mut Connection,
    patience: Patience<'_>,
    ready: impl FnOnce() -> Result<bool>,
) -> Result<bool> {
    let backup =
        Backup::new(from, to).map_err(|error| super::super::engine::explain(&error, COPYING))?;
    step(&backup, 0, patience)?;
    if !ready()? {
        return Ok(false);
    }
    while step(&backup, PAGES, patience)? == StepResult::More {
        if patience.is_cancelled() {
            return Err(Error::new(Kind::Cancelled));
        }
    }
    Ok(true)
}

/// The next pages, when nobody is in the way any more.
fn step(backup: &Backup<'_, '_>, pages: i32, patience: Patience<'_>) -> Result<StepResult> {
    patiently(patience, COPYING, &mut |_| {}, || match backup.step(pages)? {
        StepResult::Busy | StepResult::Locked => {
            Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_BUSY), None))
        }
        done => Ok(done),
    })
}
