//! What a step in Rust works with.

use std::fmt;

use super::{Row, Session, Value};
use crate::error::Result;

/// The migration's own transaction, as a step in Rust sees it.
///
/// What it does commits together with the history row, and an error rolls all of it back; so it
/// has neither `commit` nor `rollback`.
///
/// # Example
/// ```
/// use migrate_runtime::driver::Transaction;
/// use migrate_runtime::{Result, params};
///
/// fn split_names(tx: &mut Transaction<'_>) -> Result<()> {
///     for row in tx.query("SELECT id, name FROM customers", params![])? {
///         let (id, name): (i64, String) = (row.get(0)?, row.get(1)?);
///         let first = name.split(' ').next();
///         tx.execute("UPDATE customers SET first = ? WHERE id = ?", params![first, id])?;
///     }
///     Ok(())
/// }
/// ```
pub struct Transaction<'a> {
    session: &'a mut dyn Session,
}

impl<'a> Transaction<'a> {
    /// A transaction that somebody else begins and ends.
    pub fn new(session: &'a mut dyn Session) -> Self {
        Self { session }
    }

    /// Runs one statement, and returns how many rows it changed.
    ///
    /// # Errors
    /// When the engine refuses it, or it begins or ends a transaction.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        self.session.execute(sql, params)
    }

    /// Runs one query, and returns all its rows.
    ///
    /// # Errors
    /// When the engine refuses it, or it begins or ends a transaction.
    pub fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        self.session.query(sql, params)
    }

    /// Runs one query, and returns its first row, if there is one.
    ///
    /// # Errors
    /// As [`query`](Self::query).
    pub fn query_first(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>> {
        Ok(self.query(sql, params)?.into_iter().next())
    }

    /// The SQLite connection behind it, with everything that rusqlite offers; `None` on every
    /// other engine.
    #[cfg(feature = "sqlite")]
    pub fn sqlite(&mut self) -> Option<&rusqlite::Connection> {
        self.session.sqlite()
    }
}

impl fmt::Debug for Transaction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction").finish_non_exhaustive()
    }
}
