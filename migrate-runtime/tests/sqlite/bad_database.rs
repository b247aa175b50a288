//! Databases that cannot be used.

use std::fs;

use migrate_runtime::driver::sqlite::Database;
use migrate_runtime::{Error, Result, exit_code};

use crate::support::{File, runner, set, shown, sql, up};

fn try_on(db: Result<Database<'static>>) -> Error {
    let one = set([sql(1, "CREATE TABLE a (x)")]);
    db.and_then(|mut db| up(&one, &mut db)).expect_err("fails")
}

/// The message with the directory of the test left out.
fn told(file: &File, error: &Error) -> String {
    let directory = file.path().parent().expect("a directory").display().to_string();
    shown(error).replace(&directory, "DIR")
}

#[test]
fn not_a_database() {
    let file = File::new();
    fs::write(file.path(), "this is a letter, and not a database at all\n".repeat(100))
        .expect("writes");
    let before = fs::read(file.path()).expect("reads");
    let error = try_on(Database::open(file.path()));
    assert!(error.is_not_a_database(), "{error:?}");
    insta::assert_snapshot!(told(&file, &error), @"`DIR/shop.db` is not an SQLite database (hint: check the path; the file may also be encrypted): file is not a database");
    let status = Database::open_existing(file.path());
    let status = status.and_then(|mut db| runner(&set([])).status(&mut db));
    assert!(status.expect_err("fails").is_not_a_database());
    assert!(before == fs::read(file.path()).expect("reads"));
}

#[test]
fn read_only() {
    let file = File::new();
    file.run("CREATE TABLE mine (x)");
    let error = try_on(Database::read_only(file.path()));
    assert!(error.is_read_only(), "{error:?}");
    insta::assert_snapshot!(told(&file, &error), @"the database is read-only (hint: check the permissions of the file and its directory): attempt to write a readonly database");
}

#[test]
fn a_directory_that_is_missing() {
    let file = File::new();
    let error = try_on(Database::open(file.path().with_file_name("nowhere").join("shop.db")));
    assert!(error.is_cannot_open(), "{error:?}");
    insta::assert_snapshot!(told(&file, &error), @"`DIR/nowhere/shop.db` cannot be opened (hint: check that its directory exists and may be written): unable to open database file: DIR/nowhere/shop.db");
    let error = try_on(Database::open(file.path().parent().expect("a directory")));
    assert!(error.is_cannot_open(), "{error:?}");
}

#[test]
fn a_file_that_is_missing() {
    let file = File::new();
    let error = try_on(Database::open_existing(file.path()));
    insta::assert_snapshot!(told(&file, &error), @"there is no database at `DIR/shop.db` (hint: check the path; `up` creates it)");
}

#[test]
fn full() {
    let file = File::new();
    file.run("CREATE TABLE mine (x)");
    let mut connection = file.look();
    let pages: i64 =
        connection.query_row("PRAGMA page_count", [], |row| row.get(0)).expect("reads");
    connection
        .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
        .expect("sets");
    let before = fs::read(file.path()).expect("reads");
    let one = set([sql(1, "CREATE TABLE a (x)")]);
    let error = up(&one, &mut Database::borrow(&mut connection)).expect_err("full");
    assert!(error.is_full(), "{error:?}");
    insta::assert_snapshot!(told(&file, &error), @"the disk is full, and nothing of the statement was kept (hint: make room, then run it again): database or disk is full");
    assert!(before == fs::read(file.path()).expect("reads"));
}

#[test]
fn a_history_made_by_something_else() {
    for other in [
        "CREATE TABLE _migrations (id INTEGER PRIMARY KEY, name TEXT, applied_at TEXT)",
        "CREATE VIEW _Migrations AS SELECT 1 AS version",
        "CREATE TABLE _migrations_lock (x)",
    ] {
        let file = File::new();
        file.run(other);
        let before = fs::read(file.path()).expect("reads");
        let error = try_on(Database::open(file.path()));
        assert!(error.is_foreign_table(), "{error:?}");
        let status = runner(&set([])).status(&mut file.open());
        assert!(status.expect_err("refused").is_foreign_table());
        assert!(before == fs::read(file.path()).expect("reads"));
        assert_eq!(error.exit_code(), exit_code::FAILED);
    }
}

#[test]
fn a_history_of_which_a_table_is_gone() {
    for table in ["_migrations_log", "_migrations_lock"] {
        let file = File::new();
        let one = set([sql(1, "CREATE TABLE a (x)")]);
        file.up(&one).expect("applies");
        file.run(&format!("DROP TABLE {table}"));
        let two = set([sql(1, "CREATE TABLE a (x)"), sql(2, "CREATE TABLE b (x)")]);
        let error = file.up(&two).expect_err("refused");
        assert!(error.is_conflict() && !error.is_foreign_table(), "{}", shown(&error));
        let expected = format!("there is `_migrations`, and no `{table}`");
        assert!(error.to_string().starts_with(&expected), "{}", shown(&error));
    }
}

#[test]
fn values_of_the_wrong_type_in_the_history() {
    for change in [
        "UPDATE _migrations SET checksum = x'00ff'",
        "UPDATE _migrations_log SET batch = 'many'",
        "UPDATE _migrations_lock SET token = 'x', format = x'00'",
    ] {
        let file = File::new();
        file.up(&set([sql(1, "CREATE TABLE a (x)")])).expect("applies");
        file.run(change);
        let two = set([sql(1, "CREATE TABLE a (x)"), sql(2, "CREATE TABLE b (x)")]);
        let error = file.up(&two).expect_err("refused");
        assert_eq!(error.exit_code(), exit_code::CONFLICT, "{change}: {}", shown(&error));
        assert!(error.to_string().contains("restore them from a backup"), "{}", shown(&error));
    }
}

#[test]
fn a_format_of_a_newer_program() {
    let file = File::new();
    up(&set([sql(1, "CREATE TABLE a (x)")]), &mut file.open()).expect("applies");
    file.run("UPDATE _migrations_lock SET format = 99");
    let error = try_on(Database::open(file.path()));
    assert!(error.is_newer());
    assert_eq!(error.exit_code(), exit_code::CONFLICT);
    insta::assert_snapshot!(told(&file, &error), @"the history has format 99, and this program knows formats up to 1 (hint: run the newer program)");
}
