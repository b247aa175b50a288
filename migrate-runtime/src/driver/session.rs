//! Interactive access to a database: one statement, one answer.

use super::{Row, Value};
use crate::error::Result;

/// Interactive access to a database: one statement, one answer.
pub trait Session {
    /// Runs one statement, and returns how many rows it changed.
    ///
    /// # Errors
    /// When the engine refuses it.
    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64>;

    /// Runs one query, and returns all its rows.
    ///
    /// # Errors
    /// When the engine refuses it.
    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>>;

    /// The SQLite connection behind it; `None` on every other engine.
    #[cfg(feature = "sqlite")]
    fn sqlite(&mut self) -> Option<&rusqlite::Connection> {
        None
    }
}
