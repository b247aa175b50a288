//! What SQLite says, as errors of this crate.

use std::fmt;
use std::path::Path;

use migrate_codegen::Dialect;
use migrate_codegen::text::tokens;
use rusqlite::ErrorCode;

use crate::error::{Error, Fault, Kind};

/// What the engine said, without the whole SQL text that rusqlite repeats.
#[derive(Debug)]
pub(crate) struct Said(String);

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Said {}

/// The engine's words.
pub(crate) fn said(error: &rusqlite::Error) -> Said {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => Said(msg.clone()),
        other => Said(other.to_string()),
    }
}

/// The byte of the statement that the engine complains about: it says so itself, or it names what
/// it misses.
pub(super) fn offset(error: &rusqlite::Error, sql: &str) -> Option<usize> {
    match error {
        rusqlite::Error::SqlInputError { offset, .. } if *offset >= 0 => {
            usize::try_from(*offset).ok()
        }
        rusqlite::Error::SqlInputError { msg, .. }
        | rusqlite::Error::SqliteFailure(_, Some(msg)) => {
            let missed = msg.strip_prefix("no such ")?.split_once(": ")?.1;
            let name = missed.rsplit('.').next()?;
            let mut words = tokens(sql, Dialect::Sqlite);
            words.find(|word| word.identifier(sql).is_some_and(|it| it.eq_ignore_ascii_case(name)))
        }
        .map(|word| word.range.start),
        _ => None,
    }
}

/// Somebody else has the database, and trying again may help.
pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::FileLockingProtocolFailed
        )
    )
}

/// The statement was stopped from outside.
pub(super) fn is_interrupted(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted)
}

/// What is wrong with the database as a whole, if that is what the engine says.
pub(super) fn fault(error: &rusqlite::Error) -> Option<Fault> {
    Some(match error.sqlite_error_code()? {
        ErrorCode::NotADatabase => Fault::NotADatabase { path: None },
        ErrorCode::ReadOnly => Fault::ReadOnly,
        ErrorCode::CannotOpen | ErrorCode::PermissionDenied => Fault::CannotOpen { path: None },
        ErrorCode::DiskFull => Fault::Full,
        ErrorCode::DatabaseCorrupt => Fault::Corrupt,
        _ => return None,
    })
}

/// An error of the database as a whole, of a value that cannot be in the history's tables, or of
/// `what` the driver was doing.
pub(super) fn explain(error: &rusqlite::Error, what: &'static str) -> Error {
    if let Some(what) = nonsense(error) {
        return Error::new(Kind::Nonsense { what });
    }
    let fault = fault(error).unwrap_or(Fault::Other { what });
    Error::new(Kind::Database(fault)).because(said(error))
}

/// What stands where it cannot: the driver reads no values but those of its own tables and of the
/// engine.
fn nonsense(error: &rusqlite::Error) -> Option<String> {
    match error {
        rusqlite::Error::InvalidColumnType(_, column, found) => {
            let found = found.to_string().to_ascii_lowercase();
            Some(format!("the history has the type `{found}` in its column `{column}`"))
        }
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::Utf8Error(..) => {
            Some("the history has a value of the wrong type".to_owned())
        }
        _ => None,
    }
}

/// An error while opening `path`.
pub(super) fn explain_open(error: &rusqlite::Error, path: &Path) -> Error {
    let path = Some(path.to_owned());
    let fault = match fault(error) {
        Some(Fault::NotADatabase { .. }) => Fault::NotADatabase { path },
        _ => Fault::CannotOpen { path },
    };
    Error::new(Kind::Database(fault)).because(said(error))
}
