//! What a check says that migrations touch, and what they depend on for that.

use super::History;

/// `reads -> writes` of the last migration, and the versions that it depends on.
#[track_caller]
fn check(history: &History, expected: &str) {
    let report = history.report();
    assert!(report.is_clean() || report.schema.is_some(), "{:?}", report.problems);
    let last = report.migrations.last().expect("a migration");
    let listed = |objects: &crate::footprint::Objects| objects.names().join(" ");
    let [reads, writes] = [&last.footprint.reads, &last.footprint.writes].map(listed);
    let needs: Vec<_> = last.depends_on.iter().map(ToString::to_string).collect();
    assert_eq!(format!("{reads} -> {writes} | {}", needs.join(" ")), expected);
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
fn what_changes_the_schema() {
    then(
        "ALTER TABLE customers RENAME COLUMN email TO mail",
        " -> customers.email customers.mail | 1 2",
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
    check(&history, "customers.email customers.id -> orders | 1 2");
    let last = history.report().migrations.pop().expect("a migration");
    assert_eq!(last.footprint.extent, crate::footprint::Extent::Everything);
}
