//! Inferred rollbacks, proven on SQLite: up, down, compare, up again, compare.

mod refused;
mod virtual_tables;

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::{Inferred, NotInferred, infer};
use crate::change::{Step, probe, steps};
use crate::check::Options;
use crate::reader::read;
use crate::source::{SourceFile, SqlText};
use crate::text::{TokenKind, tokens};
use crate::{Dialect, RollbackClass};

/// The schema that each case begins with.
pub(super) const BEFORE: &str = "
    CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT UNIQUE);
    CREATE TABLE orders (
        id INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        total INTEGER
    );
    CREATE TABLE \"odd name\" (\"a b\" TEXT, \"order\" INT);
    CREATE INDEX orders_by_customer ON orders (customer_id);
    CREATE INDEX customers_by_name ON customers (name) WHERE name <> '';
    CREATE VIEW totals AS SELECT customer_id, sum(total) AS total FROM orders GROUP BY 1;
    CREATE TABLE log (what TEXT);
    CREATE TRIGGER orders_log AFTER INSERT ON orders BEGIN INSERT INTO log VALUES ('o'); END;
    CREATE VIEW names AS SELECT name FROM customers;
    CREATE TRIGGER names_in INSTEAD OF INSERT ON names BEGIN SELECT 1; END;
    INSERT INTO customers VALUES (1, 'a', 'a@b'), (2, 'b', NULL);
    INSERT INTO orders VALUES (1, 1, 10), (2, 1, 20);
";

pub(super) fn open() -> Connection {
    let database = Connection::open_in_memory().expect("in memory");
    database.execute_batch("PRAGMA foreign_keys = ON").expect("a pragma");
    database
}

/// Type, name, table and text of each object; the text token by token and without quotes, which
/// SQLite adds where it renames.
pub(super) fn schema(database: &Connection) -> BTreeSet<(String, String, String, String)> {
    let plain = |sql: String| {
        let words = tokens(&sql, Dialect::Sqlite).filter(crate::text::Token::is_significant);
        let bare = |token: crate::text::Token| match token.kind {
            TokenKind::String => token.text(&sql).to_owned(),
            _ => token.identifier(&sql).unwrap_or_else(|| token.text(&sql).to_owned()),
        };
        words.map(bare).collect::<Vec<_>>().join(" ")
    };
    let query = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema \
                 WHERE name NOT LIKE 'sqlite_stat%'";
    let mut statement = database.prepare(query).expect("a query");
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, plain(row.get(3)?))));
    rows.expect("rows").collect::<Result<_, _>>().expect("texts")
}

/// Every row of every table that SQLite lists.
pub(super) fn rows(database: &Connection) -> Vec<String> {
    let mut tables = database
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%'",
        )
        .expect("a query");
    let tables: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .expect("rows")
        .map(|it| it.expect("a name"))
        .collect();
    let mut found = Vec::new();
    for table in tables {
        let quoted = table.replace('"', "\"\"");
        let mut all = database.prepare(&format!("SELECT * FROM \"{quoted}\"")).expect("a table");
        let width = all.column_count();
        let mut read = all.query([]).expect("rows");
        while let Some(row) = read.next().expect("a row") {
            let values: Vec<rusqlite::types::Value> =
                (0..width).map(|at| row.get(at).expect("a value")).collect();
            found.push(format!("{table} {values:?}"));
        }
    }
    found.sort();
    found
}

pub(super) fn run(database: &Connection, sql: &str) {
    if let Err(error) = database.execute_batch(sql) {
        panic!("{error} in {sql}");
    }
}

pub(super) fn infer_on(database: &Connection, up: &str) -> Result<Inferred, NotInferred> {
    let text = SqlText::slice(&SourceFile::new("1.sql", up), 0..up.len());
    let statements = read(&text, Dialect::Sqlite);
    let mut steps: Vec<Step<'_>> = steps(&text, &statements);
    for step in &mut steps {
        step.before = probe::before(database, step.statement);
        run(database, step.statement.text());
    }
    infer(&steps, &Options::new(Dialect::Sqlite))
}

