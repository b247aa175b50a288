//! The lock row: it informs, and guards what runs outside a transaction.

use std::path::Path;
use std::time::Duration;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use super::guard::{Impatient, Rollback};
use super::query::{Query, text};
use super::sql::quoted;
use super::wait::patiently;
use super::write::NOW;
use super::{engine, tables, transaction};
use crate::driver::{Claim, Lease, Patience, Token};
use crate::error::{Error, Kind, Result};
use crate::history::Tables;

const LOCKING: &str = "taking the lock";

/// A lock that has not expired.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) token: i64,
    pub(super) lease: Lease,
}

/// The lock, if somebody holds it now: it has not expired, and its holder still runs.
pub(super) fn live(connection: &Connection, tables: &Tables) -> rusqlite::Result<Option<Held>> {
    let sql = format!(
        "SELECT token, holder, host, pid, reason, acquired_at, expires_at FROM {} \
         WHERE holder IS NOT NULL AND expires_at > {NOW}",
        quoted(tables.lock())
    );
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Held {
            token: row.get(0)?,
            lease: Lease::Held {
                by: row.get(1)?,
                host: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
                pid: row.get::<_, Option<i64>>(3)?.unwrap_or_default(),
                reason: row.get(4)?,
                since: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
                until: row.get(6)?,
            },
        })
    };
    let held = connection.query_row(&sql, [], read).optional()?;
    Ok(held.filter(|held: &Held| !is_dead(&held.lease)))
}

/// Takes the lock when nobody holds it.
pub(super) fn take(connection: &Connection, tables: &Tables, claim: &Claim<'_>) -> Result<Lease> {
    let _impatient = Impatient::new(connection);
    transaction::begin(connection, claim.patience, &mut |_| {})?;
    let _rollback = Rollback(connection);
    if !tables::exist(connection, tables, claim.patience)? {
        tables::make(connection, tables, claim.holder)?;
    }
    let held = live(connection, tables).map_err(|error| engine::explain(&error, LOCKING))?;
    if let Some(held) = held {
        return Ok(held.lease);
    }
    let token =
        enter(connection, tables, claim).map_err(|error| engine::explain(&error, LOCKING))?;
    transaction::commit(connection, claim.patience)?;
    Ok(Lease::Mine(Token(token)))
}

fn enter(connection: &Connection, tables: &Tables, claim: &Claim<'_>) -> rusqlite::Result<i64> {
    entering(tables, claim).run(connection)?;
    token(connection, tables)
}

/// The number of the last holder.
pub(super) fn token(connection: &Connection, tables: &Tables) -> rusqlite::Result<i64> {
    let sql = format!("SELECT token FROM {}", quoted(tables.lock()));
    connection.query_row(&sql, [], |row| row.get(0))
}

/// What takes the lock.
pub(super) fn entering(tables: &Tables, claim: &Claim<'_>) -> Query {
    let sql = format!(
        "UPDATE {} SET token = token + 1, holder = ?, host = ?, pid = ?, reason = ?, \
         acquired_at = {NOW}, expires_at = {} WHERE id = 1",
        quoted(tables.lock()),
        later(claim.lifetime)
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
        "UPDATE {} SET holder = NULL, host = NULL, pid = NULL, reason = NULL, acquired_at = NULL, \
         expires_at = NULL WHERE id = 1 AND token = ? AND holder IS NOT NULL",
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

fn later(lifetime: Duration) -> String {
    format!("strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+{} seconds')", lifetime.as_secs())
}

/// Whether the holder was a process of this machine that does not run any more.
///
/// Only where the system lists its processes as files; elsewhere the lock expires by itself. To be
/// wrong here is safe: the old holder's next write is refused by its token.
fn is_dead(lease: &Lease) -> bool {
    let Lease::Held { host, pid, .. } = lease else { return false };
    let processes = Path::new("/proc");
    gethostname::gethostname().to_str() == Some(host)
        && processes.join("self").exists()
        && !processes.join(pid.to_string()).exists()
}
