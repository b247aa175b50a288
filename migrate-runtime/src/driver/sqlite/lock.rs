//! The lock row: it informs, and guards what runs outside a transaction.

use std::time::Duration;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::guard::{Impatient, Rollback};
use super::query::{Query, text};
use super::sql::quoted;
use super::tables::FORMAT;
use super::wait::patiently;
use super::write::{self, Line, NOW};
use super::{engine, lock_row, tables, transaction};
use crate::driver::{Claim, Eviction, Holder, Lease, Lock, LockState, Patience, Token};
use crate::error::{Error, Kind, Result};
use crate::history::{Level, Tables};

const LOCKING: &str = "taking the lock";
const NOBODY: &str = "holder = NULL, host = NULL, pid = NULL, reason = NULL, acquired_at = NULL, \
                      expires_at = NULL";
const SECONDS: &str = "CAST(strftime('%s', 'now') AS INTEGER)";

/// How long to wait for the database to renew the lock or give it back.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// Takes the lock when nobody holds it.
pub(super) fn take(connection: &Connection, tables: &Tables, claim: &Claim<'_>) -> Result<Lease> {
    let _impatient = Impatient::new(connection);
    transaction::begin(connection, claim.patience, &mut |_| {})?;
    let _rollback = Rollback(connection);
    if !tables::exist(connection, tables, claim.patience)? {
        tables::make(connection, tables, claim.holder)?;
    }
    let lock = read(connection, tables)?;
    if let Some(keeper) = lock.keeper() {
        return Ok(Lease::Held(keeper.clone()));
    }
    evict(connection, tables, &lock, claim.holder)?;
    let enter = || {
        entering(tables, claim).run(connection)?;
        token(connection, tables)
    };
    let token = enter().map_err(|error| engine::explain(&error, LOCKING))?;
    transaction::commit(connection, claim.patience)?;
    Ok(Lease::Mine(Token(token)))
}

/// What the lock row says.
pub(super) fn read(connection: &Connection, tables: &Tables) -> Result<Lock> {
    lock_row::read(connection, tables).map_err(|error| engine::explain(&error, "reading the lock"))
}

/// Removes a holder who keeps nobody out any more, and writes that down.
pub(super) fn evict(connection: &Connection, tables: &Tables, lock: &Lock, by: &str) -> Result<()> {
    let Some(holder) = &lock.holder else { return Ok(()) };
    let why = match lock.state {
        LockState::Free | LockState::Held => return Ok(()),
        LockState::Expired => format!("it expired at {}", holder.until),
        LockState::Abandoned => "that process is gone".to_owned(),
    };
    let detail = format!("from {holder}: {why}");
    clear(connection, tables, &detail, &Line { by, ..Line::new(Level::Warning, "lock taken over") })
}

/// Takes the lock away from whoever is in it: what that one still writes is refused.
pub(super) fn break_open(
    connection: &Connection,
    tables: &Tables,
    wish: &Eviction<'_>,
) -> Result<Option<Holder>> {
    let _impatient = Impatient::new(connection);
    if !tables::exist(connection, tables, wish.patience)? {
        return Ok(None);
    }
    transaction::begin(connection, wish.patience, &mut |_| {})?;
    let _rollback = Rollback(connection);
    let lock = read(connection, tables)?;
    let Some(holder) = lock.holder else { return Ok(None) };
    if wish.token.is_some_and(|token| token != lock.token) {
        return Err(Error::new(Kind::OtherHolder { holder: Box::new(holder) }));
    }
    let Eviction { by, reason, .. } = *wish;
    let line = Line { by, reason, ..Line::new(Level::Warning, "lock released") };
    clear(connection, tables, &format!("from {holder}"), &line)?;
    transaction::commit(connection, wish.patience)?;
    Ok(Some(holder))
}

fn clear(connection: &Connection, tables: &Tables, detail: &str, line: &Line<'_>) -> Result<()> {
    let lock = quoted(tables.lock());
    let clear = Query::new(format!("UPDATE {lock} SET {NOBODY}"), Vec::new());
    let line = write::log(tables, &Line { detail: Some(detail), ..*line });
    Query::run_all(&[clear, line], connection)
        .map_err(|error| engine::explain(&error, "freeing the lock"))
}

/// The number of the last holder.
pub(super) fn token(connection: &Connection, tables: &Tables) -> rusqlite::Result<i64> {
    let sql = format!("SELECT token FROM {}", quoted(tables.lock()));
    connection.query_row(&sql, [], |row| row.get(0))
}

/// What takes the lock, also when somebody deleted its row or wrote nonsense into it: then the number
/// of seconds is higher than any number before.
pub(super) fn entering(tables: &Tables, claim: &Claim<'_>) -> Query {
    let (lock, until) = (quoted(tables.lock()), later(claim.lifetime));
    let sql = format!(
        "INSERT INTO {lock} (id, format, token, holder, host, pid, reason, acquired_at, \
         expires_at) VALUES (1, {FORMAT}, {SECONDS}, ?, ?, ?, ?, {NOW}, {until}) \
         ON CONFLICT (id) DO UPDATE SET token = CASE WHEN typeof(token) = 'integer' AND \
         token BETWEEN 0 AND {SECONDS} * 1000 THEN token + 1 ELSE excluded.token END, \
         holder = excluded.holder, host = excluded.host, pid = excluded.pid, \
         reason = excluded.reason, acquired_at = excluded.acquired_at, \
         expires_at = excluded.expires_at"
    );
    let pid = Value::Integer(claim.pid.into());
    Query::new(sql, vec![text(Some(claim.holder)), text(Some(claim.host)), pid, text(claim.reason)])
}

/// What extends the lock.
pub(super) fn renewing(tables: &Tables, token: Token, lifetime: Duration) -> Query {
    let sql = format!(
        "UPDATE {} SET expires_at = {} WHERE id = 1 AND token = ? AND holder IS NOT NULL",
        quoted(tables.lock()),
        later(lifetime)
    );
    Query::new(sql, vec![Value::Integer(token.0)])
}

/// What gives the lock back.
pub(super) fn releasing(tables: &Tables, token: Token) -> Query {
    let sql = format!(
        "UPDATE {} SET {NOBODY} WHERE id = 1 AND token = ? AND holder IS NOT NULL",
        quoted(tables.lock())
    );
    Query::new(sql, vec![Value::Integer(token.0)])
}

/// Extends the lock; inside a transaction this is also the check that it is still ours.
pub(super) fn renew(
    connection: &Connection,
    tables: &Tables,
    token: Token,
    lifetime: Duration,
    patience: Patience<'_>,
) -> Result<()> {
    let renew = || renewing(tables, token, lifetime).run(connection);
    match patiently(patience, "renewing the lock", &mut |_| {}, renew)? {
        0 => Err(Error::new(Kind::Fenced)),
        _ => Ok(()),
    }
}

/// Gives the lock back, unless that was done or it was taken over.
pub(super) fn release(
    connection: &Connection,
    tables: &Tables,
    token: Token,
    patience: Patience<'_>,
) -> Result<()> {
    let _impatient = Impatient::new(connection);
    let give = || releasing(tables, token).run(connection).map(|_| ());
    patiently(patience, "giving the lock back", &mut |_| {}, give)
}

/// The longest that a lock may live without being renewed; [`lock_row`] takes more for nonsense.
const LONGEST: Duration = Duration::from_secs(12 * 60 * 60);

fn later(lifetime: Duration) -> String {
    let seconds = lifetime.min(LONGEST).as_secs_f64();
    format!("strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+{seconds} seconds')")
}