/// Infers the rollback of `up`, compares it, and proves that it restores the schema, and the rows
/// where it says so.
#[track_caller]
fn check(up: &str, class: RollbackClass, expected: &[&str]) {
    let database = open();
    run(&database, BEFORE);
    let (schema_before, rows_before) = (schema(&database), rows(&database));
    let inferred = infer_on(&database, up).expect("plain inverses");
    assert_eq!(
        (&inferred.statements[..], inferred.class),
        (&expected.iter().map(|&it| it.to_owned()).collect::<Vec<_>>()[..], class),
        "{up}"
    );
    prove(
        &database,
        up,
        &inferred,
        &schema_before,
        (class == RollbackClass::Exact).then_some(rows_before),
    );
}

#[track_caller]
pub(super) fn prove(
    database: &Connection,
    up: &str,
    inferred: &Inferred,
    schema_before: &BTreeSet<(String, String, String, String)>,
    rows_before: Option<Vec<String>>,
) {
    let after = schema(database);
    // A down of a table that others reference runs with foreign keys off, as the runner does it.
    run(database, "PRAGMA foreign_keys = OFF");
    let down = inferred.statements.join(";\n");
    run(database, &down);
    assert_eq!(&schema(database), schema_before, "after the down\n{down}\nof\n{up}");
    if let Some(rows_before) = rows_before {
        assert_eq!(rows(database), rows_before, "rows after the down of {up}");
    }
    run(database, up);
    assert_eq!(schema(database), after, "after the second up of {up}");
}

use RollbackClass::{Exact, SchemaOnly};

#[test]
fn tables() {
    check("CREATE TABLE a (x)", Exact, &["DROP TABLE a"]);
    check("CREATE TABLE IF NOT EXISTS a (x)", Exact, &["DROP TABLE a"]);
    check("CREATE TABLE IF NOT EXISTS Customers (x)", Exact, &[]);
    check("CREATE TABLE main.[a b] (x)", Exact, &["DROP TABLE main.\"a b\""]);
    check(
        "CREATE TABLE \"order\" (x); CREATE TABLE `plain` (x)",
        Exact,
        &["DROP TABLE plain", "DROP TABLE \"order\""],
    );
    check(
        "CREATE TABLE a (x) STRICT, WITHOUT ROWID".replace("(x)", "(x INT PRIMARY KEY)").as_str(),
        Exact,
        &["DROP TABLE a"],
    );
    check("CREATE TABLE a AS SELECT * FROM orders", Exact, &["DROP TABLE a"]);
    check(
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p)",
        Exact,
        &["DROP TABLE c", "DROP TABLE p"],
    );
    check("CREATE TEMP TABLE a (x); DROP TABLE a", Exact, &[]);
    check(
        "CREATE TABLE a (x); INSERT INTO a VALUES (1); UPDATE a SET x = 2; DELETE FROM a",
        Exact,
        &["DROP TABLE a"],
    );
    check(
        "ALTER TABLE orders RENAME TO purchases",
        Exact,
        &["ALTER TABLE purchases RENAME TO orders"],
    );
    check(
        "ALTER TABLE main.orders RENAME TO \"the orders\"",
        Exact,
        &["ALTER TABLE main.\"the orders\" RENAME TO orders"],
    );
    check(
        "CREATE TABLE a (x); ALTER TABLE a RENAME TO b; INSERT INTO b VALUES (1)",
        Exact,
        &["ALTER TABLE b RENAME TO a", "DROP TABLE a"],
    );
    check(
        "CREATE TABLE a (x); ALTER TABLE a RENAME TO b; CREATE INDEX i ON b (x); DROP TABLE b",
        Exact,
        &[],
    );
    check("CREATE TABLE a (x); DROP TABLE a; CREATE TABLE a (y)", Exact, &["DROP TABLE a"]);
    check(
        "ALTER TABLE customers RENAME TO people; CREATE TABLE customers (x)",
        Exact,
        &["DROP TABLE customers", "ALTER TABLE people RENAME TO customers"],
    );
}

