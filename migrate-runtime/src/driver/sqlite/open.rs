//! Opening a database, with errors that name the path.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::Database;
use super::engine::{self, explain_open};
use crate::driver::{Atom, Facts};
use crate::error::{Error, Fault, Kind, Result};

impl Database<'static> {
    /// Opens the file, and creates it when there is none.
    ///
    /// # Errors
    /// When its directory is missing, it may not be written, or it is not a database.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        Self::open_with(path.as_ref(), flags)
    }

    /// Opens the file, and creates nothing: what reading commands use.
    ///
    /// # Errors
    /// When there is no file, it may not be read, or it is not a database.
    pub fn open_existing(path: impl AsRef<Path>) -> Result<Self> {
        refuse_absent(path.as_ref())?;
        Self::open_with(path.as_ref(), OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// Opens the file for reading only. A file that a killed process left in the middle of a
    /// write needs [`open_existing`](Self::open_existing), which lets SQLite repair it.
    ///
    /// # Errors
    /// As [`open_existing`](Self::open_existing).
    pub fn read_only(path: impl AsRef<Path>) -> Result<Self> {
        refuse_absent(path.as_ref())?;
        Self::open_with(path.as_ref(), OpenFlags::SQLITE_OPEN_READ_ONLY)
    }

    /// A new database in memory, which ends with this value.
    ///
    /// # Errors
    /// When there is no memory left.
    pub fn in_memory() -> Result<Self> {
        let connection = Connection::open_in_memory()
            .map_err(|error| engine::explain(&error, "opening a database in memory"))?;
        Self::own(connection)
    }

    fn open_with(path: &Path, flags: OpenFlags) -> Result<Self> {
        let flags = flags | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(path, flags).map_err(|error| explain_open(&error, path))?;
        Self::own(connection).map_err(|error| name_path(error, path))
    }
}

pub(super) fn facts(path: Option<&str>) -> Facts {
    let path = path.filter(|path| !path.is_empty()).unwrap_or(":memory:");
    Facts {
        engine: format!("SQLite {}", rusqlite::version()),
        database: path.to_owned(),
        atom: Atom::Transaction,
    }
}

/// How long SQLite itself waits on a connection of ours: waiting is the driver's own business (see
/// `wait`). Not 0, which would say that there may be a busy handler of the application's.
const BUSY_TIMEOUT: Duration = Duration::from_millis(1);

/// References are checked, which is the bundled library's default and not every other's.
pub(super) fn prepare(connection: &Connection) -> Result<()> {
    connection
        .busy_timeout(BUSY_TIMEOUT)
        .and_then(|()| connection.pragma_update(None, "foreign_keys", true))
        .map_err(|error| engine::explain(&error, "opening it"))
}

fn refuse_absent(path: &Path) -> Result<()> {
    let text = path.to_string_lossy();
    if path.exists() || text.starts_with("file:") || text == ":memory:" {
        return Ok(());
    }
    Err(Error::new(Kind::Database(Fault::Absent { path: PathBuf::from(path) })))
}

/// Says which file it is about, where the error has room for it.
pub(super) fn name_path(mut error: Error, path: &Path) -> Error {
    if let Kind::Database(Fault::NotADatabase { path: at } | Fault::CannotOpen { path: at }) =
        error.kind_mut()
    {
        at.get_or_insert_with(|| path.to_owned());
    }
    error
}
