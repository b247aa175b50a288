//! Migrations that keep aside what they drop or overwrite, on real files.

use migrate_runtime::directory::Directory;
use migrate_runtime::runner::Action;
use migrate_runtime::verify::Verify;
use migrate_runtime::{DialectName, Result, RollbackClass, Set, Target, exit_code};
use tempfile::TempDir;

use crate::support::{File, runner, shown};

const SHOP: &str = "
    CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE);
    CREATE TABLE orders (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        total INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE prices (item TEXT, shop INTEGER, price REAL, PRIMARY KEY (item, shop)) WITHOUT ROWID;
    CREATE TABLE log (id INTEGER PRIMARY KEY, what TEXT);
    CREATE TRIGGER orders_log AFTER DELETE ON orders
        BEGIN INSERT INTO log (what) VALUES ('order ' || old.id); END;
";

const ROWS: &str = "
    INSERT INTO customers VALUES (1, 'Ada', 'ada@x'), (2, 'Bo', 'bo@x'), (3, 'Cy', 'cy@x');
    INSERT INTO orders VALUES (1, 1, 10), (2, 1, 20), (3, 2, 30);
    INSERT INTO prices VALUES ('tea', 1, 1.5), ('tea', 2, 2), ('jam', 1, 3.25);
";

/// Every value of every table, and the schema.
const ALL: &str = "
    SELECT 'c', id, name, email FROM customers UNION ALL SELECT 'o', id, customer_id, total FROM orders
    UNION ALL SELECT 'p', item, shop, typeof(price) || price FROM prices
    UNION ALL SELECT 'l', id, what, '' FROM log
    UNION ALL SELECT 's', name, seq, '' FROM sqlite_sequence WHERE name = 'orders'";
/// SQLite puts names into quotes where it renames.
const SCHEMA: &str = "SELECT type, name, replace(sql, '\"', '') FROM sqlite_master WHERE name NOT LIKE '\\_migrations%' \
                      ESCAPE '\\' ORDER BY type, name";

/// The shop and one more migration, which keeps what it loses.
fn with(up: &str) -> Set {
    after(SHOP, up)
}

fn after(first: &str, up: &str) -> Set {
    let directory = TempDir::new().expect("a directory");
    let file = |name: &str, text: &str| {
        std::fs::write(directory.path().join(name), text).expect("can be written");
    };
    file("0001_shop.sql", &format!("-- @irreversible: the first\n{first}"));
    file("0002_next.sql", &format!("-- @preserve: true\n{up}"));
    let read = Directory::read(directory.path(), DialectName::Sqlite, None).expect("reads");
    let problems: Vec<_> = read.report.problems.iter().map(|it| &it.message).collect();
    read.set("shop", "").unwrap_or_else(|| panic!("{problems:?}"))
}

/// A shop with rows, at the first migration.
fn open(set: &Set) -> File {
    let file = File::new();
    runner(set).target(Target::Steps(1)).up(&mut file.open()).expect("applies");
    file.run(ROWS);
    file
}

fn down(file: &File, set: &Set) -> Result<()> {
    runner(set).down(&mut file.open()).map(drop)
}

/// Up and down leave everything as it was, twice, and the proof of the whole set agrees.
#[track_caller]
fn check(up: &str) {
    let set = with(up);
    assert_eq!(set.migrations()[1].rollback_class(), RollbackClass::Preserved);
    let file = open(&set);
    let (schema, rows) = (file.text(SCHEMA), file.text(ALL));
    for round in ["first", "second"] {
        assert_eq!(file.up(&set).expect("applies"), [2], "the {round} time: {up}");
        down(&file, &set).unwrap_or_else(|error| panic!("{up}: {}", shown(&error)));
        assert_eq!(file.text(SCHEMA), schema, "the {round} time: {up}");
        assert_eq!(file.text(ALL), rows, "the {round} time: {up}");
        assert_eq!(file.text("SELECT name FROM sqlite_master WHERE name LIKE '%kept%'"), "");
    }
    let report = Verify::of(&set).run().expect("every migration applies");
    assert!(report.is_clean(), "{up}: {report:#?}");
}

#[test]
fn tables_come_back() {
    check("DROP TABLE orders");
    check("DROP TABLE prices; DROP TRIGGER orders_log; DROP TABLE log");
    check("DROP TABLE orders; DROP TABLE customers");
}

#[test]
fn columns_come_back() {
    check("ALTER TABLE orders DROP COLUMN total");
    check("ALTER TABLE prices DROP COLUMN price");
    let rebuilt = "CREATE TABLE new (id INTEGER PRIMARY KEY, name TEXT NOT NULL); \
                   INSERT INTO new SELECT id, name FROM customers; DROP TABLE customers; \
                   ALTER TABLE new RENAME TO customers";
    check(rebuilt);
    check(
        "ALTER TABLE orders RENAME TO sales; ALTER TABLE sales RENAME COLUMN id TO number; \
           ALTER TABLE sales DROP COLUMN total",
    );
}

#[test]
fn values_and_rows_come_back() {
    check("UPDATE customers SET email = upper(email) WHERE id < 3");
    check("UPDATE prices SET price = price + 0.5");
    check("ALTER TABLE customers RENAME COLUMN name TO called; UPDATE customers SET called = 'x'");
    check("DELETE FROM customers WHERE id = 1");
    check("INSERT INTO log (what) SELECT name FROM customers");
    check("DELETE FROM orders; UPDATE prices SET price = 0 WHERE shop = 1");
}

/// Emails are unique and never null, and those of the migration need not be.
#[test]
fn values_that_are_in_each_others_way_come_back() {
    let emails = "CASE id WHEN 1 THEN 'bo@x' WHEN 2 THEN 'cy@x' WHEN 3 THEN 'ada@x' ELSE email END";
    check(&format!(
        "UPDATE customers SET email = '+' || email; UPDATE customers SET email = {emails}"
    ));
    let looser = "CREATE TABLE new (id INTEGER PRIMARY KEY, name TEXT, email TEXT); \
                  INSERT INTO new SELECT id, name, NULL FROM customers; DROP TABLE customers; \
                  ALTER TABLE new RENAME TO customers";
    check(looser);
    let set = with(looser);
    let file = open(&set);
    file.up(&set).expect("applies");
    file.run(
        "UPDATE customers SET email = 'new@x' WHERE id = 2; DELETE FROM customers WHERE id = 3",
    );
    file.run("INSERT INTO customers VALUES (9, 'Zoe', 'zoe@x')");
    down(&file, &set).expect("rolls back");
    let rows = "1,Ada,ada@x;2,Bo,new@x;9,Zoe,zoe@x";
    assert_eq!(file.text("SELECT id, name, email FROM customers ORDER BY id"), rows);
}

/// What the application wrote since is counted where it is lost, and left alone where it is not.
#[test]
fn what_was_written_since_stays() {
    let set = with("UPDATE customers SET name = upper(name); DELETE FROM orders WHERE id = 2");
    let file = open(&set);
    file.up(&set).expect("applies");
    file.run("UPDATE customers SET name = 'Eve' WHERE id = 1; DELETE FROM customers WHERE id = 2");
    file.run("INSERT INTO orders VALUES (2, 3, 99)");
    down(&file, &set).expect("rolls back");
    assert_eq!(file.text("SELECT id, name FROM customers"), "1,Eve;3,Cy");
    assert_eq!(file.text("SELECT id, total FROM orders WHERE id < 3"), "1,10;2,99");

    let set = with("ALTER TABLE orders ADD COLUMN note TEXT; ALTER TABLE orders DROP COLUMN total");
    let file = open(&set);
    file.up(&set).expect("applies");
    file.run("UPDATE orders SET note = 'n' WHERE id < 3");
    let error = down(&file, &set).expect_err("it would lose them");
    assert_eq!(error.exit_code(), exit_code::UNSAFE);
    assert!(shown(&error).contains("2 values of `orders.note`"), "{}", shown(&error));

    let set = with("ALTER TABLE customers ADD COLUMN note TEXT; UPDATE customers SET email = id");
    let file = open(&set);
    file.up(&set).expect("applies");
    file.run("UPDATE customers SET note = 'n', email = 'new' WHERE id = 3");
    let error = down(&file, &set).expect_err("it would lose it");
    assert!(
        shown(&error).contains("delete 1 value of `customers.note` (hint"),
        "{}",
        shown(&error)
    );
}

/// What the schema before cannot hold is counted, and nothing changes.
#[test]
fn rows_that_do_not_fit_are_counted() {
    let looser = "CREATE TABLE new (id INTEGER PRIMARY KEY, name TEXT, email TEXT); \
                  INSERT INTO new SELECT id, name, NULL FROM customers; DROP TABLE customers; \
                  ALTER TABLE new RENAME TO customers";
    let set = with(looser);
    let file = open(&set);
    file.up(&set).expect("applies");
    file.run(
        "INSERT INTO customers VALUES (8, NULL, 'x'), (9, 'Zoe', 'ada@x'), (10, 'Al', 'al@x')",
    );
    let before = (file.text(SCHEMA), file.text(ALL));
    let error = down(&file, &set).expect_err("two of them do not fit");
    assert_eq!(error.exit_code(), exit_code::UNSAFE);
    let expected = "rolling back migration 2 `next` would lose 2 rows of `customers`, which the schema \
                    before it does not take (hint: ";
    assert!(shown(&error).starts_with(expected), "{}", shown(&error));
    assert_eq!((file.text(SCHEMA), file.text(ALL)), before);
    file.run("DELETE FROM customers WHERE id IN (8, 9)");
    down(&file, &set).expect("rolls back");
    assert_eq!(file.text("SELECT count(*) FROM customers"), "4");
}

#[test]
fn a_failure_leaves_nothing_behind() {
    let set = with("DELETE FROM log; UPDATE customers SET email = 'same'");
    let file = open(&set);
    let before = (file.text(SCHEMA), file.text(ALL));
    let error = file.up(&set).expect_err("emails are unique");
    assert!(shown(&error).contains("UNIQUE constraint failed"), "{}", shown(&error));
    assert_eq!((file.text(SCHEMA), file.text(ALL)), before);
    assert_eq!(file.text("SELECT name FROM sqlite_master WHERE name LIKE '%kept%'"), "");
}

#[test]
fn a_row_without_a_key_is_refused_by_name() {
    let set = after("CREATE TABLE t (id TEXT PRIMARY KEY, x INT)", "UPDATE t SET x = 1");
    let file = File::new();
    runner(&set).target(Target::Steps(1)).up(&mut file.open()).expect("applies");
    file.run("INSERT INTO t VALUES (NULL, 5)");
    let error = file.up(&set).expect_err("the row has no key");
    assert_eq!(
        shown(&error),
        "migration 2 `next` could not keep rows of `t` aside, so nothing was changed (hint: mend what \
         the database says, or replace `preserve` by a rollback of your own): NOT NULL constraint \
         failed: _migrations_kept_2_t.id"
    );
}

#[test]
fn the_history_names_what_is_kept_and_the_way_back() {
    let set = with("UPDATE customers SET name = 'x' WHERE id = 1");
    let file = open(&set);
    let dry = runner(&set).dry_run(&mut file.open(), Action::Up).expect("reads");
    let lines = &dry.units[0].sql;
    let at = |start: &str| {
        lines
            .iter()
            .position(|line| line.starts_with(start))
            .unwrap_or_else(|| panic!("{lines:#?}"))
    };
    assert!(at("CREATE TABLE _migrations_kept_2_customers") < at("UPDATE customers SET name"));
    assert!(at("UPDATE customers SET name") < at("UPDATE _migrations_kept_2_customers"));
    file.up(&set).expect("applies");
    let row = "SELECT rollback_class, metadata FROM _migrations WHERE version = 2";
    let row = file.text(row);
    assert!(row.starts_with("preserved,"), "{row}");
    let named = r#""kept":[{"table":"customers","in":"_migrations_kept_2_customers"}]"#;
    assert!(row.contains(named), "{row}");
    let down = file.text("SELECT down_sql FROM _migrations WHERE version = 2");
    assert!(down.contains("DROP TABLE _migrations_kept_2_customers"), "{down}");
    let tables = runner(&set).kept(&mut file.open()).expect("reads");
    assert_eq!(tables[0].size.map(|size| size.rows), Some(1));
}

/// Two sets of one database may have the same version, and then not silently the same kept table.
#[test]
fn a_kept_table_that_is_there_already_is_not_touched() {
    let set = with("UPDATE customers SET name = 'x' WHERE id = 1");
    let file = open(&set);
    file.run("CREATE TABLE _migrations_kept_2_customers (x); INSERT INTO _migrations_kept_2_customers VALUES (7)");
    let error = file.up(&set).expect_err("the name is taken");
    assert!(
        shown(&error).ends_with("table _migrations_kept_2_customers already exists"),
        "{}",
        shown(&error)
    );
    assert_eq!(file.text("SELECT x FROM _migrations_kept_2_customers"), "7");
    assert_eq!(file.text("SELECT name FROM customers WHERE id = 1"), "Ada");
}