/// An index falls with its table, unless its name is needed before.
#[test]
fn names_that_were_free_meanwhile() {
    check(
        "CREATE TABLE b (x); DROP VIEW names; CREATE INDEX names ON b (x)",
        Exact,
        &[
            "DROP INDEX names",
            "CREATE VIEW names AS SELECT name FROM customers",
            "CREATE TRIGGER names_in INSTEAD OF INSERT ON names BEGIN SELECT 1; END",
            "DROP TABLE b",
        ],
    );
    let trigger = "TRIGGER orders_log AFTER INSERT ON b BEGIN SELECT 1; END";
    check(
        &format!("CREATE TABLE b (x); DROP TRIGGER orders_log; CREATE {trigger}"),
        Exact,
        &[
            "DROP TRIGGER orders_log",
            "CREATE TRIGGER orders_log AFTER INSERT ON orders BEGIN INSERT INTO log VALUES ('o'); END",
            "DROP TABLE b",
        ],
    );
}

#[test]
fn dropped_tables_come_back_empty() {
    check("DROP TABLE log", SchemaOnly, &["CREATE TABLE log (what TEXT)"]);
    check("DROP TABLE IF EXISTS absent", Exact, &[]);
    check(
        "DROP VIEW totals; DROP TABLE orders",
        SchemaOnly,
        &[
            "CREATE TABLE orders (\n        id INTEGER PRIMARY KEY,\n        customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,\n        total INTEGER\n    )",
            "CREATE INDEX orders_by_customer ON orders (customer_id)",
            "CREATE TRIGGER orders_log AFTER INSERT ON orders BEGIN INSERT INTO log VALUES ('o'); END",
            "CREATE VIEW totals AS SELECT customer_id, sum(total) AS total FROM orders GROUP BY 1",
        ],
    );
    check(
        "CREATE INDEX i ON log (what); DROP TABLE log; CREATE TABLE log (x)",
        SchemaOnly,
        &[
            "DROP TABLE log",
            "CREATE TABLE log (what TEXT)",
            "CREATE INDEX i ON log (what)",
            "DROP INDEX i",
        ],
    );
}

#[test]
fn columns() {
    check(
        "ALTER TABLE orders ADD COLUMN note TEXT",
        Exact,
        &["ALTER TABLE orders DROP COLUMN note"],
    );
    check(
        "ALTER TABLE orders ADD note TEXT NOT NULL DEFAULT ''",
        Exact,
        &["ALTER TABLE orders DROP COLUMN note"],
    );
    check(
        "ALTER TABLE orders ADD COLUMN c INT REFERENCES customers (id)",
        Exact,
        &["ALTER TABLE orders DROP COLUMN c"],
    );
    check(
        "ALTER TABLE orders ADD COLUMN c INT CHECK (c > 0)",
        Exact,
        &["ALTER TABLE orders DROP COLUMN c"],
    );
    check(
        "ALTER TABLE \"odd name\" ADD COLUMN \"group\" INT",
        Exact,
        &["ALTER TABLE \"odd name\" DROP COLUMN \"group\""],
    );
    check(
        "ALTER TABLE orders ADD COLUMN c INT; CREATE UNIQUE INDEX i ON orders (c)",
        Exact,
        &["DROP INDEX i", "ALTER TABLE orders DROP COLUMN c"],
    );
    check(
        "ALTER TABLE orders ADD COLUMN a INT; ALTER TABLE orders ADD COLUMN b AS (a + 1)",
        Exact,
        &["ALTER TABLE orders DROP COLUMN b", "ALTER TABLE orders DROP COLUMN a"],
    );
    check(
        "ALTER TABLE log ADD COLUMN c INT; UPDATE log SET c = 1; ALTER TABLE log DROP COLUMN c",
        Exact,
        &[],
    );
    check(
        "ALTER TABLE customers ADD COLUMN c INT; UPDATE customers SET c = id",
        Exact,
        &["ALTER TABLE customers DROP COLUMN c"],
    );
    check(
        "ALTER TABLE orders RENAME COLUMN total TO \"sum\"",
        Exact,
        &["ALTER TABLE orders RENAME COLUMN sum TO total"],
    );
    check(
        "ALTER TABLE \"odd name\" RENAME \"a b\" TO c",
        Exact,
        &["ALTER TABLE \"odd name\" RENAME COLUMN c TO \"a b\""],
    );
    check(
        "ALTER TABLE log ADD COLUMN a; ALTER TABLE log RENAME a TO b; ALTER TABLE log RENAME TO logs; ALTER TABLE logs DROP COLUMN b",
        Exact,
        &["ALTER TABLE logs RENAME TO log"],
    );
    check(
        "CREATE TABLE a (x); ALTER TABLE a ADD COLUMN y; ALTER TABLE a RENAME x TO z; ALTER TABLE a DROP COLUMN y",
        Exact,
        &["DROP TABLE a"],
    );
}

