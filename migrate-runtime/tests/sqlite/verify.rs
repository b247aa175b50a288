//! The proof of rollbacks: what it finds, and what it accepts.

use migrate_runtime::verify::{Report, Verify};
use migrate_runtime::{RollbackClass, Set};

use crate::support::{Draft, code, set, sql};

const EXACT: RollbackClass = RollbackClass::Exact;

fn orders() -> Draft {
    sql(
        1,
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT);
         CREATE TABLE orders (
             id INTEGER PRIMARY KEY,
             customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
             total INTEGER NOT NULL DEFAULT 0
         );
         CREATE INDEX orders_by_customer ON orders (customer_id);
         CREATE TRIGGER totals AFTER UPDATE ON orders BEGIN SELECT new.total; END;",
    )
    .down("DROP TABLE orders; DROP TABLE customers;")
    .class(EXACT)
}

#[track_caller]
fn verify(set: &Set) -> Report {
    Verify::of(set).run().expect("every migration applies")
}

/// What is wrong with the second migration, after [`orders`].
#[track_caller]
fn difference(second: Draft) -> String {
    let report = verify(&set([orders(), second]));
    assert!(report.migrations[0].restored, "{report:?}");
    let proof = &report.migrations[1];
    assert_eq!(proof.restored, proof.difference.is_none());
    proof.difference.clone().unwrap_or_default()
}

/// A rollback that calls itself exact.
fn exact(up: &str, down: &str) -> Draft {
    sql(2, up).down(down).class(EXACT)
}

#[track_caller]
fn check(up: &str, down: &str, expected: &str) {
    assert_eq!(difference(exact(up, down)), expected);
}

#[test]
fn a_column_is_missing_or_left_behind() {
    check(
        "ALTER TABLE customers ADD COLUMN email TEXT; ALTER TABLE customers ADD COLUMN phone TEXT",
        "ALTER TABLE customers DROP COLUMN email",
        "table `customers`: column `phone` is left behind",
    );
    check(
        "ALTER TABLE customers DROP COLUMN note",
        "SELECT 1",
        "table `customers`: column `note` is missing",
    );
    check(
        "ALTER TABLE customers RENAME COLUMN note TO remark",
        "ALTER TABLE customers RENAME COLUMN remark TO Note",
        "table `customers`: column `note` is missing",
    );
}

#[test]
fn columns_are_in_another_order() {
    check(
        "ALTER TABLE customers DROP COLUMN name",
        "ALTER TABLE customers ADD COLUMN name TEXT NOT NULL DEFAULT ''",
        "table `customers`: its columns are in another order: `note` stands where `name` stood",
    );
}

#[test]
fn a_column_is_another_one() {
    check(
        "ALTER TABLE customers DROP COLUMN note",
        "ALTER TABLE customers ADD COLUMN note INTEGER DEFAULT 3",
        "table `customers`: column `note INTEGER DEFAULT 3` was `note TEXT`",
    );
    check(
        "ALTER TABLE customers DROP COLUMN note",
        "ALTER TABLE customers ADD COLUMN note TEXT COLLATE NOCASE",
        "table `customers` is defined differently",
    );
}

#[test]
fn indexes_triggers_and_views() {
    check(
        "DROP INDEX orders_by_customer",
        "SELECT 1",
        "index `orders_by_customer` of `orders` is missing",
    );
    check(
        "CREATE VIEW names AS SELECT name FROM customers",
        "SELECT 1",
        "view `names` is left behind",
    );
    check(
        "DROP TRIGGER totals",
        "CREATE TRIGGER totals AFTER UPDATE ON orders BEGIN SELECT old.total; END",
        "trigger `totals` of `orders` is defined differently",
    );
    check(
        "DROP INDEX orders_by_customer",
        "CREATE INDEX orders_by_customer ON customers (id)",
        "index `orders_by_customer` of `orders` belongs to `customers` now",
    );
}

#[test]
fn rows_are_lost_or_changed() {
    check(
        "CREATE TABLE t (id INTEGER)",
        "DROP TABLE t; DELETE FROM orders WHERE id = 7002",
        "1 row of `orders` is missing: (id = 7002, customer_id = 7002, total = 7002)",
    );
    check(
        "UPDATE orders SET total = total + 1",
        "UPDATE orders SET total = 0",
        "2 rows of `orders` differ: `total` is 0, before 7001",
    );
    check(
        "CREATE TABLE t (id INTEGER)",
        "DROP TABLE t; INSERT INTO customers VALUES (1, 'x', NULL)",
        "1 row of `customers` is left behind: (id = 1, name = 'x', note = NULL)",
    );
}

