//! An older program rolls back what a newer one applied.

use migrate_runtime::runner::Action;
use migrate_runtime::{Set, Target, exit_code};

use crate::support::{Draft, File, code, runner, set, shown, sql, version};

fn table(number: i64) -> Draft {
    sql(number, &format!("CREATE TABLE t{number} (x)")).down(&format!("DROP TABLE t{number}"))
}

fn old() -> Set {
    set([table(1)])
}

/// What the newer program applied.
fn newer(drafts: impl IntoIterator<Item = Draft>) -> File {
    let file = File::new();
    file.up(&set(drafts)).expect("applies");
    file
}

fn to(number: i64) -> Target {
    Target::To(version(number))
}

fn tables(file: &File) -> String {
    file.text("SELECT name FROM sqlite_master WHERE name GLOB 't[0-9]*' ORDER BY name")
}

#[test]
fn only_with_force() {
    let file = newer([table(1), table(2), table(3)]);
    let error = runner(&old()).target(to(1)).down(&mut file.open()).expect_err("refused");
    assert!(error.is_newer());
    insta::assert_snapshot!(shown(&error), @"migration 2 `m2` is applied, and this program knows migrations only up to 1 (hint: run the newer program, or go back with `down --to 1 --force`: the history keeps its rollback)");
    let report = runner(&old()).target(to(1)).force().down(&mut file.open()).expect("rolls back");
    let versions: Vec<_> = report.rolled_back.iter().map(|done| done.version.get()).collect();
    assert_eq!(versions, [3, 2]);
    assert_eq!(tables(&file), "t1");
    assert!(file.up(&old()).expect("is in step again").is_empty());
}

#[test]
fn the_plan_shows_the_text_and_the_dry_run_is_what_runs() {
    let file = newer([table(1), table(2)]);
    let forced = || runner(&old()).force();
    let plan = forced().plan(&mut file.open(), Action::Down).expect("plans");
    let [planned] = plan.migrations.as_slice() else { panic!("one: {plan:?}") };
    assert_eq!((planned.version.get(), planned.name.as_str()), (2, "m2"));
    assert_eq!(planned.stored.as_deref(), Some("DROP TABLE t2"));
    let script = forced().dry_run(&mut file.open(), Action::Down).expect("plans").to_string();
    file.run(&script);
    assert_eq!(tables(&file), "t1");
    assert!(file.up(&old()).expect("is in step again").is_empty());
}

#[test]
fn what_the_set_has_shows_no_stored_text() {
    let file = newer([table(1)]);
    let plan = runner(&old()).force().plan(&mut file.open(), Action::Down).expect("plans");
    assert_eq!(plan.migrations[0].stored, None);
}

#[test]
fn one_that_is_missing_in_between() {
    let file = newer([table(1), table(2), table(3)]);
    let without = set([table(1), table(3)]);
    let error = file.up(&without).expect_err("refused");
    assert!(error.is_missing());
    insta::assert_snapshot!(shown(&error), @"migration 2 `m2` is applied, but the set does not have it any more (hint: restore it, or roll it back with `down --only 2 --force`: the history keeps its rollback)");
    let only = Target::Only(vec![version(2)]);
    runner(&without).target(only).force().down(&mut file.open()).expect("rolls back");
    assert_eq!(tables(&file), "t1;t3");
}

#[test]
fn its_dependents_come_first() {
    let file = newer([table(1), table(2).needs(&[1])]);
    let only = Target::Only(vec![version(1)]);
    let error = runner(&old()).target(only).force().down(&mut file.open()).expect_err("refused");
    assert_eq!(error.exit_code(), exit_code::UNSAFE);
    insta::assert_snapshot!(shown(&error), @"migration 1 `m1` cannot be rolled back alone: 2 depends on it (hint: roll 2 back first, or all together with `--with-dependents`)");
}

#[test]
fn no_way_back_is_known() {
    let step = |file: File| {
        let error = runner(&old()).force().down(&mut file.open()).expect_err("refused");
        assert!(error.is_irreversible());
        shown(&error)
    };
    insta::assert_snapshot!(step(newer([table(1), sql(2, "CREATE TABLE t2 (x)")])), @"migration 2 `m2` cannot be rolled back: the history keeps no rollback of it");
    let in_rust = code(2, |_| Ok(())).down_code(|_| Ok(()));
    insta::assert_snapshot!(step(newer([table(1), in_rust])), @"migration 2 `m2` cannot be rolled back: its rollback is a step in Rust, which only the program that applied it has");
}

#[test]
fn the_text_runs_as_the_newer_program_would_run_it() {
    // Rebuilt with `foreign_keys` off, as its row remembers, every row of the child stays.
    let file = newer([
        sql(
            1,
            "CREATE TABLE p (id INTEGER PRIMARY KEY, x);
                CREATE TABLE c (p REFERENCES p (id) ON DELETE CASCADE);
                INSERT INTO p VALUES (1, 'a'); INSERT INTO c VALUES (1)",
        )
        .down("DROP TABLE c; DROP TABLE p"),
        sql(2, "UPDATE p SET x = 'b'").down(
            "COMMIT; PRAGMA foreign_keys = OFF; BEGIN;
             CREATE TABLE n (id INTEGER PRIMARY KEY, x); INSERT INTO n SELECT id, 'a' FROM p;
             DROP TABLE p; ALTER TABLE n RENAME TO p;
             COMMIT; PRAGMA foreign_keys = ON; BEGIN",
        ),
    ]);
    let first = set([sql(
        1,
        "CREATE TABLE p (id INTEGER PRIMARY KEY, x);
                CREATE TABLE c (p REFERENCES p (id) ON DELETE CASCADE);
                INSERT INTO p VALUES (1, 'a'); INSERT INTO c VALUES (1)",
    )]);
    runner(&first).force().down(&mut file.open()).expect("rolls back");
    assert_eq!(file.text("SELECT x FROM p"), "a");
    assert_eq!(file.text("SELECT count(*) FROM c"), "1");
}

#[test]
fn outside_a_transaction_too() {
    let file = newer([
        table(1),
        sql(2, "CREATE TABLE t2 (x); CREATE TABLE t3 (x)")
            .down("DROP TABLE t3; VACUUM; DROP TABLE t2")
            .outside(),
    ]);
    runner(&old()).force().down(&mut file.open()).expect("rolls back");
    assert_eq!(tables(&file), "t1");
}

#[test]
fn rows_that_would_go_are_counted() {
    let file = newer([table(1), table(2)]);
    file.run("INSERT INTO t2 VALUES (1), (2)");
    let plan = runner(&old()).force().plan(&mut file.open(), Action::Down).expect("plans");
    let losses: Vec<_> = plan.migrations[0].losses.iter().map(ToString::to_string).collect();
    assert_eq!(losses, ["2 rows of `t2`"]);
}

#[test]
fn redo_cannot_apply_what_it_does_not_have() {
    let file = newer([table(1), table(2)]);
    let error = runner(&old()).force().redo(&mut file.open()).expect_err("refused");
    assert!(error.is_newer());
    assert_eq!(tables(&file), "t1;t2");
}
