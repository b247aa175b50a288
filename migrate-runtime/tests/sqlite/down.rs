//! Rolling back.

use migrate_runtime::driver::sqlite::Database;
use migrate_runtime::runner::Action;
use migrate_runtime::{Event, Result, Set, Target, exit_code};

use crate::support::{Draft, File, runner, set, shown, sql, version};

fn table(number: i64) -> Draft {
    sql(number, &format!("CREATE TABLE t{number} (x)")).down(&format!("DROP TABLE t{number}"))
}

fn down(set: &Set, target: Target, db: &mut Database<'_>) -> Result<Vec<i64>> {
    let report = runner(set).target(target).down(db)?;
    Ok(report.rolled_back.iter().map(|done| done.version.get()).collect())
}

#[test]
fn targets() {
    #[track_caller]
    fn check(target: Target, expected: &[i64]) {
        let three = set((1..=3).map(table));
        let mut db = Database::in_memory().expect("opens");
        runner(&three).up(&mut db).expect("applies");
        assert_eq!(down(&three, target, &mut db).expect("rolls back"), expected);
    }
    check(Target::Usual, &[3]);
    check(Target::Steps(2), &[3, 2]);
    check(Target::Steps(9), &[3, 2, 1]);
    check(Target::To(version(1)), &[3, 2]);
    check(Target::To(version(0)), &[3, 2, 1]);
    check(Target::All, &[3, 2, 1]);
    check(Target::Only(vec![version(2)]), &[2]);
}

#[test]
fn remembers_and_applies_again() {
    let file = File::new();
    let two = set([table(1), table(2)]);
    file.up(&two).expect("applies");
    assert_eq!(down(&two, Target::Usual, &mut file.open()).expect("rolls back"), [2]);
    assert_eq!(
        file.text("SELECT version, status, rolled_back_at IS NOT NULL FROM _migrations"),
        "1,applied,0;2,rolled_back,1"
    );
    assert_eq!(file.up(&two).expect("applies"), [2]);
    assert_eq!(
        file.text("SELECT action FROM _migrations_log WHERE version = 2"),
        "applied;rolled back;applied"
    );
}

#[test]
fn redo_runs_both_ways() {
    let file = File::new();
    let two = set([table(1), table(2)]);
    file.up(&two).expect("applies");
    let report = runner(&two).redo(&mut file.open()).expect("redoes");
    assert_eq!((report.rolled_back.len(), report.applied.len()), (1, 1));
    assert_eq!(report.applied[0].version, version(2));
    assert_eq!(file.text("SELECT count(*) FROM _migrations WHERE status = 'applied'"), "2");
}

/// Refused before anything changes.
#[track_caller]
fn refused(set: &Set, target: Target, prepare: &str) -> migrate_runtime::Error {
    let file = File::new();
    file.up(set).expect("applies");
    file.run(prepare);
    let bytes = std::fs::read(file.path()).expect("reads");
    let error = down(set, target, &mut file.open()).expect_err("refused");
    assert!(bytes == std::fs::read(file.path()).expect("reads"), "the file changed");
    error
}

#[test]
fn dependents_are_named() {
    let three = set([table(1), table(2).needs(&[1]), table(3).needs(&[1, 2])]);
    let error = refused(&three, Target::Only(vec![version(1)]), "");
    assert_eq!(error.exit_code(), exit_code::UNSAFE);
    insta::assert_snapshot!(shown(&error), @"migration 1 `m1` cannot be rolled back alone: 2 and 3 depend on it (hint: roll 2 and 3 back first, or all together with `--with-dependents`)");
    let error = refused(&three, Target::Only(vec![version(2)]), "");
    insta::assert_snapshot!(shown(&error), @"migration 2 `m2` cannot be rolled back alone: 3 depends on it (hint: roll 3 back first, or all together with `--with-dependents`)");
}

#[test]
fn an_irreversible_one_stops_before_the_first_change() {
    let two = set([sql(1, "CREATE TABLE a (x)").irreversible("the old rows are gone"), table(2)]);
    let error = refused(&two, Target::All, "");
    assert!(error.is_irreversible());
    insta::assert_snapshot!(shown(&error), @"migration 1 `m1` cannot be rolled back: the old rows are gone");
}

#[test]
fn rows_are_counted_and_need_consent() {
    let two = || set([table(1), table(2)]);
    let error =
        refused(&two(), Target::All, "INSERT INTO t1 VALUES (1), (2); INSERT INTO t2 VALUES (1)");
    assert!(error.is_data_loss());
    assert_eq!(error.exit_code(), exit_code::UNSAFE);
    insta::assert_snapshot!(shown(&error), @"rolling back migration 2 `m2` would delete 1 row of `t2` (hint: `--backup` copies the database first, `--force` goes without)");
    let file = File::new();
    file.up(&two()).expect("applies");
    file.run("INSERT INTO t1 VALUES (1)");
    let plan = runner(&two()).target(Target::All).plan(&mut file.open(), Action::Down);
    let losses: Vec<_> = plan.expect("plans").migrations.into_iter().map(|it| it.losses).collect();
    assert_eq!(losses.concat().len(), 1);
    let mut forced = runner(&two()).target(Target::All).force();
    assert_eq!(forced.down(&mut file.open()).expect("rolls back").rolled_back.len(), 2);
}

