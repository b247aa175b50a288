//! Many starters at once.

use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use migrate_runtime::Event;
use migrate_runtime::driver::{Claim, Driver, Lease};

use crate::support::{File, runner, set, sql, up, version};

const STARTERS: usize = 8;

fn start_together(file: &File, migrations: i64) -> usize {
    let barrier = Barrier::new(STARTERS);
    let path = file.path();
    thread::scope(|scope| {
        let starters: Vec<_> = (0..STARTERS)
            .map(|_| {
                scope.spawn(|| {
                    let set = set((1..=migrations).map(|n| {
                        let text = format!("CREATE TABLE t{n} (x); INSERT INTO t{n} VALUES (1)");
                        let draft = sql(n, &text);
                        if n == 2 { draft.outside() } else { draft }
                    }));
                    barrier.wait();
                    let mut db =
                        migrate_runtime::driver::sqlite::Database::open(&path).expect("opens");
                    up(&set, &mut db).expect("nobody fails").len()
                })
            })
            .collect();
        starters.into_iter().map(|starter| starter.join().expect("no panic")).sum()
    })
}

#[test]
fn each_migration_is_applied_by_one_of_them() {
    for mode in ["DELETE", "WAL"] {
        for _ in 0..3 {
            let file = File::new();
            file.run(&format!("PRAGMA journal_mode = {mode}"));
            assert_eq!(start_together(&file, 5), 5, "{mode}");
            for table in 1..=5 {
                assert_eq!(file.text(&format!("SELECT count(*) FROM t{table}")), "1");
            }
            assert_eq!(
                file.text("SELECT count(*) FROM _migrations_log WHERE action = 'applied'"),
                "5"
            );
            assert_eq!(file.text("SELECT holder FROM _migrations_lock"), "NULL");
        }
    }
}

#[test]
fn on_a_file_that_does_not_exist_yet() {
    for _ in 0..3 {
        let file = File::new();
        assert_eq!(start_together(&file, 3), 3);
    }
}

/// Between two migrations of a run anybody may write.
#[test]
fn what_others_do_between_two_migrations_is_seen() {
    for mode in ["DELETE", "WAL"] {
        others_between(mode);
    }
}

#[track_caller]
fn others_between(mode: &str) {
    let file = File::new();
    file.run(&format!("PRAGMA journal_mode = {mode}"));
    let three = set([1, 2, 3].map(|it| sql(it, &format!("CREATE TABLE t{it} (x)"))));
    let mut other = file.open();
    let mut listen = |event: &Event| {
        if matches!(event, Event::MigrationDone { version: done, .. } if *done == version(1)) {
            assert_eq!(up(&three, &mut other).expect("applies the rest"), [2, 3]);
        }
    };
    let report = runner(&three).listener(&mut listen).up(&mut file.open()).expect("finishes");
    assert_eq!((report.applied.len(), report.unchanged), (1, 2));
}

/// Somebody on another machine, who wants the lock for a minute.
fn claim(holder: &str) -> Claim<'_> {
    Claim {
        holder,
        host: "elsewhere",
        pid: 1,
        reason: None,
        lifetime: Duration::from_secs(60),
        patience: Duration::from_secs(1).into(),
    }
}

#[test]
fn a_lock_is_taken_away_from_its_holder_and_from_nobody_who_came_since() {
    let file = File::new();
    let none = set([]);
    let mut db = file.open();
    let Lease::Mine(ada) = db.lock(&claim("ada")).expect("locks") else { panic!("is free") };
    let seen = runner(&none).lock_status(&mut db).expect("reads").lock.token;
    db.unlock(&ada).expect("unlocks");
    db.lock(&claim("bob")).expect("locks");
    let error = runner(&none).release_lock(&mut db, Some(seen)).expect_err("is another's");
    assert!(error.to_string().starts_with("another run holds the lock by now, bob"), "{error}");
    let bob = runner(&none).lock_status(&mut db).expect("reads").lock;
    let released = runner(&none).release_lock(&mut db, Some(bob.token)).expect("releases").released;
    assert_eq!(released.map(|it| it.by).as_deref(), Some("bob"));
}

#[test]
fn a_lock_that_is_taken_between_two_migrations_is_waited_for() {
    let file = File::new();
    let two = set([1, 2].map(|it| sql(it, &format!("CREATE TABLE t{it} (x)"))));
    let mut other = file.open();
    let claim = claim("ada");
    let (mut token, mut waited) = (None, false);
    let mut listen = |event: &Event| match event {
        Event::MigrationDone { version: done, .. } if *done == version(1) => {
            let Lease::Mine(mine) = other.lock(&claim).expect("locks") else { panic!("is free") };
            token = Some(mine);
        }
        Event::Waiting { .. } => {
            waited = true;
            other.unlock(&token.expect("is held")).expect("unlocks");
        }
        _ => {}
    };
    let report = runner(&two).listener(&mut listen).up(&mut file.open()).expect("finishes");
    assert_eq!(report.applied.len(), 2);
    assert!(waited);
}
