//! What the options of a run change.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use migrate_runtime::driver::sqlite::Database;
use migrate_runtime::driver::{Blocks, TouchedBy};
use migrate_runtime::plan::{Dependents, OutOfOrder};
use migrate_runtime::report::Report;
use migrate_runtime::runner::{Action, Grouping, OnFailure, Options, Rollbacks};
use migrate_runtime::{Error, Set, Target, exit_code};

use crate::support::{Draft, File, code, runner, set, shown, sql, version};

fn table(number: i64) -> Draft {
    sql(number, &format!("CREATE TABLE t{number} (x)")).down(&format!("DROP TABLE t{number}"))
}

fn up(set: &Set, file: &File, options: Options) -> Result<Report, Error> {
    runner(set).options(options).up(&mut file.open())
}

fn versions(all: impl IntoIterator<Item = migrate_runtime::Version>) -> Vec<i64> {
    all.into_iter().map(migrate_runtime::Version::get).collect()
}

#[test]
fn dependents_go_too_and_first() {
    #[track_caller]
    fn check(only: &[i64], expected: &[i64]) {
        let all = set([table(1), table(2), table(3).needs(&[1]), table(4).needs(&[3]), table(5)]);
        let mut db = Database::in_memory().expect("opens");
        runner(&all).up(&mut db).expect("applies");
        let target = Target::Only(only.iter().map(|number| version(*number)).collect());
        let options = Options { dependents: Dependents::Include, ..Options::default() };
        let report = runner(&all).options(options).target(target).down(&mut db).expect("goes");
        assert_eq!(versions(report.rolled_back.iter().map(|done| done.version)), expected);
    }
    check(&[1], &[4, 3, 1]);
    check(&[3], &[4, 3]);
    check(&[2, 1], &[4, 3, 2, 1]);
    check(&[5], &[5]);
}

fn going_on() -> Options {
    Options { on_failure: OnFailure::Continue, ..Options::default() }
}