#[test]
fn indexes_views_triggers() {
    check("CREATE INDEX i ON orders (total)", Exact, &["DROP INDEX i"]);
    check(
        "CREATE UNIQUE INDEX IF NOT EXISTS main.i ON orders (total)",
        Exact,
        &["DROP INDEX main.i"],
    );
    check("CREATE INDEX IF NOT EXISTS orders_by_customer ON orders (total)", Exact, &[]);
    check(
        "CREATE TABLE a (x); CREATE INDEX i ON a (x); CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END",
        Exact,
        &["DROP TABLE a"],
    );
    check("CREATE INDEX i ON orders (total); DROP INDEX i", Exact, &[]);
    check(
        "DROP INDEX customers_by_name",
        Exact,
        &["CREATE INDEX customers_by_name ON customers (name) WHERE name <> ''"],
    );
    check("CREATE VIEW v AS SELECT * FROM orders", Exact, &["DROP VIEW v"]);
    check("CREATE VIEW v AS SELECT 1; DROP VIEW v", Exact, &[]);
    check(
        "DROP VIEW names",
        Exact,
        &[
            "CREATE VIEW names AS SELECT name FROM customers",
            "CREATE TRIGGER names_in INSTEAD OF INSERT ON names BEGIN SELECT 1; END",
        ],
    );
    check(
        "CREATE TRIGGER IF NOT EXISTS t AFTER DELETE ON orders BEGIN DELETE FROM log; END",
        Exact,
        &["DROP TRIGGER t"],
    );
    check(
        "DROP TRIGGER orders_log",
        Exact,
        &[
            "CREATE TRIGGER orders_log AFTER INSERT ON orders BEGIN INSERT INTO log VALUES ('o'); END",
        ],
    );
    check("DROP TRIGGER IF EXISTS absent; SELECT 1; PRAGMA foreign_keys = ON; ANALYZE", Exact, &[]);
    check(
        "DROP VIEW totals; ALTER TABLE orders RENAME COLUMN total TO cents; CREATE VIEW totals AS SELECT sum(cents) AS cents FROM orders",
        Exact,
        &[
            "DROP VIEW totals",
            "ALTER TABLE orders RENAME COLUMN cents TO total",
            "CREATE VIEW totals AS SELECT customer_id, sum(total) AS total FROM orders GROUP BY 1",
        ],
    );
    // While `log` is altered back, no trigger may name the column that goes.
    check(
        "CREATE TABLE a (x); ALTER TABLE log ADD COLUMN n; CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE log SET n = 1; END",
        Exact,
        &["DROP TRIGGER t", "ALTER TABLE log DROP COLUMN n", "DROP TABLE a"],
    );
}
