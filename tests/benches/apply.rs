//! Applying a history to a new file, beside the same statements in as many transactions by hand.
//!
//! `cargo bench -p migrate-tests --bench apply`

use std::time::Duration;

use migrate_runtime::driver::sqlite::Database;
use migrate_runtime::runner::Grouping;
use migrate_runtime::{Migration, Runner, Set, Sqlite};
use migrate_tests::side_by_side::{Lane, race, time};
use migrate_tests::synthetic;
use rusqlite::Connection;
use tempfile::TempDir;

fn main() {
    for size in [100, 1_000] {
        let set = synthetic::set(size);
        for journal in ["DELETE", "WAL"] {
            for (grouping, rounds) in [(Grouping::Each, 1_500), (Grouping::Single, 6_000)] {
                let title = title(size, journal, grouping);
                race(&title, rounds / size, &mut lanes(&set, journal, grouping));
            }
        }
    }
}

fn title(size: usize, journal: &str, grouping: Grouping) -> String {
    let transactions = match grouping {
        Grouping::Each => "a transaction each",
        Grouping::Single => "in one transaction",
    };
    format!("apply {size}, {transactions}, journal_mode = {journal}")
}

fn lanes<'a>(set: &'a Set, journal: &'a str, grouping: Grouping) -> [Lane<'a>; 3] {
    [
        by_hand("the statements", set, journal, grouping, Remember::Nothing),
        by_hand("the statements, and a row for each", set, journal, grouping, Remember::Row),
        Lane::new("up", move || {
            let (_folder, mut connection) = fresh(journal);
            time(|| {
                let mut db = Database::borrow(&mut connection);
                let mut runner = Runner::<Sqlite>::of(set);
                if grouping == Grouping::Single {
                    runner = runner.single_transaction();
                }
                let report = runner.up(&mut db).expect("the history is valid");
                assert_eq!(report.applied.len(), set.migrations().len());
            })
        }),
    ]
}

/// What a lane by hand writes beside the statements of the set.
#[derive(Clone, Copy)]
enum Remember {
    Nothing,
    Row,
}

/// The statements of the set, in as many transactions.
fn by_hand<'a>(
    name: &'static str,
    set: &'a Set,
    journal: &'a str,
    grouping: Grouping,
    remember: Remember,
) -> Lane<'a> {
    Lane::new(name, move || {
        let (_folder, connection) = fresh(journal);
        time(|| in_transactions(&connection, set, grouping, remember))
    })
}

fn in_transactions(connection: &Connection, set: &Set, grouping: Grouping, remember: Remember) {
    let run = |sql: &str| connection.execute_batch(sql).expect("nobody else is here");
    let control = |of: Grouping, sql: &str| {
        if grouping == of {
            run(sql);
        }
    };
    if let Remember::Row = remember {
        run(HISTORY);
    }
    control(Grouping::Single, "BEGIN IMMEDIATE");
    for migration in set.migrations() {
        control(Grouping::Each, "BEGIN IMMEDIATE");
        run(synthetic::sql(migration));
        if let Remember::Row = remember {
            insert(connection, migration);
        }
        control(Grouping::Each, "COMMIT");
    }
    control(Grouping::Single, "COMMIT");
}

/// What the smallest tool would remember.
const HISTORY: &str = "
    CREATE TABLE history (
        version INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        checksum TEXT NOT NULL,
        applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
    )";

fn insert(connection: &Connection, migration: &Migration) {
    let values = (migration.version().get(), migration.name(), migration.checksum());
    connection
        .execute("INSERT INTO history (version, name, checksum) VALUES (?1, ?2, ?3)", values)
        .expect("the version is new");
}

/// A new file on the disk that cargo builds on, where syncing takes the time that it takes.
fn fresh(journal: &str) -> (TempDir, Connection) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let connection = Connection::open(folder.path().join("apply.db")).expect("a database");
    connection
        .pragma_update_and_check(None, "journal_mode", journal, |_| Ok(()))
        .expect("the mode is known");
    connection.busy_timeout(Duration::ZERO).expect("it is a number");
    (folder, connection)
}
