//! Generated migrations: whatever is inferred restores the schema, and the rows where it says so.

use proptest::prelude::*;
use rusqlite::Connection;

use super::tests::{BEFORE, infer_on, open, prove, rows, run, schema};
use crate::RollbackClass;

const TABLES: [&str; 6] = ["customers", "orders", "log", "a", "b", "[odd name]"];
const COLUMNS: [&str; 7] = ["id", "name", "total", "x", "y", "[group]", "what"];
const OTHERS: [&str; 6] = ["i", "j", "totals", "names", "orders_log", "orders_by_customer"];

/// A statement over a few names, so that they often meet. Many are refused by SQLite at their place.
pub(crate) fn statement() -> impl Strategy<Value = String> {
    let table = || prop::sample::select(&TABLES[..]);
    let column = || prop::sample::select(&COLUMNS[..]);
    let other = || prop::sample::select(&OTHERS[..]);
    prop_oneof![
        3 => (table(), column(), column())
            .prop_map(|(t, c, d)| format!("CREATE TABLE {t} ({c} INTEGER, {d} TEXT DEFAULT 'd')")),
        1 => (table(), table()).prop_map(|(t, p)| format!("CREATE TABLE {t} (x REFERENCES {p})")),
        1 => (table(), table()).prop_map(|(t, u)| format!("CREATE TABLE {t} AS SELECT * FROM {u}")),
        1 => table().prop_map(|t| format!("CREATE TABLE IF NOT EXISTS {t} (x)")),
        2 => table().prop_map(|t| format!("DROP TABLE {t}")),
        1 => table().prop_map(|t| format!("DROP TABLE IF EXISTS {t}")),
        3 => (table(), table()).prop_map(|(t, u)| format!("ALTER TABLE {t} RENAME TO {u}")),
        3 => (table(), column()).prop_map(|(t, c)| format!("ALTER TABLE {t} ADD COLUMN {c} INT")),
        1 => (table(), column(), table())
            .prop_map(|(t, c, p)| format!("ALTER TABLE {t} ADD COLUMN {c} REFERENCES {p}")),
        1 => (table(), column(), column())
            .prop_map(|(t, c, d)| format!("ALTER TABLE {t} ADD COLUMN {c} AS ({d} + 1)")),
        1 => (table(), column()).prop_map(|(t, c)| format!("ALTER TABLE {t} DROP COLUMN {c}")),
        3 => (table(), column(), column())
            .prop_map(|(t, c, d)| format!("ALTER TABLE {t} RENAME COLUMN {c} TO {d}")),
        3 => (other(), table(), column())
            .prop_map(|(i, t, c)| format!("CREATE INDEX {i} ON {t} ({c}) WHERE {c} > 0")),
        1 => other().prop_map(|i| format!("DROP INDEX {i}")),
        2 => (other(), table(), column())
            .prop_map(|(v, t, c)| format!("CREATE VIEW {v} AS SELECT {c} FROM {t}")),
        2 => other().prop_map(|v| format!("DROP VIEW {v}")),
        2 => (other(), table(), table(), column()).prop_map(|(g, t, u, c)| format!(
            "CREATE TRIGGER {g} AFTER DELETE ON {t} BEGIN UPDATE {u} SET {c} = 1; END"
        )),
        1 => other().prop_map(|g| format!("DROP TRIGGER {g}")),
        1 => (table(), column()).prop_map(|(t, c)| format!("UPDATE {t} SET {c} = 1")),
        1 => table().prop_map(|t| format!("INSERT INTO {t} DEFAULT VALUES")),
    ]
}

/// The statements that SQLite accepts at their place and that leave no view and no trigger broken:
/// SQLite alters no table while one is.
pub(crate) fn accepted<'a>(before: &str, statements: &'a [String]) -> Vec<&'a str> {
    let database = open();
    run(&database, before);
    let accepts = |sql: &&str| {
        run(&database, "SAVEPOINT s");
        let fine = database.execute_batch(sql).is_ok() && is_sound(&database);
        run(&database, if fine { "RELEASE s" } else { "ROLLBACK TO s; RELEASE s" });
        fine
    };
    statements.iter().map(String::as_str).filter(accepts).collect()
}

/// Whether each view can be read, and each table written to with its triggers.
fn is_sound(database: &Connection) -> bool {
    let query = "SELECT 'SELECT * FROM \"' || name || '\"' FROM sqlite_schema WHERE type = 'view' \
                 UNION ALL SELECT 'DELETE FROM \"' || name || '\"' FROM sqlite_schema WHERE type = 'table' \
                 UNION ALL SELECT 'INSERT INTO \"' || name || '\" DEFAULT VALUES' FROM sqlite_schema \
                 WHERE type = 'table'";
    let mut statement = database.prepare(query).expect("a query");
    let probes = statement.query_map([], |row| row.get::<_, String>(0)).expect("rows");
    probes.into_iter().all(|probe| database.prepare(&probe.expect("a probe")).is_ok())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_inferred_restores(statements in prop::collection::vec(statement(), 1..9)) {
        let up = accepted(BEFORE, &statements).join(";\n");
        let database = open();
        run(&database, BEFORE);
        let (schema_before, rows_before) = (schema(&database), rows(&database));
        if let Ok(inferred) = infer_on(&database, &up) {
            let exact = inferred.class == RollbackClass::Exact;
            prove(&database, &up, &inferred, &schema_before, exact.then_some(rows_before));
        }
    }
}
