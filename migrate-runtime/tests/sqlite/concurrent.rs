//! Many starters at once.

use std::sync::Barrier;
use std::thread;

use crate::support::{File, set, sql, up};

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
