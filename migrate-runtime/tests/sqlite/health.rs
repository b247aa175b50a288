//! Whether a database is well, where the command line has no case for it.

use migrate_runtime::health::{Health, IssueKind, Limits};
use migrate_runtime::history::Level;
use migrate_runtime::{Set, Target};

use crate::support::{File, runner, set, sql, version};

fn two() -> Set {
    set([sql(1, "CREATE TABLE a (x)"), sql(2, "CREATE TABLE b (x)")])
}

fn health(set: &Set, file: &File) -> Health {
    runner(set).health(&mut file.open(), &Limits::default())
}

#[track_caller]
fn check(set: &Set, file: &File, expected: &[(IssueKind, Level)], message: &str) {
    let health = health(set, file);
    let found: Vec<_> = health.issues.iter().map(|issue| (issue.kind, issue.severity)).collect();
    assert_eq!(found, expected, "{:?}", health.issues);
    assert_eq!(health.healthy, expected.iter().all(|(_, level)| *level != Level::Error));
    assert!(health.issues.is_empty() || health.issues[0].message == message, "{:?}", health.issues);
}

/// Somebody on another machine has the lock.
fn hold(file: &File) {
    file.run(
        "UPDATE _migrations_lock SET token = 9, holder = 'bob', host = 'elsewhere', pid = 7, \
         acquired_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), \
         expires_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+10 minutes')",
    );
}

#[test]
fn what_is_pending_is_no_issue() {
    let file = File::new();
    check(&two(), &file, &[], "");
    runner(&two()).target(Target::To(version(1))).up(&mut file.open()).expect("applies");
    check(&two(), &file, &[], "");
    assert_eq!(health(&two(), &file).stats.expect("is read").pending, 1);
}

/// An older program is still at work while a newer one is deployed.
#[test]
fn a_newer_database_is_a_warning() {
    let file = File::new();
    file.up(&two()).expect("applies");
    let older = set([sql(1, "CREATE TABLE a (x)")]);
    let expected = [(IssueKind::Conflict, Level::Warning)];
    check(&older, &file, &expected, "migration 2 is applied by a newer program than this one");
}

#[test]
fn several_contradictions_of_a_kind_are_one_issue() {
    let file = File::new();
    file.up(&two()).expect("applies");
    let edited = set([sql(1, "CREATE TABLE a (y)"), sql(2, "CREATE TABLE b (y)")]);
    let expected = [(IssueKind::Conflict, Level::Error)];
    check(&edited, &file, &expected, "migrations 1 and 2 are edited after being applied");
}

#[test]
fn nonsense_in_the_history_is_a_conflict() {
    let file = File::new();
    file.up(&two()).expect("applies");
    file.run("UPDATE _migrations_lock SET format = 99");
    let health = health(&two(), &file);
    assert_eq!((health.healthy, health.stats.is_none()), (false, true), "{:?}", health.issues);
    assert_eq!(health.issues[0].kind, IssueKind::Conflict);
    assert!(health.issues[0].recommendation.is_some());
}

#[test]
fn a_database_that_somebody_migrates_is_well() {
    let file = File::new();
    file.up(&two()).expect("applies");
    hold(&file);
    let health = health(&two(), &file);
    assert!(health.healthy, "{:?}", health.issues);
    assert_eq!(health.issues[0].kind, IssueKind::Migrating, "{:?}", health.issues);
}

/// A table, and half a rollback of an index on it.
fn half_rolled_back() -> (Set, File) {
    let file = File::new();
    let down = "DROP INDEX by_x; DROP TABLE b";
    let index = sql(2, "CREATE INDEX by_x ON a (x)").down(down).outside();
    let set = set([sql(1, "CREATE TABLE a (x)"), index]);
    file.up(&set).expect("applies");
    runner(&set).down(&mut file.open()).expect_err("there is no `b`");
    (set, file)
}

#[test]
fn half_a_rollback_is_an_error_that_down_mends() {
    let (set, file) = half_rolled_back();
    let message = "migration 2 `m2` failed at statement 2 of 2, src/m2.rs:1:29: no such table: b";
    check(&set, &file, &[(IssueKind::Failed, Level::Error)], message);
    let way_on = "its rollback is half done, 1 of 2 statements: correct what failed; `down` goes on \
                  with src/m2.rs:1: DROP TABLE b";
    assert_eq!(health(&set, &file).issues[0].recommendation.as_deref(), Some(way_on));
    file.run("CREATE TABLE b (x)");
    runner(&set).down(&mut file.open()).expect("goes on");
    check(&set, &file, &[], "");
}

#[test]
fn half_a_rollback_whose_process_is_gone_is_stuck() {
    let (set, file) = half_rolled_back();
    file.run(
        "UPDATE _migrations SET error = NULL; DELETE FROM _migrations_log WHERE action = 'failed'",
    );
    let message = "the rollback of migration 2 `m2` was begun, is half done with 1 of 2 \
                   statements, and nobody works at it";
    check(&set, &file, &[(IssueKind::Stuck, Level::Error)], message);
    let way_on = "`down` goes on with src/m2.rs:1: DROP TABLE b";
    assert_eq!(health(&set, &file).issues[0].recommendation.as_deref(), Some(way_on));
}

#[test]
fn a_rollback_that_somebody_is_at_is_well() {
    let (set, file) = half_rolled_back();
    file.run("UPDATE _migrations SET error = NULL");
    hold(&file);
    let health = health(&set, &file);
    assert!(health.healthy, "{:?}", health.issues);
    assert_eq!(health.issues[0].kind, IssueKind::Migrating, "{:?}", health.issues);
}

/// Anybody can write to the history.
#[test]
fn times_that_no_sum_holds_have_an_average() {
    let file = File::new();
    file.up(&two()).expect("applies");
    file.run("UPDATE _migrations SET execution_ms = 9223372036854775807");
    let health = health(&two(), &file);
    assert!(health.healthy, "{:?}", health.issues);
    assert_eq!(health.stats.expect("is read").average_time, Some(i64::MAX));
}

/// A long migration on a rollback journal lets nobody read.
#[test]
fn a_busy_database_is_well() {
    let file = File::new();
    file.up(&two()).expect("applies");
    let writer = file.look();
    writer.execute_batch("BEGIN EXCLUSIVE; CREATE TABLE c (x)").expect("locks");
    let patience = std::time::Duration::from_millis(20);
    let mut db = file.open();
    let health = runner(&two()).lock_timeout(patience).health(&mut db, &Limits::default());
    assert!(health.healthy && health.stats.is_none(), "{:?}", health.issues);
    let [issue] = health.issues.as_slice() else { panic!("{:?}", health.issues) };
    assert_eq!((issue.kind, issue.severity), (IssueKind::Migrating, Level::Info));
    assert!(issue.message.starts_with("the database stayed locked by "), "{}", issue.message);
}
