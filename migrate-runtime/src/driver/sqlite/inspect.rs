//! Looking through a database for damage.

use rusqlite::Connection;

use super::wait::patiently;
use crate::driver::Patience;
use crate::error::Result;

/// What `PRAGMA quick_check` finds, which reads every page; the first few of it.
pub(super) fn inspect(connection: &Connection, patience: Patience<'_>) -> Result<Vec<String>> {
    let look = || -> rusqlite::Result<Vec<String>> {
        connection.prepare("PRAGMA quick_check(10)")?.query_map([], |row| row.get(0))?.collect()
    };
    let mut found = patiently(patience, "looking for damage", &mut |_| {}, look)?;
    found.retain(|line| line != "ok");
    Ok(found)
}