/// Dropping a table deletes its rows first, and those would take the orders with them.
#[test]
fn a_referenced_table_is_rebuilt() {
    let columns = "id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT";
    let rebuild = |columns: &str, copy: &str| {
        format!(
            "CREATE TABLE customers_new ({columns});
             {copy};
             DROP TABLE customers;
             ALTER TABLE customers_new RENAME TO customers;"
        )
    };
    let copy = "INSERT INTO customers_new SELECT * FROM customers";
    let strict = rebuild(&format!("{columns}, CHECK (name <> '')"), copy);
    check(&strict, &rebuild(columns, copy), "");
    check(
        &strict,
        &rebuild(columns, &format!("{copy} WHERE id > 7001 OR note IS NULL; DELETE FROM orders")),
        "1 row of `customers` is missing: (id = 7001, name = 'customers''s name, é 7001 ', note = \
         'customers''s note, é 7001 ')",
    );
}

#[test]
fn counters_fall_back() {
    let counted = "id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT";
    let report = verify(&set([
        sql(1, &format!("CREATE TABLE t ({counted})")).down("DROP TABLE t").class(EXACT),
        sql(2, "ALTER TABLE t ADD COLUMN x")
            .down("ALTER TABLE t DROP COLUMN x; DELETE FROM sqlite_sequence")
            .class(EXACT),
    ]));
    let difference = report.migrations[1].difference.as_deref();
    let expected = "table `t`: its AUTOINCREMENT counter falls back: keys of deleted rows would be \
                    given again (0, before 7103)";
    assert_eq!(difference, Some(expected));
}

#[test]
fn a_rollback_fails() {
    check(
        "CREATE TABLE t (id INTEGER)",
        "DROP TABLE t; DROP TABLE nowhere",
        "its rollback fails: migration 2 `m2` failed at statement 2 of 2, src/m2.rs:1:26: no such \
         table: nowhere",
    );
}

/// Somebody has used the new tables before the rollback.
#[test]
fn a_rollback_fails_for_rows_written_since() {
    let up = "CREATE TABLE archive (id INTEGER PRIMARY KEY, name TEXT)";
    check(
        up,
        "INSERT INTO customers (id, name) SELECT id + 1000, lower(name) FROM archive; DROP TABLE archive",
        "its rollback fails: migration 2 `m2` failed at statement 1 of 2, src/m2.rs:1:1: NOT NULL \
         constraint failed: customers.name",
    );
    // Rows that the migration has moved there come back alone.
    let moved = "CREATE TABLE t AS SELECT * FROM customers; DELETE FROM customers";
    let back = "INSERT INTO customers SELECT * FROM t; DROP TABLE t";
    let unreferenced = sql(2, "DROP TABLE orders").irreversible("so");
    let moving = exact(moved, back).number(3);
    assert!(verify(&set([orders(), unreferenced, moving])).is_clean());
    // What a trigger of the new table writes elsewhere is not the rollback's to take back.
    let counted = "CREATE TABLE t (id INTEGER);
        CREATE TRIGGER n AFTER INSERT ON t BEGIN UPDATE orders SET total = total + 1; END";
    check(counted, "DROP TABLE t", "");
}

#[test]
fn the_second_time_is_compared_too() {
    check(
        "CREATE TABLE IF NOT EXISTS log (id INTEGER); INSERT INTO log SELECT count(*) FROM log",
        "DELETE FROM log",
        "table `log` is left behind",
    );
    check(
        "UPDATE customers SET note = (SELECT name FROM orders, customers) WHERE note IS NULL AND 0;
         CREATE TABLE n (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT DEFAULT CURRENT_TIMESTAMP);
         INSERT INTO n (id) VALUES (1)",
        "DROP TABLE n",
        "",
    );
}

