//! Everything that a rollback must bring back: the schema, the rows, the marks of AUTOINCREMENT.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::rows::{self, Rows};
use crate::error::{Error, Fault, Kind, Result};
use crate::schema::Schema;

/// A database at one moment.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) schema: Schema,
    /// By table.
    pub(super) rows: BTreeMap<String, Rows>,
    /// The highest key that `AUTOINCREMENT` has given, by table.
    pub(super) marks: BTreeMap<String, i64>,
}

impl State {
    /// # Errors
    /// When the database cannot be read.
    pub(super) fn read(connection: &Connection) -> Result<Self> {
        read(connection).map_err(failed)
    }
}

fn read(connection: &Connection) -> rusqlite::Result<State> {
    let schema = Schema::read(connection)?;
    let names = schema.tables().map(|table| table.name.clone());
    let rows = names.map(|table| (table.to_lowercase(), rows::of(connection, &table))).collect();
    let marks = marks(connection)?;
    Ok(State { schema, rows, marks })
}

fn marks(connection: &Connection) -> rusqlite::Result<BTreeMap<String, i64>> {
    let there = "SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'";
    if connection.query_row(there, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(BTreeMap::new());
    }
    let mut statement = connection.prepare("SELECT lower(name), seq FROM sqlite_sequence")?;
    let marks = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    marks.collect()
}

/// The database in memory cannot be worked with.
pub(super) fn failed(error: rusqlite::Error) -> Error {
    Error::new(Kind::Database(Fault::Other { what: "looking at the copy in memory" }))
        .because(error)
}
