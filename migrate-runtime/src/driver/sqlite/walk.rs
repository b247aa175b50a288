//! The rows that a backfill walks over, and the keys by which it does.

use migrate_codegen::Dialect;
use migrate_codegen::text::split;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params_from_iter};
use serde::{Deserialize, Serialize};

use super::session;
use crate::driver::{Row, Value};
use crate::error::{BackfillFault, Error, Result};

/// How far a backfill is, as its history row says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// The number of the walk, from 0. Those before it are done.
    pub(super) walk: usize,
    /// The name of its key.
    pub(super) key: String,
    /// The last key that is done.
    pub(super) after: Key,
    /// The last key of the walk.
    pub(super) end: Key,
    /// How many rows of it are done.
    pub(super) rows: u64,
}

/// A key, as JSON without loss.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Key {
    Integer(i64),
    /// Its bits.
    Real(u64),
    Text(String),
    Blob(Vec<u8>),
}

/// A text that cannot be written down as one.
struct NotUtf8;

impl Key {
    /// The key in a column; `None` for NULL.
    fn read(value: ValueRef<'_>) -> Result<Option<Self>, NotUtf8> {
        Ok(Some(match value {
            ValueRef::Null => return Ok(None),
            ValueRef::Integer(number) => Self::Integer(number),
            ValueRef::Real(number) => Self::Real(number.to_bits()),
            ValueRef::Text(text) => {
                Self::Text(std::str::from_utf8(text).map_err(|_| NotUtf8)?.to_owned())
            }
            ValueRef::Blob(bytes) => Self::Blob(bytes.to_vec()),
        }))
    }

    /// The key of a row that [`Rows::whole`] read.
    pub(super) fn of(row: &Row) -> Option<Self> {
        match row.values().first()? {
            Value::Null => None,
            Value::Integer(number) => Some(Self::Integer(*number)),
            Value::Real(number) => Some(Self::Real(number.to_bits())),
            Value::Text(text) => Some(Self::Text(text.clone())),
            Value::Blob(bytes) => Some(Self::Blob(bytes.clone())),
        }
    }

    /// The key as a parameter.
    pub(super) fn value(&self) -> Value {
        match self {
            Self::Integer(number) => Value::Integer(*number),
            Self::Real(bits) => Value::Real(f64::from_bits(*bits)),
            Self::Text(text) => Value::Text(text.clone()),
            Self::Blob(bytes) => Value::Blob(bytes.clone()),
        }
    }

    /// The key in a message.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Integer(number) => number.to_string(),
            Self::Real(bits) => f64::from_bits(*bits).to_string(),
            Self::Text(text) => format!("`{text}`"),
            Self::Blob(bytes) => format!("a blob of {} bytes", bytes.len()),
        }
    }
}

/// A query whose rows are walked over in the order of its first column.
#[derive(Debug)]
pub(super) struct Rows {
    /// The name of that column.
    pub(super) key: String,
    /// The query under a name, its columns `k`, `c1`, ..
    with: String,
}

/// The part of a walk that is still to be done.
#[derive(Clone, Copy)]
pub(super) struct Range<'r> {
    /// Without this key and those before it.
    pub(super) after: Option<&'r Key>,
    /// With this key.
    pub(super) end: &'r Key,
}

/// The first and the last key of a batch, and how many rows it was made of.
#[derive(Debug)]
pub(super) struct Span {
    pub(super) rows: u64,
    pub(super) first: Key,
    pub(super) last: Key,
}

/// All rows of a walk.
#[derive(Debug)]
pub(super) struct Extent {
    pub(super) rows: u64,
    /// The last key; `None` when there are no rows.
    pub(super) end: Option<Key>,
}

impl Rows {
    /// Reads the query, without running it.
    ///
    /// # Errors
    /// When it is not one query without parameters.
    pub(super) fn of(connection: &Connection, sql: &str) -> Result<Self> {
        let statements = split(sql, Dialect::Sqlite);
        let [statement] = statements.as_slice() else {
            return Err(Error::backfill(BackfillFault::NoQuery));
        };
        let sql = statement.text(sql);
        let statement = connection.prepare(sql).map_err(|error| session::failed(&error))?;
        let columns = statement.column_count();
        if columns == 0 || statement.parameter_count() > 0 {
            return Err(Error::backfill(BackfillFault::NoQuery));
        }
        let key = statement.column_name(0).map_err(|error| session::failed(&error))?.to_owned();
        let names: Vec<String> = (1..columns).map(|at| format!(", c{at}")).collect();
        let with = format!("WITH _migrate_walk(k{}) AS (\n{sql}\n)", names.concat());
        Ok(Self { key, with })
    }

    /// How many rows there are, and the last key.
    ///
    /// # Errors
    /// When rows have no key.
    pub(super) fn extent(&self, connection: &Connection) -> Result<Extent> {
        let select = "SELECT count(*), count(k), NULL, max(k) FROM _migrate_walk";
        let Counted { rows, keyed, last: end, .. } = self.count(connection, select, &[])?;
        if rows > keyed {
            let key = self.key.clone();
            return Err(Error::backfill(BackfillFault::NoKey { key, rows: rows - keyed }));
        }
        Ok(Extent { rows, end })
    }

    /// How many rows are still to be done.
    pub(super) fn left(&self, connection: &Connection, range: Range<'_>) -> Result<u64> {
        let select = format!("SELECT count(*), 0, NULL, NULL FROM _migrate_walk {}", range.sql());
        Ok(self.count(connection, &select, &range.params())?.rows)
    }

