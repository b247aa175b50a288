//! The start of an application that has nothing to migrate, beside one SELECT and a compare.
//!
//! `cargo bench -p migrate-tests --bench start`

use std::path::Path;
use std::time::Duration;

use migrate_runtime::driver::sqlite::Database;
use migrate_runtime::{Runner, Set, Sqlite};
use migrate_tests::side_by_side::{Lane, race, time};
use migrate_tests::synthetic;
use rusqlite::Connection;

fn main() {
    for size in [10, 1_000, 10_000] {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let path = folder.path().join("start.db");
        let set = synthetic::light_set(size);
        apply(&set, &path);
        let rounds = (200_000 / size).clamp(40, 400);
        race(
            &format!("start, {size} applied, connection open"),
            rounds,
            &mut [select(&set, open(&path)), up(&set, open(&path))],
        );
        race(
            &format!("start, {size} applied, connection opened for it"),
            rounds,
            &mut [cold_select(&set, &path), cold_up(&set, &path)],
        );
    }
}

fn apply(set: &Set, path: &Path) {
    let mut db = Database::open(path).expect("a database");
    Runner::<Sqlite>::of(set).single_transaction().up(&mut db).expect("the history is valid");
}

fn open(path: &Path) -> Connection {
    Connection::open(path).expect("the database is there")
}

fn select(set: &Set, connection: Connection) -> Lane<'_> {
    Lane::new("SELECT and compare", move || time(|| compare(set, &connection)))
}

fn up(set: &Set, mut connection: Connection) -> Lane<'_> {
    Lane::new("up", move || time(|| start(set, &mut connection)))
}

fn cold_select<'a>(set: &'a Set, path: &'a Path) -> Lane<'a> {
    Lane::new("SELECT and compare", move || time_open(path, |connection| compare(set, connection)))
}

fn cold_up<'a>(set: &'a Set, path: &'a Path) -> Lane<'a> {
    Lane::new("up", move || time_open(path, |connection| start(set, connection)))
}

fn time_open(path: &Path, work: impl FnOnce(&mut Connection)) -> Duration {
    time(|| work(&mut open(path)))
}

fn start(set: &Set, connection: &mut Connection) {
    let mut db = Database::borrow(connection);
    let report = Runner::<Sqlite>::of(set).up(&mut db).expect("the history is as it was");
    assert!(report.is_empty());
}

/// The least that a start has to do.
fn compare(set: &Set, connection: &Connection) {
    let sql =
        "SELECT version, checksum, status FROM _migrations WHERE \"set\" = ?1 ORDER BY version";
    let mut statement = connection.prepare(sql).expect("the table is there");
    let mut rows = statement.query([set.name()]).expect("it can be read");
    let mut migrations = set.migrations().iter();
    while let Some(row) = rows.next().expect("it can be read") {
        let migration = migrations.next().expect("no row is too many");
        assert_eq!(row.get::<_, i64>(0).expect("a number"), migration.version().get());
        assert_eq!(row.get_ref(1).expect("a checksum").as_str(), Ok(migration.checksum()));
        assert_eq!(row.get_ref(2).expect("a status").as_str(), Ok("applied"));
    }
    assert!(migrations.next().is_none());
}
