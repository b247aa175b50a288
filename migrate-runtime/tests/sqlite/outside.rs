//! Migrations that say `transaction = false`.

use std::time::{Duration, Instant};

use migrate_runtime::__private::{arg, outcome};
use migrate_runtime::driver::{Cancel, Claim, Driver, Lease};
use migrate_runtime::{Event, Options, Target, exit_code};

use crate::support::{File, code, runner, set, shown, sql, version};

#[test]
fn runs_what_a_transaction_refuses() {
    let file = File::new();
    let one = set([sql(1, "PRAGMA journal_mode = WAL; CREATE TABLE a (x); VACUUM;").outside()]);
    assert_eq!(file.up(&one).expect("applies"), [1]);
    assert_eq!(file.text("PRAGMA journal_mode"), "wal");
    assert_eq!(
        file.text("SELECT status, statements_done, statements_total FROM _migrations"),
        "applied,3,3"
    );
    assert_eq!(file.text("SELECT holder, expires_at FROM _migrations_lock"), "NULL,NULL");
    assert_eq!(file.up(&one).expect("nothing to do"), [0_i64; 0]);
}

#[test]
fn goes_on_behind_the_last_finished_statement() {
    let file = File::new();
    let start = "CREATE TABLE a (x); INSERT INTO a VALUES (1);";
    let error =
        file.up(&set([sql(1, &format!("{start} nonsense; INSERT INTO a VALUES (2)")).outside()]));
    let error = error.expect_err("fails");
    assert_eq!(error.position().expect("known").statement, 3);
    assert_eq!(
        file.text("SELECT status, statements_done, error IS NOT NULL FROM _migrations"),
        "failed,2,1"
    );
    assert_eq!(file.text("SELECT holder FROM _migrations_lock"), "NULL");
    let status = runner(&set([sql(1, start).outside()])).status(&mut file.open()).expect("reads");
    assert_eq!((status.summary.failed, status.failed[0].done, status.failed[0].total), (1, 2, 4));
    // What did not run may be corrected, what ran may not.
    let edited = "CREATE TABLE a (x); INSERT INTO a VALUES (7); SELECT 1";
    let refused = file.up(&set([sql(1, edited).outside()])).expect_err("edited");
    assert_eq!(refused.exit_code(), exit_code::CONFLICT);
    insta::assert_snapshot!(shown(&refused), @"migration 1 `m1` stopped half done, and its statements up to 2, which did run, were edited since (hint: restore their text; those that did not run may change)");
    let corrected = set([sql(1, &format!("{start} INSERT INTO a VALUES (2)")).outside()]);
    assert_eq!(file.up(&corrected).expect("goes on"), [1]);
    assert_eq!(file.text("SELECT * FROM a"), "1;2");
    assert_eq!(file.text("SELECT holder FROM _migrations_lock"), "NULL");
}

#[test]
fn waits_for_the_holder_of_the_lock() {
    let file = File::new();
    let one = set([sql(1, "CREATE TABLE a (x); VACUUM").outside()]);
    let second = Duration::from_secs(1);
    let claim = Claim {
        holder: "somebody",
        host: "elsewhere",
        pid: 1,
        reason: None,
        lifetime: second * 60,
        patience: second.into(),
    };
    let mut other = file.open();
    let Lease::Mine(token) = other.lock(&claim).expect("asks") else { panic!("nobody has it") };
    let mut impatient = runner(&one).lock_timeout(Duration::from_millis(50));
    let error = impatient.up(&mut file.open()).expect_err("locked");
    assert!(error.is_locked());
    assert!(shown(&error).contains("somebody (process 1 on elsewhere)"), "{}", shown(&error));
    // An ordinary migration does not overtake either.
    let ordinary = set([sql(1, "CREATE TABLE a (x)")]);
    let mut impatient = runner(&ordinary).lock_timeout(Duration::from_millis(50));
    assert!(impatient.up(&mut file.open()).expect_err("locked").is_locked());
    let locked = runner(&one).status(&mut file.open()).expect("reads").locked;
    assert!(matches!(locked, Some(Lease::Held(holder)) if holder.pid == 1));
    other.unlock(&token).expect("unlocks");
    assert_eq!(file.up(&one).expect("applies"), [1]);
}

#[test]
fn an_expired_lock_is_taken_over_and_its_holder_refused() {
    let file = File::new();
    let mut claim = Claim {
        holder: "late",
        host: "elsewhere",
        pid: 1,
        reason: None,
        lifetime: Duration::ZERO,
        patience: Duration::from_secs(1).into(),
    };
    let mut late = file.open();
    let Lease::Mine(old) = late.lock(&claim).expect("asks") else { panic!("nobody has it") };
    claim.lifetime = Duration::from_secs(60);
    let Lease::Mine(new) = file.open().lock(&claim).expect("asks") else { panic!("expired") };
    assert!(late.renew(&old, claim.lifetime).is_err());
    late.unlock(&old).expect("nothing happens");
    file.open().renew(&new, claim.lifetime).expect("still held");
}

