//! The schema that is there against the one that the applied migrations make.

use migrate_runtime::migration::Code;
use migrate_runtime::{Set, Target, exit_code};

use crate::support::{File, code, runner, set, sql, version};

const CUSTOMERS: &str = "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL)";
const ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT);
                      CREATE INDEX by_note ON orders (note);
                      CREATE TRIGGER t AFTER INSERT ON orders BEGIN SELECT 1; END;
                      CREATE VIEW v AS SELECT id FROM orders";

fn shop() -> Set {
    set([sql(1, CUSTOMERS), sql(2, ORDERS)])
}

/// What differs, a line each.
fn drift(set: &Set, file: &File) -> String {
    let drift = runner(set).drift(&mut file.open()).expect("can be compared");
    let messages: Vec<_> = drift.differences.into_iter().map(|it| it.message).collect();
    messages.join("\n")
}

/// What these statements, run by hand, make differ.
#[track_caller]
fn check(by_hand: &str, expected: &str) {
    let file = File::new();
    file.up(&shop()).expect("applies");
    assert_eq!(drift(&shop(), &file), "");
    file.run(by_hand);
    assert_eq!(drift(&shop(), &file), expected);
}

#[test]
fn each_kind_of_difference_is_named() {
    check("DROP VIEW v", "view `v` is missing");
    check("CREATE TABLE x (a)", "table `x` is there, and should not be");
    check("ALTER TABLE orders ADD y", "table `orders`: column `y` is there, and should not be");
    check("DROP INDEX by_note; CREATE INDEX by_note ON orders (note DESC)", {
        "index `by_note` of `orders` is defined differently"
    });
    check(
        "DROP INDEX by_note; CREATE INDEX by_note ON customers (name)",
        "index `by_note` of `orders` belongs to `customers`",
    );
    check(
        "DROP TRIGGER t; CREATE TRIGGER t BEFORE INSERT ON orders BEGIN SELECT 1; END",
        "trigger `t` of `orders` is defined differently",
    );
    check(
        "DROP VIEW v; DROP TABLE orders; CREATE TABLE orders (note TEXT, id INTEGER PRIMARY KEY)",
        "table `orders`: its columns are in another order: `note` stands where `id` should\n\
         view `v` is missing\n\
         index `by_note` of `orders` is missing\n\
         trigger `t` of `orders` is missing",
    );
    check(
        "ALTER TABLE customers RENAME TO x; ALTER TABLE x RENAME TO Customers",
        "table `customers` is called `Customers`",
    );
}

#[test]
fn layout_and_rows_are_no_drift() {
    check("INSERT INTO customers (name) VALUES ('Ada'); ANALYZE", "");
    check("DROP VIEW v; CREATE VIEW \"v\" AS\n SELECT id -- which\n FROM orders", "");
}

#[test]
fn what_is_pending_or_rolled_back_is_not_expected() {
    let set = set([sql(1, CUSTOMERS), sql(2, ORDERS).down("DROP VIEW v; DROP TABLE orders")]);
    let file = File::new();
    runner(&set).target(Target::To(version(1))).up(&mut file.open()).expect("applies");
    assert_eq!(drift(&set, &file), "");
    file.up(&set).expect("applies");
    runner(&set).down(&mut file.open()).expect("rolls back");
    assert_eq!(drift(&set, &file), "");
    file.run("CREATE TABLE orders (id)");
    assert_eq!(drift(&set, &file), "table `orders` is there, and should not be");
}

/// The order of columns is that in which the migrations ran.
#[test]
fn the_order_of_the_runs_counts() {
    let table = || sql(1, "CREATE TABLE t (a)");
    let late = || sql(2, "ALTER TABLE t ADD b").down("ALTER TABLE t DROP b");
    let early = || sql(3, "ALTER TABLE t ADD c");
    let file = File::new();
    file.up(&set([table(), early()])).expect("applies");
    let all = set([table(), late(), early()]);
    runner(&all).target(Target::Only(vec![version(2)])).up(&mut file.open()).expect("applies");
    assert_eq!(file.text("SELECT group_concat(name, '') FROM pragma_table_info('t')"), "acb");
    assert_eq!(drift(&all, &file), "");
}

#[test]
fn steps_in_rust_count_by_what_they_declare() {
    let step: Code = |tx| {
        tx.execute("CREATE TABLE made (x)", &[])?;
        Ok(())
    };
    let declared = set([code(1, step).schema("CREATE TABLE made (x)")]);
    let file = File::new();
    file.up(&declared).expect("applies");
    assert_eq!(drift(&declared, &file), "");
    let older = set([]);
    let drift = runner(&older).drift(&mut file.open()).expect("can be compared");
    assert_eq!((drift.unknown, drift.differences.len()), (vec![version(1)], 1));
}

#[test]
fn what_only_the_history_has_is_replayed_from_there() {
    let file = File::new();
    file.up(&shop()).expect("applies");
    let older = set([sql(1, CUSTOMERS)]);
    assert_eq!(drift(&older, &file), "");
    let edited = set([sql(1, "CREATE TABLE customers (id INTEGER PRIMARY KEY)"), sql(2, ORDERS)]);
    assert_eq!(drift(&edited, &file), "");
}

#[test]
fn a_half_done_migration_leaves_no_schema_to_expect() {
    let set = set([sql(1, "CREATE TABLE a (x); CREATE TABLE a (x)").outside()]);
    let file = File::new();
    file.up(&set).expect_err("fails");
    let error = runner(&set).drift(&mut file.open()).expect_err("half done");
    assert_eq!(error.exit_code(), exit_code::CONFLICT, "{error}");
    assert!(error.to_string().starts_with("migration 1 `m1` is half done"), "{error}");
}

#[test]
fn after_half_a_rollback_down_goes_on() {
    let down = "DROP TABLE a; DROP TABLE b";
    let set = set([sql(1, "CREATE TABLE a (x)").down(down).outside()]);
    let file = File::new();
    file.up(&set).expect("applies");
    runner(&set).down(&mut file.open()).expect_err("there is no `b`");
    let error = runner(&set).drift(&mut file.open()).expect_err("half rolled back");
    assert_eq!(error.exit_code(), exit_code::CONFLICT, "{error}");
    let expected = "the rollback of migration 1 `m1` is half done, so the schema is on its way to \
                    another one (hint: `status` says where it stands, `down` goes on)";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn what_memory_refuses_is_named() {
    let set = set([sql(1, "CREATE TABLE a (x); CREATE INDEX i ON a (own(x))")]);
    let connection = rusqlite::Connection::open_in_memory().expect("opens");
    let flags = rusqlite::functions::FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("own", 1, flags, |_| Ok(1)).expect("is registered");
    let mut db = migrate_runtime::sqlite::Database::from(connection);
    runner(&set).up(&mut db).expect("applies");
    let error = runner(&set).drift(&mut db).expect_err("has no such function");
    assert!(error.to_string().starts_with("migration 1 `m1` cannot be replayed"), "{error}");
}