#[test]
fn what_a_class_promises() {
    let lossy = || sql(2, "UPDATE orders SET total = 0").down("SELECT 1");
    assert_eq!(difference(lossy().class(RollbackClass::Given)), "");
    assert_eq!(difference(lossy().class(RollbackClass::SchemaOnly)), "");
    let expected = "2 rows of `orders` differ: `total` is 0, before 7001";
    assert_eq!(difference(lossy().class(RollbackClass::Preserved)), expected);
    // A table that no text names is nobody's to change.
    let hidden = sql(2, "CREATE TABLE t (id INTEGER)")
        .down("DROP TABLE t; DELETE FROM customers WHERE id = 7001");
    assert_eq!(
        difference(hidden.class(RollbackClass::Given)),
        "1 row of `orders` is missing: (id = 7003, customer_id = 7001, total = 0)"
    );
    let triggered = sql(
        2,
        "CREATE TABLE log (id INTEGER);
         CREATE TRIGGER t AFTER UPDATE ON orders BEGIN DELETE FROM log; END;",
    );
    let report = verify(&set([
        orders(),
        triggered.down("DROP TRIGGER t; DROP TABLE log").class(EXACT),
        sql(3, "UPDATE orders SET total = 0").down("SELECT 1"),
    ]));
    assert!(report.is_clean(), "{report:?}");
}

#[test]
fn irreversible_ones_are_counted() {
    let report = verify(&set([
        orders(),
        sql(2, "DELETE FROM orders").irreversible("the orders are gone"),
        exact("CREATE TABLE a (id INTEGER)", "DROP TABLE a").number(3),
    ]));
    assert!(report.is_clean());
    assert_eq!(report.skipped[0].reason.as_deref(), Some("the orders are gone"));
    let numbers = report.summary;
    assert_eq!((numbers.total, numbers.restored, numbers.irreversible), (3, 2, 1));
}

#[test]
fn steps_in_rust_run() {
    let step = |down: fn(&mut migrate_runtime::Transaction<'_>) -> _| {
        code(2, |tx| Ok(tx.execute("UPDATE customers SET note = 'x'", &[]).map(drop)?))
            .down_code(down)
            .class(EXACT)
    };
    let lossy = step(|tx| Ok(tx.execute("UPDATE customers SET note = NULL", &[]).map(drop)?));
    assert_eq!(
        difference(lossy),
        "2 rows of `customers` differ: `note` is NULL, before 'customers''s note, é 7001 '"
    );
    let fails = step(|_| Err("no way".into()));
    let expected = "its rollback fails: the step in Rust of migration 2 `m2` failed: no way";
    assert_eq!(difference(fails), expected);
}

#[test]
fn a_migration_that_refuses_rows_gets_others() {
    let check = |second: Draft, rows: usize| {
        let report = verify(&set([orders(), second]));
        let proof = &report.migrations[1];
        assert!(proof.restored, "{proof:?}");
        assert_eq!(proof.rows, rows);
        assert_eq!(proof.refused.is_some(), rows < 6, "{proof:?}");
    };
    check(exact("CREATE UNIQUE INDEX u ON customers (name)", "DROP INDEX u"), 6);
    let not_null = "CREATE TABLE t (note TEXT NOT NULL); INSERT INTO t SELECT note FROM customers";
    check(exact(not_null, "DROP TABLE t"), 4);
    let json = "CREATE TABLE t (id INTEGER);
                INSERT INTO t SELECT json_extract(note, '$.id') FROM customers";
    check(exact(json, "DROP TABLE t"), 4);
    let one = "CREATE TABLE t (one PRIMARY KEY); INSERT INTO t SELECT 1 FROM customers";
    check(exact(one, "DROP TABLE t"), 2);
    let none = "ALTER TABLE customers ADD COLUMN born TEXT NOT NULL DEFAULT (CURRENT_DATE || '')";
    check(exact(none, "ALTER TABLE customers DROP COLUMN born"), 0);
}

#[test]
fn a_migration_that_cannot_be_applied_is_an_error() {
    let broken =
        set([orders(), exact("INSERT INTO orders VALUES (1, 1, 1)", "DELETE FROM orders")]);
    let error = Verify::of(&broken).run().expect_err("refers to nobody");
    assert_eq!(error.version().map(migrate_runtime::Version::get), Some(2));
}

#[test]
fn functions_of_the_application_can_be_added() {
    let set = set([
        orders(),
        exact("CREATE TABLE t (x); INSERT INTO t SELECT normal('A')", "DROP TABLE t"),
    ]);
    assert!(Verify::of(&set).run().is_err());
    let with = Verify::of(&set).connection(|connection| {
        let flags = rusqlite::functions::FunctionFlags::SQLITE_UTF8;
        connection.create_scalar_function("normal", 1, flags, |context| {
            context.get::<String>(0).map(|text| text.to_lowercase())
        })
    });
    assert!(with.run().expect("applies").is_clean());
}