#[test]
fn what_has_nothing_to_do_with_the_failed_one_is_applied() {
    let file = File::new();
    let all = set([
        sql(1, "CREATE TABLE a (x)").touches(r#"{"writes":["a"]}"#),
        sql(2, "INSERT INTO a VALUES (1, 2)").touches(r#"{"writes":["a"]}"#),
        sql(3, "CREATE TABLE b (x)").touches(r#"{"writes":["b"]}"#),
        sql(4, "INSERT INTO a VALUES (1)").touches(r#"{"writes":["a"]}"#),
        sql(5, "CREATE TABLE c (x)").touches(r#"{"writes":["c"]}"#).needs(&[4]),
        sql(6, "SELECT 1"),
    ]);
    let error = up(&all, &file, going_on()).expect_err("one fails");
    assert_eq!((error.exit_code(), error.version()), (exit_code::FAILED, Some(version(2))));
    insta::assert_snapshot!(shown(&error), @"migration 2 `m2` failed, and 3 were skipped because of that (hint: correct what failed, and run it again)");
    let report = error.report().expect("began");
    assert_eq!(versions(report.applied.iter().map(|done| done.version)), [1, 3]);
    assert_eq!(versions(report.failed.iter().map(|it| it.version)), [2]);
    let skipped: Vec<_> =
        report.skipped.iter().map(|it| (it.version.get(), it.because.get())).collect();
    // What nobody looked at may have to do with everything.
    assert_eq!(skipped, [(4, 2), (5, 4), (6, 2)]);
    assert_eq!(file.text("SELECT version FROM _migrations WHERE status = 'applied'"), "1;3");
}

#[test]
fn the_corrected_one_and_the_skipped_ones_follow() {
    let file = File::new();
    let with = |second: &str| {
        set([
            sql(1, "CREATE TABLE a (x)").touches(r#"{"writes":["a"]}"#),
            sql(2, second).touches(r#"{"writes":["a"]}"#),
            sql(3, "CREATE TABLE b (x)").touches(r#"{"writes":["b"]}"#),
        ])
    };
    up(&with("INSERT INTO a VALUES (1, 2)"), &file, going_on()).expect_err("one fails");
    let report = up(&with("INSERT INTO a VALUES (1)"), &file, Options::default());
    let report = report.expect("is corrected");
    assert_eq!(versions(report.applied.iter().map(|done| done.version)), [2]);
}

#[test]
fn contradictory_options_are_refused_before_anything_is_read() {
    #[track_caller]
    fn check(options: Options, expected: &str) {
        let file = File::new();
        let error = up(&set([table(1)]), &file, options).expect_err("refused");
        assert_eq!(error.exit_code(), exit_code::USAGE);
        assert_eq!(shown(&error), expected);
        assert_eq!(file.text("SELECT count(*) FROM sqlite_master"), "0");
    }
    check(
        Options { grouping: Grouping::Single, ..going_on() },
        "`continue_on_error` and `single_transaction` exclude each other (hint: leave one of them out)",
    );
    check(
        Options { out_of_order: OutOfOrder::Refuse, ..going_on() },
        "`continue_on_error` and `out_of_order = \"refuse\"` exclude each other (hint: leave one of them out)",
    );
}

#[test]
fn each_must_have_a_way_back() {
    let file = File::new();
    let all = set([table(1), sql(2, "SELECT 1").irreversible("the old rows are gone")]);
    let options = Options { rollbacks: Rollbacks::Required, ..Options::default() };
    let error = up(&all, &file, options.clone()).expect_err("refused");
    assert!(error.is_refused());
    insta::assert_snapshot!(shown(&error), @"migration 2 `m2` could not be rolled back, and each migration must have a way back: the old rows are gone (hint: write its rollback, or run without `require_rollback`)");
    assert_eq!(file.text("SELECT count(*) FROM sqlite_master"), "0");
    let first = runner(&all).options(options).target(Target::To(version(1)));
    let mut first = first;
    first.up(&mut file.open()).expect("it has one");
}

static CALLS: AtomicU32 = AtomicU32::new(0);

/// Fails as often as a lock of somebody else would make it.
fn locked_twice() -> Draft {
    code(1, |tx| {
        let call = CALLS.fetch_add(1, Ordering::SeqCst);
        tx.execute("INSERT INTO t VALUES (1)", &[])?;
        let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
        if call < 2 { Err(rusqlite::Error::SqliteFailure(busy, None).into()) } else { Ok(()) }
    })
}

#[test]
fn a_lock_of_somebody_else_is_tried_again() {
    let file = File::new();
    file.run("CREATE TABLE t (x)");
    let one = set([locked_twice()]);
    let error = up(&one, &file, Options { retries: 0, ..Options::default() }).expect_err("once");
    assert!(error.is_transient(), "{error:?}");
    CALLS.store(0, Ordering::SeqCst);
    up(&one, &file, Options { retries: 2, ..Options::default() }).expect("the third attempt");
    assert_eq!(file.text("SELECT count(*) FROM t"), "1");
}

const ENDLESS: &str =
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n";

#[test]
fn the_whole_run_has_its_time() {
    let file = File::new();
    let two = set([table(1), sql(2, &format!("CREATE TABLE b (x); {ENDLESS}"))]);
    let options = Options { timeout: Some(Duration::from_millis(300)), ..Options::default() };
    let error = up(&two, &file, options).expect_err("stopped");
    assert!(error.is_timeout() && !error.is_cancelled(), "{error:?}");
    assert_eq!(error.exit_code(), exit_code::FAILED);
    insta::assert_snapshot!(error, @"the run took longer than the 300 ms that it may, and was stopped (hint: run it again; it goes on where it stopped; `--timeout` allows more)");
    assert_eq!(error.report().expect("began").applied.len(), 1);
    assert_eq!(file.text("SELECT count(*) FROM sqlite_master WHERE name = 'b'"), "0");
}

#[test]
fn each_statement_has_its_time() {
    let short =
        Options { statement_timeout: Some(Duration::from_millis(50)), ..Options::default() };
    let error = up(&set([sql(1, ENDLESS)]), &File::new(), short.clone()).expect_err("stopped");
    assert!(error.is_timeout(), "{error:?}");
    // Its own word is stronger.
    let longer = set([sql(1, "SELECT 1").timeout(Duration::from_secs(60))]);
    up(&longer, &File::new(), short).expect("has its own time");
}

#[test]
fn a_plan_says_what_it_costs() {
    let file = File::new();
    file.run(
        "CREATE TABLE a (x, y); CREATE TABLE b (x); CREATE TABLE empty (x);
         INSERT INTO a VALUES (1, 2), (3, 4), (5, NULL); INSERT INTO b VALUES (1), (2);",
    );
    let rebuild = "CREATE TABLE new (x); INSERT INTO new SELECT x FROM a; DROP TABLE a; \
                   ALTER TABLE new RENAME TO a";
    let all = set([
        sql(1, "DELETE FROM a WHERE x > 1"),
        sql(2, "CREATE INDEX i ON a (x); CREATE INDEX j ON empty (x)"),
        sql(3, "ALTER TABLE a DROP COLUMN y"),
        sql(4, "DROP TABLE b"),
        sql(5, rebuild),
        sql(6, "CREATE TABLE later (x)"),
    ]);
    let plan = runner(&all).plan(&mut file.open(), Action::Up).expect("plans");
    let cost = |at: usize| {
        let planned = &plan.migrations[at];
        let losses: Vec<_> = planned.losses.iter().map(ToString::to_string).collect();
        let touched: Vec<_> =
            planned.touched.iter().map(|it| (it.by, it.table.clone(), it.rows)).collect();
        (losses.join(", "), touched)
    };
    let a = || Some("a".to_owned());
    assert_eq!(cost(0), ("2 rows of `a`".to_owned(), vec![]));
    assert_eq!(cost(1), (String::new(), vec![(TouchedBy::Index, a(), 3)]));
    assert_eq!(cost(2), ("2 values of `a.y`".to_owned(), vec![(TouchedBy::Rewrite, a(), 3)]));
    assert_eq!(cost(3), ("2 rows of `b`".to_owned(), vec![]));
    assert_eq!(cost(4), ("2 values of `a.y`".to_owned(), vec![(TouchedBy::Rebuild, a(), 3)]));
    assert_eq!(cost(5), (String::new(), vec![]));
    assert_eq!(plan.migrations[0].blocks, Some(Blocks::Everybody));
    assert_eq!(plan.migrations[5].blocks, None);
    let space = plan.space.expect("a rebuild needs some");
    assert!(space.needed > 0 && space.free.is_some() && !space.is_short(), "{space:?}");
}

#[test]
fn damage_is_found() {
    let file = File::new();
    let one = set([table(1)]);
    file.up(&one).expect("applies");
    let inspect = || runner(&one).inspect(&mut file.open()).expect("reads");
    assert_eq!(inspect(), Vec::<String>::new());
    file.run(
        "PRAGMA ignore_check_constraints = ON; CREATE TABLE positive (x CHECK (x > 0));
         INSERT INTO positive VALUES (-1)",
    );
    assert_eq!(inspect(), ["CHECK constraint failed in positive"]);
}
