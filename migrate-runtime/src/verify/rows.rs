//! The rows of a table, in an order that does not depend on where they are stored.

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::driver::sqlite::{quoted, string};

/// The rows of a table, each as the literals of its values, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rows {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// Reads the rows. A table that cannot be read, such as one with a broken virtual column, has one
/// row that says so: it must say the same later.
pub(super) fn of(connection: &Connection, table: &str) -> Rows {
    read(connection, table).unwrap_or_else(|error| Rows {
        columns: vec!["error".to_owned()],
        rows: vec![vec![error.to_string()]],
    })
}

fn read(connection: &Connection, table: &str) -> rusqlite::Result<Rows> {
    let mut statement = connection.prepare(&format!("SELECT * FROM {}", quoted(table)))?;
    let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let row = |row: &rusqlite::Row<'_>| {
        (0..columns.len()).map(|at| row.get_ref(at).map(literal)).collect()
    };
    let mut rows = statement.query_map([], row)?.collect::<rusqlite::Result<Vec<Vec<_>>>>()?;
    rows.sort();
    Ok(Rows { columns, rows })
}

fn literal(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        // 1.0 is not 1.
        ValueRef::Real(number) => format!("{number:?}"),
        ValueRef::Text(text) => string(&String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => {
            let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
            format!("x'{}'", digits.collect::<String>())
        }
    }
}

impl Rows {
    /// The rows of `self` that `other` lacks; of equal ones, as many as it has fewer.
    pub(super) fn without<'a>(&'a self, other: &Self) -> Vec<&'a [String]> {
        let mut theirs = other.rows.iter().peekable();
        let mut left = Vec::new();
        for row in &self.rows {
            while theirs.next_if(|their| *their < row).is_some() {}
            if theirs.next_if_eq(&row).is_none() {
                left.push(row.as_slice());
            }
        }
        left
    }

    /// `(id = 7, name = 'x')`
    pub(super) fn show(&self, row: &[String]) -> String {
        let pairs = self.columns.iter().zip(row).map(|(name, value)| format!("{name} = {value}"));
        format!("({})", pairs.collect::<Vec<_>>().join(", "))
    }
}