/// Each table gets rows, whatever it asks of them.
#[test]
fn every_kind_of_constraint_is_satisfied() {
    let tables = [
        "CREATE TABLE kinds (a, b INTEGER NOT NULL, c VARCHAR(10), d REAL, e BLOB NOT NULL, f NUMERIC, g DATETIME, h BOOLEAN, i JSON CHECK (json_valid(i)))",
        "CREATE TABLE exacting (id INTEGER PRIMARY KEY, n INT, r REAL, t TEXT, b BLOB, x ANY) STRICT",
        "CREATE TABLE words (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE computed (a INTEGER, b INTEGER AS (a * 2), c TEXT AS (a || '') STORED UNIQUE)",
        "CREATE TABLE states (state TEXT NOT NULL CHECK (state IN ('open', 'paid')), kind TEXT NOT NULL CONSTRAINT k CHECK (kind = 'order' OR kind = 'it''s'))",
        "CREATE TABLE ranges (percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100), rate REAL CHECK (rate > 0 AND rate < 1))",
        "CREATE TABLE codes (code TEXT NOT NULL CHECK (length(code) = 3), key BLOB NOT NULL CHECK (length(key) = 32))",
        "CREATE TABLE either (a INTEGER, b INTEGER, CHECK ((a IS NULL) <> (b IS NULL)))",
        "CREATE TABLE singleton (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL UNIQUE)",
        "CREATE TABLE trees (id TEXT PRIMARY KEY, parent TEXT NOT NULL REFERENCES trees)",
        "CREATE TABLE hens (id TEXT PRIMARY KEY, egg TEXT NOT NULL REFERENCES eggs (id))",
        "CREATE TABLE eggs (id TEXT PRIMARY KEY, hen TEXT NOT NULL REFERENCES hens (id))",
        "CREATE TABLE pairs (a INTEGER, b TEXT, c TEXT, PRIMARY KEY (a, b), UNIQUE (c))",
        "CREATE TABLE members (a INTEGER, b TEXT, m TEXT REFERENCES words, FOREIGN KEY (a, b) REFERENCES pairs, PRIMARY KEY (a, m))",
        "CREATE TABLE \"odd name\" (\"select\" TEXT, [a b] INTEGER DEFAULT 3)",
    ];
    let report = verify(&set([
        sql(1, &tables.join(";")).irreversible("the beginning"),
        exact("CREATE TABLE last (id INTEGER)", "DROP TABLE last"),
    ]));
    let proof = &report.migrations[0];
    assert!(proof.restored, "{proof:?}");
    assert_eq!((proof.unfilled.as_slice(), proof.refused.as_deref()), (&[][..], None));
    assert!(proof.rows >= 2 * tables.len(), "{}", proof.rows);
}

/// An index, a trigger or a computed column may read what a row holds as JSON.
#[test]
fn text_is_json_where_the_table_reads_it() {
    let report = verify(&set([
        sql(
            1,
            "CREATE TABLE t (id INTEGER, doc TEXT, key TEXT AS (json_extract(doc, '$.id')) STORED)",
        )
        .irreversible("the beginning"),
        exact("CREATE TABLE last (id INTEGER)", "DROP TABLE last"),
    ]));
    assert_eq!((report.migrations[0].rows, report.migrations[0].unfilled.len()), (3, 0));
}

#[test]
fn a_table_that_takes_no_row_is_named() {
    let report = verify(&set([
        sql(
            1,
            "CREATE TABLE never (id INTEGER NOT NULL CHECK (id > id));
             CREATE TABLE tags (tag TEXT PRIMARY KEY REFERENCES nowhere (id)) WITHOUT ROWID;
             CREATE TABLE child (never TEXT NOT NULL REFERENCES nowhere (id));
             CREATE TABLE kept (id INTEGER);
             CREATE TRIGGER no BEFORE INSERT ON kept BEGIN SELECT raise(ABORT, 'closed'); END;
             CREATE VIRTUAL TABLE words USING fts5 (word);",
        )
        .irreversible("the beginning"),
        exact("CREATE TABLE last (id INTEGER)", "DROP TABLE last"),
    ]));
    let named: Vec<_> = report.migrations[0]
        .unfilled
        .iter()
        .map(|it| format!("{}: {}", it.table, it.reason))
        .collect();
    assert_eq!(
        named,
        [
            "child: its rows would refer to nothing",
            "kept: closed",
            "never: CHECK constraint failed: id > id",
            "tags: its rows would refer to nothing",
            "words: it is a virtual table",
        ]
    );
}
