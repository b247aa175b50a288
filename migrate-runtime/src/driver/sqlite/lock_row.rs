//! Reading the lock row, whatever somebody wrote into it.

use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row};

use super::sql::quoted;
use crate::driver::{Holder, Lock, LockState, process};
use crate::history::Tables;

/// What the lock row says; a row that is not there is free.
///
/// A time that is none, and one of tomorrow, keep nobody out: no holder asks for so long, so
/// somebody's clock jumped, or it was written by hand.
pub(super) fn read(connection: &Connection, tables: &Tables) -> rusqlite::Result<Lock> {
    let sql = format!(
        "SELECT CASE typeof(token) WHEN 'integer' THEN token ELSE 0 END, holder, host, \
         CAST(pid AS INTEGER), reason, acquired_at, expires_at, \
         typeof(expires_at) = 'text' AND julianday(expires_at) > julianday('now') \
         AND julianday(expires_at) < julianday('now') + 1, \
         (julianday('now') - julianday(acquired_at)) * 86400 FROM {}",
        quoted(tables.lock())
    );
    Ok(connection.query_row(&sql, [], lock).optional()?.unwrap_or_default())
}

fn lock(row: &Row<'_>) -> rusqlite::Result<Lock> {
    let token = row.get(0)?;
    let Some(by) = text(row, 1)? else { return Ok(Lock { token, ..Lock::default() }) };
    let holder = Holder {
        by,
        host: text(row, 2)?.unwrap_or_default(),
        pid: row.get::<_, Option<i64>>(3)?.unwrap_or_default(),
        reason: text(row, 4)?,
        since: text(row, 5)?.unwrap_or_default(),
        until: text(row, 6)?.unwrap_or_default(),
    };
    let age = row.get::<_, Option<f64>>(8)?.map(|age| Duration::try_from_secs_f64(age.max(0.0)));
    let state = match row.get::<_, Option<bool>>(7)? {
        Some(true) if is_abandoned(&holder, age.and_then(Result::ok)) => LockState::Abandoned,
        Some(true) => LockState::Held,
        _ => LockState::Expired,
    };
    Ok(Lock { state, holder: Some(holder), token })
}

/// A text, or what reads most like one.
fn text(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<String>> {
    Ok(match row.get_ref(at)? {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            Some(String::from_utf8_lossy(bytes).into_owned())
        }
    })
}

fn is_abandoned(holder: &Holder, age: Option<Duration>) -> bool {
    let here = gethostname::gethostname();
    here.to_str() == Some(&holder.host) && process::is_gone(holder.pid, age)
}