#[test]
fn rolls_back_outside_too() {
    let file = File::new();
    let one = set([sql(1, "PRAGMA journal_mode = WAL; CREATE TABLE a (x)")
        .down("DROP TABLE a; PRAGMA journal_mode = DELETE")
        .outside()]);
    file.up(&one).expect("applies");
    assert_eq!(runner(&one).down(&mut file.open()).expect("rolls back").rolled_back.len(), 1);
    assert_eq!(file.text("PRAGMA journal_mode"), "delete");
    assert_eq!(file.text("SELECT status, metadata FROM _migrations"), "rolled_back,NULL");
}

/// A table, and a migration whose rollback fails at its second statement while there is no table `b`.
fn stuck() -> (File, migrate_runtime::Set) {
    let file = File::new();
    let set = set([
        sql(1, "CREATE TABLE a (x)").down("DROP TABLE a"),
        sql(2, "CREATE INDEX by_x ON a (x)").down("DROP INDEX by_x; DROP TABLE b").outside(),
    ]);
    file.up(&set).expect("applies");
    (file, set)
}

#[test]
fn nothing_is_built_upon_half_a_rollback() {
    let (file, set) = stuck();
    let error = runner(&set).down(&mut file.open()).expect_err("there is no `b`");
    assert_eq!(error.position().expect("known").statement, 2);
    let row = "SELECT status, statements_done, statements_total, error IS NOT NULL \
               FROM _migrations WHERE version = 2";
    assert_eq!(file.text(row), "rolling_back,1,2,1");
    let refused = file.up(&set).expect_err("half rolled back");
    assert!(refused.is_half_rolled_back() && refused.is_conflict(), "{}", shown(&refused));
    insta::assert_snapshot!(shown(&refused), @"the rollback of migration 2 `m2` stopped half done (hint: `down` goes on with it, and `status` shows how far it is)");
    let status = runner(&set).status(&mut file.open()).expect("reads");
    let line = &status.rolling_back[0];
    assert_eq!((line.version.get(), line.done, line.total), (2, 1, 2));
    assert!(line.next.as_ref().is_some_and(|next| next.ends_with("DROP TABLE b")), "{line:?}");
    file.run("CREATE TABLE b (x)");
    let report = runner(&set).down(&mut file.open()).expect("goes on");
    assert_eq!(report.rolled_back.len(), 1);
    assert_eq!(
        file.text("SELECT status, error FROM _migrations WHERE version = 2"),
        "rolled_back,NULL"
    );
    assert_eq!(file.up(&set).expect("applies"), [2]);
}

/// Refused before anything changes, beneath a migration that stopped half done.
#[track_caller]
fn refused_beneath(set: &migrate_runtime::Set, file: &File, target: Target) -> String {
    let bytes = std::fs::read(file.path()).expect("reads");
    let error = runner(set).target(target).force().down(&mut file.open()).expect_err("refused");
    assert_eq!(error.exit_code(), exit_code::UNSAFE);
    assert!(bytes == std::fs::read(file.path()).expect("reads"), "the file changed");
    shown(&error)
}

#[test]
fn nothing_goes_from_beneath_half_a_migration() {
    let file = File::new();
    let set = set([
        sql(1, "CREATE TABLE b (x)").down("DROP TABLE b"),
        sql(2, "CREATE TABLE a (x)").down("DROP TABLE a"),
        sql(3, "INSERT INTO a VALUES (1); INSERT INTO c VALUES (1)")
            .down("DELETE FROM a; DELETE FROM c")
            .needs(&[2])
            .outside(),
    ]);
    file.up(&set).expect_err("there is no `c`");
    insta::assert_snapshot!(refused_beneath(&set, &file, Target::Usual), @"migration 2 `m2` cannot be rolled back beneath migration 3 `m3`, which began and did not end (hint: `up` goes on with it, and what did not run of it may be corrected; then roll both back; `status` shows how far it is)");
    for target in [Target::Steps(1), Target::All, Target::To(version(1))] {
        assert!(refused_beneath(&set, &file, target).contains("beneath migration 3 `m3`"));
    }
    let only = refused_beneath(&set, &file, Target::Only(vec![version(2)]));
    assert!(only.contains("beneath migration 3 `m3`"), "{only}");
    file.run("UPDATE _migrations SET status = 'running' WHERE version = 3");
    let running = refused_beneath(&set, &file, Target::Usual);
    assert!(running.contains("beneath migration 3 `m3`"), "{running}");
    // What it does not need may go by name.
    let report = runner(&set).target(Target::Only(vec![version(1)])).down(&mut file.open());
    assert_eq!(report.expect("rolls back").rolled_back.len(), 1);
    file.run("CREATE TABLE c (x)");
    let both = Target::Only(vec![version(1), version(3)]);
    runner(&set).target(both).up(&mut file.open()).expect("goes on");
    let report = runner(&set).target(Target::All).force().down(&mut file.open());
    assert_eq!(report.expect("rolls back").rolled_back.len(), 3);
}

