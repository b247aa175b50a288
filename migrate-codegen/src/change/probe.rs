//! What SQLite knows of the schema before a statement, for the tests.

use rusqlite::Connection;

use super::step::{Before, Object, Stored};
use crate::reader::Statement;

/// What a replay knows of the schema before a statement.
pub(crate) fn before(database: &Connection, statement: &Statement) -> Before {
    let Some(name) = &statement.object else { return Before::Unknown };
    let mut query = database
        .prepare(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema \
             WHERE name = ?1 COLLATE NOCASE OR tbl_name = ?1 COLLATE NOCASE ORDER BY rowid",
        )
        .expect("a query");
    let stored = query.query_map([&name.name], |row| {
        let object = Object::named(&row.get::<_, String>(0)?).expect("a kind");
        Ok(Stored { object, name: row.get(1)?, table: row.get(2)?, sql: row.get(3)? })
    });
    Before::Known(stored.expect("rows").map(|row| row.expect("texts")).collect())
}
