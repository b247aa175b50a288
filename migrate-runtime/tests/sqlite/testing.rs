//! Migrated databases for an application's tests.

use migrate_runtime::{Migrations, Runner, Sqlite, testing};
use tempfile::TempDir;

use crate::support::{one, set, sql};

/// A static of its own for each test: its first database is made by migrating.
fn shop() -> Migrations<Sqlite> {
    let set = set([
        sql(1, "CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT NOT NULL)"),
        sql(2, "INSERT INTO plans (name) VALUES ('free'), ('paid')"),
        sql(3, "CREATE TABLE users (id INTEGER PRIMARY KEY, plan INTEGER REFERENCES plans)"),
    ]);
    Migrations::new("shop", "src/lib.rs", set.migrations())
}

#[test]
fn each_database_is_migrated_and_its_own() {
    let shop = shop();
    let first = testing::database(&shop).expect("migrates");
    first.connection().execute_batch("DELETE FROM plans").expect("runs");
    let second = testing::database(&shop).expect("copies");
    assert_eq!(one(second.connection(), "SELECT name FROM plans"), "free;paid");
    assert_eq!(one(first.connection(), "SELECT count(*) FROM plans"), "0");
}

#[test]
fn it_has_a_history_and_checks_references() {
    let shop = shop();
    let mut database = testing::database(&shop).expect("migrates");
    let report = Runner::new(&shop).up(&mut database).expect("reads the history");
    assert_eq!((report.applied.len(), report.unchanged), (0, 3));
    let connection = testing::connection(&shop).expect("copies");
    let orphan = connection.execute_batch("INSERT INTO users (plan) VALUES (7)");
    assert!(orphan.is_err());
}

#[test]
fn a_file_for_several_connections() {
    let (shop, directory) = (shop(), TempDir::new().expect("a directory"));
    let path = directory.path().join("test.db");
    for _ in 0..2 {
        testing::file(&shop, &path).expect("copies");
        let connection = rusqlite::Connection::open(&path).expect("opens");
        assert_eq!(one(&connection, "SELECT count(*) FROM plans"), "2");
        connection.execute_batch("DELETE FROM plans").expect("runs");
    }
}

#[test]
fn tests_run_side_by_side() {
    let shop = shop();
    let count = || {
        let connection = testing::connection(&shop).expect("copies");
        connection.execute_batch("INSERT INTO plans (name) VALUES ('own')").expect("runs");
        one(&connection, "SELECT count(*) FROM plans")
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(count)).collect();
        for thread in threads {
            assert_eq!(thread.join().expect("ends"), "3");
        }
    });
}

#[test]
fn a_migration_that_fails_is_told_each_time() {
    let set = set([sql(1, "CREATE TABLE t (id INTEGER)"), sql(2, "INSERT INTO t VALUES (1, 2)")]);
    let broken = Migrations::<Sqlite>::new("broken", "src/lib.rs", set.migrations());
    for _ in 0..2 {
        let error = testing::database(&broken).expect_err("the second migration is wrong");
        assert_eq!(error.version().map(migrate_runtime::Version::get), Some(2));
    }
}
