//! What the database itself says, in words.

use std::fmt::{self, Formatter};
use std::path::Path;

use super::Fault;

impl Fault {
    pub(super) fn write(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
        Self::NotADatabase { path } => {
            write!(f, "{} is not an SQLite database", subject(path.as_deref()))?;
            f.write_str(" (hint: check the path; the file may also be encrypted)")
        }
        Self::ReadOnly => f.write_str(
            "the database is read-only (hint: check the permissions of the file and its directory)",
        ),
        Self::Absent { path } => write!(
            f,
            "there is no database at `{}` (hint: check the path; `up` creates it)",
            path.display()
        ),
        Self::CannotOpen { path } => write!(
            f,
            "{} cannot be opened (hint: check that its directory exists and may be written)",
            subject(path.as_deref())
        ),
        Self::Full => f.write_str(
            "the disk is full, and nothing of the statement was kept (hint: make room, then run \
             it again)",
        ),
        Self::Corrupt => f.write_str(
            "the database is damaged (hint: copy the file before doing anything else; \
             `PRAGMA integrity_check` says what is damaged)",
        ),
        Self::Other { what } => write!(f, "the database failed at {what}"),
    }
    }
}

fn subject(path: Option<&Path>) -> String {
    path.map_or_else(|| "the database".to_owned(), |path| format!("`{}`", path.display()))
}
