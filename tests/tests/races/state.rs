//! What a database holds, as text that two of them can be compared by.

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::world::World;

/// Everything that has to be the same, whatever happened on the way: the schema, the rows of every
/// table, what the history says, and that the file is sound.
pub(crate) fn state(world: &World) -> String {
    state_of(&world.look())
}

/// The same, of an open database.
pub(crate) fn state_of(db: &Connection) -> String {
    let mut parts = vec![
        rows(
            db,
            "SELECT type, name, sql FROM sqlite_master WHERE name NOT GLOB '_migrations*' ORDER BY name",
        ),
        rows(db, "PRAGMA user_version"),
        rows(db, "PRAGMA integrity_check"),
        rows(db, "PRAGMA foreign_key_check"),
        rows(
            db,
            "SELECT version, name, status, statements_done, statements_total, checksum, metadata FROM _migrations ORDER BY version",
        ),
        rows(
            db,
            "SELECT version, action, count(*) FROM _migrations_log \
             WHERE action IN ('applied', 'rolled back') GROUP BY version, action",
        ),
    ];
    for table in tables(db) {
        parts.push(format!("{table}:\n{}", rows(db, &format!("SELECT * FROM \"{table}\""))));
    }
    parts.join("\n")
}

/// The first line in which two states differ.
pub(crate) fn difference(expected: &str, found: &str) -> Option<String> {
    if expected == found {
        return None;
    }
    let mut pairs = expected.lines().zip(found.lines());
    let first = pairs.find(|(expected, found)| expected != found);
    let (expected, found) = first.unwrap_or(("the end, or more", "more, or the end"));
    Some(format!("expected `{expected}`\n   found `{found}`"))
}

fn tables(db: &Connection) -> Vec<String> {
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' \
               AND name NOT GLOB '_migrations*' ORDER BY name";
    let mut statement = db.prepare(sql).expect("reads");
    let names = statement.query_map([], |row| row.get(0)).expect("reads");
    names.collect::<Result<_, _>>().expect("reads")
}

fn rows(db: &Connection, sql: &str) -> String {
    let mut statement = db.prepare(sql).expect("reads");
    let columns = statement.column_count();
    let row = |row: &rusqlite::Row<'_>| {
        let values = (0..columns).map(|at| row.get::<_, Value>(at));
        Ok(format!("{:?}", values.collect::<Result<Vec<_>, _>>()?))
    };
    let rows = statement.query_map([], row).expect("reads");
    rows.collect::<Result<Vec<_>, _>>().expect("reads").join("\n")
}
