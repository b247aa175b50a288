//! What a check says that migrations touch, and what they depend on for that.

use super::History;
use crate::Dialect;
use crate::check::{Depth, Options};
use crate::footprint::Extent;

/// `reads -> writes !alters` of the last migration, `*` for everything, and the versions that it depends on.
#[track_caller]
fn check(history: &History, expected: &str) {
    let report = history.report();
    assert!(report.is_clean() || report.schema.is_some(), "{:?}", report.problems);
    let last = report.migrations.last().expect("a migration");
    let listed = |objects: &crate::footprint::Objects| objects.names().join(" ");
    let [reads, writes] = [&last.footprint.reads, &last.footprint.writes].map(listed);
    let needs: Vec<_> = last.depends_on.iter().map(ToString::to_string).collect();
    let alters = last.footprint.alters.names().into_iter();
    let alters = alters.map(|it| [" !", &it].concat()).collect::<Vec<_>>().concat();
    let everything = if last.footprint.extent == Extent::Everything { " *" } else { "" };
    let touched = format!("{reads} -> {writes}{alters}{everything}");
    assert_eq!(format!("{touched} | {}", needs.join(" ")), expected);
}

const ORDERS: [&str; 3] = [
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
     CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INT REFERENCES customers, total INT);",
    "ALTER TABLE customers ADD COLUMN email TEXT",
    "CREATE VIEW totals AS SELECT name, sum(total) AS total
     FROM orders JOIN customers ON customers.id = customer_id GROUP BY 1;",
];

#[track_caller]
fn then(sql: &str, expected: &str) {
    check(&History::of(&ORDERS).sql(sql), expected);
}

#[test]
fn the_engine_says_which_columns() {
    // `customers.id` also where a foreign key is looked up.
    then(
        "UPDATE customers SET email = name WHERE id > 1",
        "customers.id customers.name -> customers.email | 1 2",
    );
    then("UPDATE customers SET name = upper(name)", "customers.name -> customers.name | 1");
    then("INSERT INTO orders (total) SELECT count(*) FROM customers", "customers.id -> orders | 1");
    then("DELETE FROM orders WHERE total IS NULL", "customers.id orders.total -> orders | 1");
    then(
        "WITH x AS (SELECT id FROM customers) INSERT INTO orders (id) SELECT id FROM x",
        "customers.id -> orders | 1",
    );
}

#[test]
fn through_views_and_triggers() {
    check(
        &History::of(&ORDERS),
        "customers.id customers.name orders.customer_id orders.total -> totals | 1",
    );
    then(
        "INSERT INTO orders (total) SELECT total FROM totals",
        "customers.id customers.name orders.customer_id orders.total totals.total -> orders | 1 3",
    );
    let history = History::of(&ORDERS)
        .sql(
            "CREATE TRIGGER names AFTER INSERT ON orders BEGIN UPDATE customers SET name = ''; END",
        )
        .sql("INSERT INTO orders (id) VALUES (7)");
    check(&history, "customers.id -> customers.name orders | 1");
}

#[test]
fn a_table_made_by_a_query() {
    then(
        "CREATE TABLE best AS SELECT name FROM totals WHERE total > 9",
        "customers.id customers.name orders.customer_id orders.total totals -> best | 1 3",
    );
    then("CREATE TABLE plain (id INTEGER PRIMARY KEY, x INT UNIQUE)", " -> plain | ");
    then("CREATE TEMP TABLE t AS SELECT id FROM orders", "orders ->  | 1");
}

#[test]
fn what_changes_the_schema() {
    then(
        "ALTER TABLE customers RENAME COLUMN email TO mail",
        " -> customers.email customers.mail !customers | 1 2",
    );
    then("CREATE INDEX i ON customers (email, name)", "customers.email customers.name -> i | 1 2");
    then("DROP VIEW totals", " -> totals | 3");
    then("CREATE VIEW early AS SELECT id FROM later", "later -> early | ");
    let rebuilt = History::of(&ORDERS)
        .sql(
            "DROP VIEW totals; CREATE TABLE c2 (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
              INSERT INTO c2 SELECT id, name, email FROM customers; DROP TABLE customers;
              ALTER TABLE c2 RENAME TO customers;",
        )
        .sql("UPDATE customers SET email = NULL");
    check(&rebuilt, " -> customers.email | 4");
}

#[test]
fn steps_in_rust_by_their_texts() {
    let history = History::of(&ORDERS).code(&["SELECT email FROM customers", "DELETE FROM orders"]);
    check(&history, "customers.email customers.id -> orders * | 1 2");
}

#[test]
fn what_foreign_keys_do() {
    let history = History::of(&["CREATE TABLE a (id INTEGER PRIMARY KEY, note TEXT);
         CREATE TABLE b (a INTEGER REFERENCES a (id) ON DELETE CASCADE);
         CREATE TABLE c (a INTEGER REFERENCES a ON DELETE SET NULL);"]);
    check(&history.clone().sql("DELETE FROM a"), "a.id b.a c.a -> a b c.a | 1");
    check(&history.clone().sql("DROP TABLE c"), " -> c | 1");
    check(
        &history.clone().sql("CREATE TABLE d (x, y, FOREIGN KEY (x, y) REFERENCES \"A\" (id, z))"),
        "a.id a.z -> d | 1",
    );
    check(&history.sql("ALTER TABLE b ADD COLUMN c INT REFERENCES c"), "c -> b.c !b | 1");
}

#[test]
fn a_rebuild_reads_what_the_table_references() {
    then(
        "DROP VIEW totals;
         CREATE TABLE new (id INTEGER PRIMARY KEY, customer_id INT NOT NULL REFERENCES customers);
         INSERT INTO new SELECT id, customer_id FROM orders;
         DROP TABLE orders;
         ALTER TABLE new RENAME TO orders;
         CREATE INDEX i ON orders (customer_id);",
        "customers orders.customer_id orders.id -> i new orders totals | 1 3",
    );
}

#[test]
fn what_goes_with_a_table_reads_it() {
    let history = History::of(&ORDERS).sql(
        "CREATE INDEX i ON orders (total);
         CREATE TRIGGER g AFTER DELETE ON customers BEGIN SELECT 1; END",
    );
    check(&history.clone().sql("DROP INDEX i"), "orders -> i | 1 4");
    check(&history.sql("DROP TRIGGER g"), "customers -> g | 1 4");
}

#[test]
fn what_the_engine_keeps_for_itself_is_about_everything() {
    let counted = History::of(&["CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT)"]);
    check(&counted.clone().sql("INSERT INTO a DEFAULT VALUES"), " -> a | 1");
    check(&counted.sql("UPDATE sqlite_sequence SET seq = 9 WHERE name = 'a'"), " ->  * | ");
    then(
        "INSERT INTO orders (total) SELECT count(*) FROM sqlite_schema",
        "customers.id -> orders * | 1",
    );
    let known = History::of(&ORDERS).sql("ANALYZE");
    check(&known.sql("DELETE FROM sqlite_stat1"), " ->  | ");
}

#[test]
fn without_a_replay_triggers_may_do_anything() {
    let mut options = Options::new(Dialect::Sqlite);
    options.depth = Depth::Syntax;
    let history = History::of(&["CREATE TABLE a (x)", "INSERT INTO a VALUES (1)"]).with(options);
    let extents = history.report().migrations.into_iter();
    let extents: Vec<_> = extents.map(|it| it.footprint.extent).collect();
    assert_eq!(extents, [Extent::Listed, Extent::Everything]);
}