    /// The keys of the next `size` rows. `None` when there are none left.
    pub(super) fn span(
        &self,
        connection: &Connection,
        range: Range<'_>,
        size: usize,
    ) -> Result<Option<Span>> {
        let mut params = range.params();
        params.push(Value::Integer(i64::try_from(size).unwrap_or(i64::MAX)));
        let Counted { rows, first, last, .. } =
            self.count(connection, &spanning(range), &params)?;
        Ok(first.zip(last).map(|(first, last)| Span { rows, first, last }))
    }

    /// The whole rows, in order, each with its key.
    pub(super) fn whole(&self, connection: &Connection, range: Range<'_>) -> Result<Vec<Row>> {
        let sql = format!("{} SELECT * FROM _migrate_walk {} ORDER BY k", self.with, range.sql());
        session::read(connection, &sql, &range.params()).map_err(|error| session::failed(&error))
    }

    /// Whether finding a batch means sorting all rows, because no index has their order.
    pub(super) fn sorts(&self, connection: &Connection, range: Range<'_>) -> Result<bool> {
        let sql = format!("EXPLAIN QUERY PLAN {} {}", self.with, spanning(range));
        let read = || -> rusqlite::Result<bool> {
            let mut statement = connection.prepare(&sql)?;
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next()? {
                if row.get_ref(3)?.as_str()?.contains("FOR ORDER BY") {
                    return Ok(true);
                }
            }
            Ok(false)
        };
        read().map_err(|error| session::failed(&error))
    }

    fn count(&self, connection: &Connection, select: &str, params: &[Value]) -> Result<Counted> {
        let sql = format!("{} {select}", self.with);
        let params = params_from_iter(params.iter().map(session::native));
        let read = connection.query_row(&sql, params, |row| {
            let number = |at| row.get::<_, i64>(at).map(i64::unsigned_abs);
            let (first, last) = (Key::read(row.get_ref(2)?), Key::read(row.get_ref(3)?));
            let (rows, keyed) = (number(0)?, number(1)?);
            Ok(first.and_then(|first| Ok(Counted { rows, keyed, first, last: last? })))
        });
        read.map_err(|error| session::failed(&error))?
            .map_err(|NotUtf8| Error::backfill(BackfillFault::Key { key: self.key.clone() }))
    }
}

/// What one look at the rows says.
struct Counted {
    rows: u64,
    keyed: u64,
    first: Option<Key>,
    last: Option<Key>,
}

/// Selects the keys of a batch.
fn spanning(range: Range<'_>) -> String {
    format!(
        "SELECT count(*), count(k), min(k), max(k) FROM (SELECT k FROM _migrate_walk {} ORDER BY k \
         LIMIT ?)",
        range.sql()
    )
}

impl Range<'_> {
    fn sql(self) -> &'static str {
        match self.after {
            None => "WHERE k <= ?",
            Some(_) => "WHERE k > ? AND k <= ?",
        }
    }

    fn params(self) -> Vec<Value> {
        self.after.into_iter().chain([self.end]).map(Key::value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_from_json() {
        for key in [
            Key::Integer(i64::MIN),
            Key::Real(0.1_f64.to_bits()),
            Key::Real(f64::INFINITY.to_bits()),
            Key::Text("it's\0".to_owned()),
            Key::Blob(vec![0, 255]),
        ] {
            let text = serde_json::to_string(&key).expect("is plain");
            assert_eq!(serde_json::from_str::<Key>(&text).ok(), Some(key), "{text}");
        }
    }

    #[test]
    fn rows_are_found_in_their_own_order() {
        let connection = Connection::open_in_memory().expect("opens");
        connection
            .execute_batch(
                "CREATE TABLE t (id TEXT PRIMARY KEY COLLATE NOCASE, n) WITHOUT ROWID;
                 INSERT INTO t VALUES ('b', 1), ('A', 2), ('C', NULL), ('d', 4);",
            )
            .expect("runs");
        let rows = Rows::of(&connection, "SELECT id FROM t; -- all").expect("a query");
        let extent = rows.extent(&connection).expect("reads");
        assert_eq!((extent.rows, &extent.end), (4, &Some(Key::Text("d".to_owned()))));
        let end = extent.end.expect("there are rows");
        let all = Range { after: None, end: &end };
        assert!(!rows.sorts(&connection, all).expect("reads"));
        let span = rows.span(&connection, all, 2).expect("reads").expect("some are left");
        assert_eq!(
            (span.rows, span.first.shown(), span.last.shown()),
            (2, "`A`".into(), "`b`".into())
        );
        let rest = Range { after: Some(&span.last), end: &end };
        assert_eq!(rows.left(&connection, rest).expect("reads"), 2);
        let by_n = Rows::of(&connection, "SELECT n, id FROM t WHERE n > 1").expect("a query");
        assert!(by_n.sorts(&connection, all).expect("reads"));
    }

    #[test]
    fn what_is_no_query_of_rows_with_keys() {
        let connection = Connection::open_in_memory().expect("opens");
        connection
            .execute_batch("CREATE TABLE t (n); INSERT INTO t VALUES (1), (NULL)")
            .expect("runs");
        for sql in
            ["", "SELECT 1; SELECT 2", "SELECT n FROM t WHERE n > ?", "DELETE FROM t", "SELECT x"]
        {
            assert!(Rows::of(&connection, sql).is_err(), "{sql}");
        }
        let rows = Rows::of(&connection, "SELECT n FROM t").expect("a query");
        assert!(rows.extent(&connection).is_err());
        let text = Rows::of(&connection, "SELECT CAST(x'ff' AS TEXT)").expect("a query");
        assert!(text.extent(&connection).is_err());
    }
}
