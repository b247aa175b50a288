//! The tables that hold kept rows, and how much is in them.

use migrate_codegen::Version;
use rusqlite::Connection;

use super::engine::is_busy;
use super::guard::Rollback;
use super::metadata::Metadata;
use super::sql::{quoted, string};
use super::tables::is_there;
use super::{read, transaction};
use crate::driver::Patience;
use crate::error::Result;
use crate::history::{Kept, KeptTable, Measured, Size, Tables};

/// How many rows are measured where SQLite does not say how large a table is.
const SAMPLE: u32 = 1_000;

/// A history row that remembers something.
#[derive(Debug)]
pub(super) struct Keeper {
    pub(super) version: Version,
    pub(super) name: String,
    pub(super) metadata: Metadata,
    since: Option<String>,
}

/// What the set's migrations keep, measured, without what was discarded.
pub(super) fn tables(
    connection: &Connection,
    tables: &Tables,
    set: &str,
    patience: Patience<'_>,
) -> Result<Vec<KeptTable>> {
    let read = || {
        let _snapshot = snapshot(connection)?;
        let mut found = Vec::new();
        for keeper in keepers(connection, tables, set)? {
            found.extend(keeper.measure(connection)?);
        }
        Ok(found)
    };
    Ok(read::reading(connection, tables, patience, read)?.unwrap_or_default())
}

/// Holds a table still between the look at it and its measurement, unless the connection is
/// inside a transaction already.
fn snapshot(connection: &Connection) -> rusqlite::Result<Option<Rollback<'_>>> {
    if !connection.is_autocommit() {
        return Ok(None);
    }
    connection.execute_batch(transaction::BEGIN_READING)?;
    Ok(Some(Rollback(connection)))
}

/// The history rows of the set that remember something, oldest version first.
pub(super) fn keepers(
    connection: &Connection,
    tables: &Tables,
    set: &str,
) -> rusqlite::Result<Vec<Keeper>> {
    let sql = format!(
        "SELECT version, name, applied_at, metadata FROM {} \
         WHERE \"set\" = ?1 AND metadata IS NOT NULL ORDER BY version",
        quoted(tables.history())
    );
    let mut statement = connection.prepare(&sql)?;
    let rows = statement.query_map([set], |row| {
        Ok(Keeper {
            version: Version::new(row.get(0)?).unwrap_or_default(),
            name: row.get(1)?,
            since: row.get(2)?,
            metadata: Metadata::from_json(row.get::<_, Option<String>>(3)?.as_deref()),
        })
    });
    rows?.collect()
}

impl Keeper {
    /// What it keeps, measured; nothing when that was discarded.
    pub(super) fn measure(&self, connection: &Connection) -> rusqlite::Result<Vec<KeptTable>> {
        let kept = if self.metadata.discarded.is_some() { &[] } else { &*self.metadata.kept };
        kept.iter().map(|kept| self.table(connection, kept)).collect()
    }

    fn table(&self, connection: &Connection, kept: &Kept) -> rusqlite::Result<KeptTable> {
        let is_there = is_there(connection, &kept.place)?;
        let size = is_there.then(|| size(connection, &kept.place)).transpose()?;
        Ok(KeptTable {
            version: self.version,
            name: self.name.clone(),
            kept: kept.clone(),
            since: self.since.clone(),
            size,
        })
    }
}

pub(super) fn size(connection: &Connection, table: &str) -> rusqlite::Result<Size> {
    let count = format!("SELECT count(*) FROM {}", quoted(table));
    let rows = connection.query_row(&count, [], number)?;
    if let Some(bytes) = pages(connection, table)? {
        return Ok(Size { rows, bytes, measured: Measured::Pages });
    }
    let bytes = sample(connection, table, rows)?;
    Ok(Size { rows, bytes, measured: Measured::Sample })
}

/// The bytes of the pages of the table and its indexes, where SQLite was compiled to know them.
fn pages(connection: &Connection, table: &str) -> rusqlite::Result<Option<u64>> {
    let sql = "SELECT sum(pgsize) FROM dbstat WHERE name IN \
               (SELECT name FROM sqlite_master WHERE tbl_name = ?1)";
    match connection.query_row(sql, [table], |row| row.get::<_, Option<i64>>(0)) {
        Ok(bytes) => Ok(bytes.and_then(|bytes| u64::try_from(bytes).ok())),
        Err(error) if is_busy(&error) => Err(error),
        Err(_) => Ok(None),
    }
}

/// The bytes of the values of the first rows, for as many rows as there are.
fn sample(connection: &Connection, table: &str, rows: u64) -> rusqlite::Result<u64> {
    let names = format!("SELECT name FROM pragma_table_info({})", string(table));
    let names: rusqlite::Result<Vec<String>> =
        connection.prepare(&names)?.query_map([], |row| row.get(0))?.collect();
    let lengths = names?
        .iter()
        .map(|name| format!("coalesce(length(CAST({} AS BLOB)), 0)", quoted(name)))
        .collect::<Vec<_>>()
        .join(" + ");
    let sql = format!(
        "SELECT coalesce(sum(bytes), 0), count(*) FROM \
         (SELECT {lengths} AS bytes FROM {} LIMIT {SAMPLE})",
        quoted(table)
    );
    let found = connection.query_row(&sql, [], |row| Ok((number(row)?, row.get::<_, i64>(1)?)));
    let (bytes, sampled) = found?;
    Ok(match u64::try_from(sampled) {
        Ok(sampled @ 1..) => bytes.saturating_mul(rows) / sampled,
        _ => 0,
    })
}

fn number(row: &rusqlite::Row<'_>) -> rusqlite::Result<u64> {
    row.get::<_, i64>(0).map(|number| u64::try_from(number).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> Connection {
        let connection = Connection::open_in_memory().expect("opens");
        let rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000) \
                    SELECT i AS id, printf('%0100d', i) AS \"a b\", NULL AS c FROM n";
        connection.execute_batch(&format!("CREATE TABLE \"k 1\" AS {rows}")).expect("runs");
        connection
    }

    #[test]
    fn sizes_are_near_what_is_stored() {
        let connection = filled();
        let size = size(&connection, "k 1").expect("reads");
        assert_eq!((size.rows, size.measured), (3_000, Measured::Pages));
        let stored = 3_000 * 100..3_000 * 120;
        assert!(stored.contains(&size.bytes), "{size:?}");
        let estimate = sample(&connection, "k 1", 3_000).expect("reads");
        assert!(stored.contains(&estimate), "{estimate}");
    }

    #[test]
    fn an_empty_table_takes_nothing_of_a_sample() {
        let connection = Connection::open_in_memory().expect("opens");
        connection.execute_batch("CREATE TABLE k (a)").expect("runs");
        assert_eq!(sample(&connection, "k", 0).expect("reads"), 0);
    }
}
