//! Accepting the new text of a migration that was edited after it was applied.

use migrate_runtime::report::{Edit, Extent};
use migrate_runtime::{Result, RollbackClass, Set, exit_code};

use crate::support::{File, code, one, runner, set, shown, sql, version};

fn old() -> Set {
    set([sql(1, "CREATE TABLE a (x TEXT)").down("DROP TABLE a"), sql(2, "CREATE TABLE b (x)")])
}

fn new() -> Set {
    let edited = sql(1, "CREATE TABLE a (x TEXT NOT NULL)").down("DROP TABLE IF EXISTS a");
    set([edited, sql(2, "CREATE TABLE b (x)"), sql(3, "CREATE TABLE c (x)")])
}

fn applied() -> File {
    let file = File::new();
    file.up(&old()).expect("applies");
    file
}

fn repair(set: &Set, file: &File, number: i64) -> Result<Edit> {
    runner(set).reason("typo").repair(&mut file.open(), version(number))
}

#[test]
fn the_new_text_is_accepted_and_the_run_goes_on() {
    let file = applied();
    assert!(file.up(&new()).expect_err("edited").is_edited());
    let edit = repair(&new(), &file, 1).expect("repairs");
    assert_eq!(edit.extent, Extent::Meaning);
    let [change] = edit.changes.as_slice() else { panic!("one change: {edit:?}") };
    assert_eq!((change.removed.as_str(), change.added.as_str()), ("", "NOT NULL"));
    assert_eq!(file.up(&new()).expect("applies"), [3]);
    assert_eq!(
        file.text("SELECT up_sql, down_sql FROM _migrations WHERE version = 1"),
        "CREATE TABLE a (x TEXT NOT NULL),DROP TABLE IF EXISTS a"
    );
    // Nothing of it ran.
    assert_eq!(
        file.text("SELECT sql FROM sqlite_master WHERE name = 'a'"),
        "CREATE TABLE a (x TEXT)"
    );
}

#[test]
fn the_log_says_who_why_and_what() {
    let file = applied();
    repair(&new(), &file, 1).expect("repairs");
    let line = "SELECT level, version, name, reason, detail LIKE 'checksum c1:% instead of c1:%' \
                FROM _migrations_log WHERE action = 'repaired' AND by LIKE '%@%'";
    assert_eq!(file.text(line), "warning,1,m1,typo,1");
}

#[test]
fn when_it_was_applied_and_what_it_found_stay() {
    let file = applied();
    file.run(
        "UPDATE _migrations SET metadata = '{\"found\":[\"a\"]}', batch = 7 WHERE version = 1",
    );
    let stays =
        "SELECT applied_at, batch, execution_ms, metadata FROM _migrations WHERE version = 1";
    let before = file.text(stays);
    repair(&new(), &file, 1).expect("repairs");
    assert_eq!(file.text(stays), before.replace('}', ",\"down_drops\":[\"a\"]}"));
}

#[test]
fn what_was_discarded_stays_discarded() {
    let file = applied();
    file.run(
        "UPDATE _migrations SET rollback_class = 'schema-only', \
         metadata = '{\"discarded\":\"2026-03-02\"}' WHERE version = 1",
    );
    repair(&new(), &file, 1).expect("repairs");
    let class = file.text("SELECT rollback_class FROM _migrations WHERE version = 1");
    assert_eq!(class, RollbackClass::SchemaOnly.as_str());
}

#[test]
fn looking_writes_nothing() {
    let file = applied();
    let bytes = std::fs::read(file.path()).expect("reads");
    let edit = runner(&new()).edit(&mut file.open(), version(1)).expect("reads");
    assert_eq!(edit.extent, Extent::Meaning);
    let script = runner(&new()).repair_dry_run(&mut file.open(), version(1)).expect("reads");
    assert!(bytes == std::fs::read(file.path()).expect("reads"), "the file changed");
    // What the dry run prints is what a repair does.
    file.run(&script.to_string());
    assert_eq!(file.up(&new()).expect("applies"), [3]);
}

#[test]
fn what_is_the_same_is_left_alone() {
    let file = applied();
    let log = "SELECT count(*) FROM _migrations_log";
    let before = file.text(log);
    assert_eq!(repair(&old(), &file, 1).expect("looks").extent, Extent::Nothing);
    assert_eq!(file.text(log), before);
    let rollback = set([sql(1, "CREATE TABLE a (x TEXT)"), sql(2, "CREATE TABLE b (x)")]);
    assert_eq!(repair(&rollback, &file, 1).expect("repairs").extent, Extent::Around);
    assert_eq!(
        file.text("SELECT reversible, down_sql FROM _migrations WHERE version = 1"),
        "0,NULL"
    );
}

#[test]
fn a_step_in_rust_has_no_words_to_compare() {
    let file = applied();
    let step = set([code(1, |_| Ok(())), sql(2, "CREATE TABLE b (x)")]);
    let edit = repair(&step, &file, 1).expect("repairs");
    assert!(edit.changes.is_empty() && edit.extent == Extent::Meaning);
    assert!(file.up(&step).expect("nothing to do").is_empty());
}

#[test]
fn refuses_what_is_not_applied_or_not_there() {
    let file = applied();
    let error = repair(&new(), &file, 3).expect_err("is pending");
    assert_eq!(
        (error.exit_code(), shown(&error).as_str()),
        (exit_code::USAGE, "migration 3 is not applied")
    );
    let error = repair(&set([sql(1, "x")]), &file, 2).expect_err("is newer");
    assert!(error.is_newer());
    let error = repair(&set([sql(2, "x")]), &file, 1).expect_err("is missing");
    assert!(error.is_missing());
    assert_eq!(error.name(), Some("m1"));
    assert!(repair(&new(), &file, 9).expect_err("is nowhere").is_unknown_version());
}

#[test]
fn without_a_history_nothing_is_made() {
    let file = File::new();
    let error = repair(&new(), &file, 1).expect_err("is not applied");
    assert_eq!(error.exit_code(), exit_code::USAGE);
    assert_eq!(one(&file.look(), "SELECT count(*) FROM sqlite_master"), "0");
}

#[test]
fn edits_may_be_let_through_with_a_warning() {
    let file = applied();
    let report = runner(&new()).ignore_checksums().up(&mut file.open()).expect("applies");
    assert_eq!(report.applied.len(), 1);
    assert_eq!(
        report.warnings,
        ["migration 1 `m1` was edited after it was applied: checksums are ignored"]
    );
    // They stay what they are.
    assert!(file.up(&new()).expect_err("edited").is_edited());
    let down = runner(&new()).ignore_checksums().target(migrate_runtime::Target::To(version(0)));
    let error = { down }.down(&mut file.open()).expect_err("2 has no rollback");
    assert!(error.is_irreversible());
}