#[test]
fn what_ran_of_a_rollback_cannot_be_edited() {
    let (file, set) = stuck();
    runner(&set).down(&mut file.open()).expect_err("there is no `b`");
    let edited = |down| {
        let two = sql(2, "CREATE INDEX by_x ON a (x)").down(down).outside();
        crate::support::set([sql(1, "CREATE TABLE a (x)").down("DROP TABLE a"), two])
    };
    let refused = edited("DELETE FROM a; DROP TABLE IF EXISTS b");
    let refused = runner(&refused).down(&mut file.open()).expect_err("edited");
    assert!(refused.is_edited(), "{}", shown(&refused));
    let mended = edited("DROP INDEX by_x; DROP TABLE IF EXISTS b");
    runner(&mended).down(&mut file.open()).expect("goes on");
}

#[test]
fn a_rollback_that_fails_at_once_leaves_the_migration_applied() {
    let file = File::new();
    let one = set([sql(1, "CREATE TABLE a (x)").down("DROP TABLE b; DROP TABLE a").outside()]);
    file.up(&one).expect("applies");
    runner(&one).down(&mut file.open()).expect_err("there is no `b`");
    assert_eq!(file.text("SELECT status, error FROM _migrations"), "applied,NULL");
    assert_eq!(file.up(&one).expect("nothing to do"), [0_i64; 0]);
}

#[test]
fn a_step_in_rust_runs_outside_too() {
    let file = File::new();
    let two = set([
        sql(1, "CREATE TABLE a (x)"),
        code(2, |tx| Ok(tx.execute("INSERT INTO a VALUES (1)", &[]).map(|_| ())?)).outside(),
    ]);
    assert_eq!(file.up(&two).expect("applies"), [1, 2]);
    assert_eq!(file.text("SELECT * FROM a"), "1");
}

#[test]
fn a_single_transaction_refuses_it() {
    let two = set([sql(1, "CREATE TABLE a (x)"), sql(2, "VACUUM").outside()]);
    let error = runner(&two).single_transaction().up(&mut File::new().open()).expect_err("refused");
    assert_eq!(error.exit_code(), exit_code::USAGE);
    insta::assert_snapshot!(shown(&error), @"migration 2 `m2` has transactions of its own, so it cannot be part of a single transaction (hint: run without `--single-transaction`)");
}

/// Waits until its lock lives longer than it did, which nobody but the driver sees to.
fn until_renewed(tx: &mut migrate_runtime::Transaction<'_>) -> migrate_runtime::Result<()> {
    let mut until = || -> migrate_runtime::Result<String> {
        let row = tx.query_first("SELECT expires_at FROM _migrations_lock", &[])?;
        row.expect("there is one").get(0)
    };
    let (first, start) = (until()?, Instant::now());
    while until()? == first {
        assert!(start.elapsed() < Duration::from_secs(60), "nobody renews the lock");
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}

#[test]
fn a_long_step_keeps_its_lock() {
    let file = File::new();
    let steps = set([
        sql(1, "CREATE TABLE a (x)"),
        code(2, |tx| outcome(until_renewed(arg(tx)))).outside(),
    ]);
    let options = Options { lease: Duration::from_millis(300), ..Options::default() };
    let report = runner(&steps).options(options).up(&mut file.open()).expect("applies");
    assert_eq!(report.applied.len(), 2);
    assert_eq!(file.text("SELECT holder FROM _migrations_lock"), "NULL");
}

#[test]
fn who_was_cancelled_begins_nothing() {
    let file = File::new();
    let one = set([sql(1, "CREATE TABLE a (x)"), sql(2, "CREATE TABLE b (x)")]);
    let cancel = Cancel::new();
    let mut listen = |event: &Event| {
        if matches!(event, Event::MigrationDone { .. }) {
            cancel.cancel();
        }
    };
    let mut runner = runner(&one).cancelled_by(&cancel).listener(&mut listen);
    let error = runner.up(&mut file.open()).expect_err("is cancelled");
    assert!(error.is_cancelled());
    assert_eq!(error.exit_code(), exit_code::INTERRUPTED);
    assert_eq!(error.report().expect("began").applied.len(), 1);
    assert_eq!(file.text("SELECT group_concat(version) FROM _migrations"), "1");
    assert_eq!(file.up(&one).expect("goes on"), [2]);
}
