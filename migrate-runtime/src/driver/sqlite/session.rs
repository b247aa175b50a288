//! A connection as a step in Rust uses it.

use migrate_codegen::Dialect;
use migrate_codegen::text::split;
use rusqlite::types::{Value as Native, ValueRef};
use rusqlite::{Connection, params_from_iter};

use super::engine;
use super::sql::{first_word, is_control};
use crate::driver::{Row, Session, Value};
use crate::error::{Error, Kind, Result};

/// A connection whose transaction somebody else begins and ends.
#[derive(Debug)]
pub(super) struct Open<'c>(pub(super) &'c Connection);

impl Session for Open<'_> {
    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        refuse(sql)?;
        let changed = self.0.execute(sql, params_from_iter(params.iter().map(native)));
        match changed {
            Ok(changed) => Ok(changed as u64),
            // A statement that returns rows is a statement too.
            Err(rusqlite::Error::ExecuteReturnedResults) => {
                self.query(sql, params).map(|rows| rows.len() as u64)
            }
            Err(error) => Err(failed(&error)),
        }
    }

    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        refuse(sql)?;
        read(self.0, sql, params).map_err(|error| failed(&error))
    }

    fn sqlite(&mut self) -> Option<&Connection> {
        Some(self.0)
    }
}

/// Control of the transaction, and a second statement, which older releases of rusqlite forget.
fn refuse(sql: &str) -> Result<()> {
    if is_control(sql) {
        return Err(Error::new(Kind::Control { word: first_word(sql).to_uppercase() }));
    }
    match split(sql, Dialect::Sqlite).len() {
        0 | 1 => Ok(()),
        statements => Err(Error::new(Kind::Several { statements })),
    }
}

pub(super) fn failed(error: &rusqlite::Error) -> Error {
    Error::new(Kind::Query).transient(engine::is_busy(error)).because(engine::said(error))
}

pub(super) fn read(
    connection: &Connection,
    sql: &str,
    params: &[Value],
) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection.prepare(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query(params_from_iter(params.iter().map(native)))?;
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        let values: rusqlite::Result<_> =
            (0..columns).map(|at| row.get_ref(at).map(value)).collect();
        read.push(Row::new(values?));
    }
    Ok(read)
}

pub(super) fn native(value: &Value) -> Native {
    match value {
        Value::Null => Native::Null,
        Value::Integer(number) => Native::Integer(*number),
        Value::Real(number) => Native::Real(*number),
        Value::Text(text) => Native::Text(text.clone()),
        Value::Blob(bytes) => Native::Blob(bytes.clone()),
    }
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}
