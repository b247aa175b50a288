//! Copying a database page by page, which is much faster than migrating another one.

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::Database;
use super::engine::explain;
use crate::error::{Error, Fault, Kind, Result};

const COPYING: &str = "copying the database";

impl Database<'_> {
    /// A copy in memory, with the history.
    ///
    /// # Errors
    /// When there is no memory left, or the database cannot be read.
    pub(crate) fn copy(&self) -> Result<Connection> {
        let mut copy = Connection::open_in_memory().map_err(|error| explain(&error, COPYING))?;
        copy_into(self.connection(), &mut copy)?;
        super::open::prepare(&copy)?;
        Ok(copy)
    }

    /// Replaces everything in `target` by what is in this database.
    ///
    /// # Errors
    /// When `target` cannot be written, or this database cannot be read.
    pub(crate) fn copy_to(&self, target: &mut Database<'_>) -> Result<()> {
        copy_into(self.connection(), target.connection_mut())
    }
}

fn copy_into(from: &Connection, to: &mut Connection) -> Result<()> {
    let steps = Backup::new(from, to).and_then(|backup| backup.step(-1));
    match steps.map_err(|error| explain(&error, COPYING))? {
        StepResult::Done => Ok(()),
        _ => Err(Error::new(Kind::Database(Fault::Other { what: COPYING }))),
    }
}