#[test]
fn rows_of_the_last_one_keep_the_first_one_too() {
    let error = refused(&set([table(1), table(2)]), Target::All, "INSERT INTO t1 VALUES (1)");
    assert!(error.is_data_loss() && error.version() == Some(version(1)), "{}", shown(&error));
}

#[test]
fn rows_that_come_after_the_count_are_counted_again() {
    let (file, one) = (File::new(), set([table(1)]));
    file.up(&one).expect("applies");
    let mut late = |event: &Event| {
        if matches!(event, Event::Started { .. }) {
            file.run("INSERT INTO t1 VALUES (1)");
        }
    };
    let error = runner(&one).listener(&mut late).down(&mut file.open()).expect_err("refused");
    assert!(error.is_data_loss(), "{}", shown(&error));
    assert_eq!(file.text("SELECT count(*) FROM t1"), "1");
}

#[test]
fn values_of_a_column_are_counted() {
    let added = sql(2, "ALTER TABLE t1 ADD COLUMN y INTEGER NOT NULL DEFAULT 0")
        .down("ALTER TABLE t1 DROP COLUMN y");
    let two = set([table(1), added]);
    let error = refused(&two, Target::Usual, "INSERT INTO t1 (x, y) VALUES (1, 0), (2, 7)");
    insta::assert_snapshot!(shown(&error), @"rolling back migration 2 `m2` would delete 1 value of `t1.y` (hint: `--backup` copies the database first, `--force` goes without)");
    let file = File::new();
    file.up(&two).expect("applies");
    file.run("INSERT INTO t1 (x) VALUES (1)");
    assert_eq!(down(&two, Target::Usual, &mut file.open()).expect("nothing is lost"), [2]);
}

#[test]
fn a_rebuild_loses_no_rows() {
    let rebuild = "CREATE TABLE n (x); INSERT INTO n SELECT x FROM t1; DROP TABLE t1; ALTER TABLE n RENAME TO t1;";
    let two = set([table(1), sql(2, "CREATE INDEX i ON t1 (x)").down(rebuild)]);
    let file = File::new();
    file.up(&two).expect("applies");
    file.run("INSERT INTO t1 VALUES (1)");
    assert_eq!(down(&two, Target::Usual, &mut file.open()).expect("rolls back"), [2]);
    assert_eq!(file.text("SELECT * FROM t1"), "1");
}

#[test]
fn values_that_a_rebuild_leaves_behind_are_counted() {
    let rebuild = "CREATE TABLE n (x); INSERT INTO n (x) SELECT x FROM t1; DROP TABLE t1; \
                   ALTER TABLE n RENAME TO t1;";
    let two = set([table(1), sql(2, "ALTER TABLE t1 ADD COLUMN y").down(rebuild)]);
    let error = refused(&two, Target::Usual, "INSERT INTO t1 VALUES (1, 2), (3, NULL)");
    insta::assert_snapshot!(shown(&error), @"rolling back migration 2 `m2` would delete 1 value of `t1.y` (hint: `--backup` copies the database first, `--force` goes without)");
}

#[test]
fn what_is_not_applied_cannot_be_rolled_back() {
    let two = set([table(1), table(2)]);
    let file = File::new();
    runner(&two).target(Target::Steps(1)).up(&mut file.open()).expect("applies");
    let error = down(&two, Target::Only(vec![version(2)]), &mut file.open()).expect_err("refused");
    insta::assert_snapshot!(shown(&error), @"migration 2 is not applied");
    let error = down(&two, Target::Only(vec![version(3)]), &mut file.open()).expect_err("refused");
    assert!(error.is_unknown_version());
}

#[test]
fn a_newer_database_is_left_alone() {
    let file = File::new();
    file.up(&set([table(1), table(2)])).expect("applies");
    let error = down(&set([table(1)]), Target::Usual, &mut file.open()).expect_err("newer");
    assert!(error.is_newer());
}

#[test]
fn an_edited_one_is_not_rolled_back_with_another_ones_text() {
    let file = File::new();
    file.up(&set([table(1)])).expect("applies");
    let edited = set([sql(1, "CREATE TABLE t1 (x, y)").down("DROP TABLE t1")]);
    assert!(down(&edited, Target::Usual, &mut file.open()).expect_err("edited").is_edited());
}

#[test]
fn a_failing_rollback_keeps_everything() {
    let file = File::new();
    let one = set([sql(1, "CREATE TABLE a (x)").down("DROP TABLE a; nonsense")]);
    file.up(&one).expect("applies");
    down(&one, Target::Usual, &mut file.open()).expect_err("fails");
    assert_eq!(file.text("SELECT count(*) FROM a"), "0");
    assert_eq!(file.text("SELECT status FROM _migrations"), "applied");
}
