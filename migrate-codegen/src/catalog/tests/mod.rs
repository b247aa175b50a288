//! The catalog, held against SQLite itself, and against what PostgreSQL is known to do.

mod differences;
mod faults;
mod postgres;
mod session;
mod views;

#[cfg(feature = "sqlite")]
mod engine;
#[cfg(feature = "sqlite")]
mod generated;

use super::{Catalog, Fault};
use crate::Dialect;
use crate::reader::{Statement, read};
use crate::source::{SourceFile, SqlText};

fn statements(sql: &str, dialect: Dialect) -> Vec<Statement> {
    read(&SqlText::slice(&SourceFile::new("1.sql", sql), 0..sql.len()), dialect)
}

/// The catalog that the statements leave, up to the first one that it refuses.
fn applied(sql: &str, dialect: Dialect) -> (Catalog, Result<(), Fault>) {
    let mut catalog = Catalog::new(dialect);
    let done = statements(sql, dialect).iter().try_for_each(|it| catalog.apply(it));
    (catalog, done)
}
