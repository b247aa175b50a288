//! Steps in Rust that work in batches.

use std::time::Duration;

use migrate_runtime::__private::Body;
use migrate_runtime::driver::{Cancel, Driver, Eviction};
use migrate_runtime::migration::{BackfillCode, StepError};
use migrate_runtime::{Backfill, Event, Result, Set, exit_code, params};

use crate::support::{Draft, File, backfill, code, runner, set, shown, sql};

/// So many rows, and a table in which a test says at which of them a backfill stops.
fn rows(count: u32) -> Draft {
    let text = format!(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER NOT NULL DEFAULT 0, \
         b INTEGER NOT NULL DEFAULT 0); \
         WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {count}) \
         INSERT INTO t (id) SELECT x FROM n; \
         CREATE TABLE stop (id INTEGER);"
    );
    sql(1, &text)
}

const KEYS: &str = "SELECT id FROM t";
const ADD_A: &str = "UPDATE t SET a = a + 1 WHERE id BETWEEN ?1 AND ?2";

fn in_sql(b: &mut Backfill<'_>) -> Result<(), StepError> {
    Ok(b.walk(KEYS, ADD_A)?)
}

/// Adds 1 row by row, and fails where the table `stop` says so.
fn in_rust(b: &mut Backfill<'_>) -> Result<(), StepError> {
    b.each("SELECT id, b FROM t", |tx, row| {
        let (id, b): (i64, i64) = (row.get(0)?, row.get(1)?);
        tx.execute("UPDATE t SET b = ?2 WHERE id = ?1", params![id, b + 1])?;
        match tx.query_first("SELECT 1 FROM stop WHERE id = ?1", params![id])? {
            Some(_) => Err("stop".into()),
            None => Ok(()),
        }
    })?;
    Ok(())
}

fn both(b: &mut Backfill<'_>) -> Result<(), StepError> {
    in_sql(b)?;
    in_rust(b)
}

/// How many rows have each pair of values.
const VALUES: &str = "SELECT a, b, count(*) FROM t GROUP BY a, b ORDER BY a, b";

#[test]
fn each_row_is_changed_once() {
    let file = File::new();
    assert_eq!(file.up(&set([rows(2_000), backfill(2, both)])).expect("applies"), [1, 2]);
    assert_eq!(file.text(VALUES), "1,1,2000");
    let row = "SELECT status, statements_done, metadata, transactional FROM _migrations";
    assert_eq!(file.text(&format!("{row} WHERE version = 2")), "applied,1,NULL,0");
    assert_eq!(file.text("SELECT holder FROM _migrations_lock"), "NULL");
}

#[test]
fn without_rows_there_is_nothing_to_do() {
    let file = File::new();
    let all = set([sql(1, "CREATE TABLE t (id INTEGER PRIMARY KEY, a)"), backfill(2, in_sql)]);
    assert_eq!(file.up(&all).expect("applies"), [1, 2]);
}

#[test]
fn a_failed_one_goes_on_behind_its_last_batch() {
    let file = File::new();
    let all = set([rows(3_000), backfill(2, both)]);
    file.up(&set([rows(3_000)])).expect("applies");
    file.run("INSERT INTO stop VALUES (1234)");
    let error = file.up(&all).expect_err("stops");
    insta::assert_snapshot!(shown(&error), @"migration 2 `m2` failed at the row whose `id` is 1234: stop");
    let done: i64 = file.text("SELECT count(*) FROM t WHERE b = 1").parse().expect("a number");
    assert!((1..1234).contains(&done), "{done}");
    assert_eq!(file.text("SELECT max(id) FROM t WHERE b = 1"), done.to_string());
    assert_eq!(file.text("SELECT count(*) FROM t WHERE a = 1"), "3000");
    assert_eq!(
        file.text("SELECT status, metadata ->> '$.cursor.rows' FROM _migrations WHERE version = 2"),
        format!("failed,{done}")
    );
    file.run("DELETE FROM stop");
    assert_eq!(file.up(&all).expect("goes on"), [2]);
    assert_eq!(file.text(VALUES), "1,1,3000");
    assert_eq!(
        file.text("SELECT group_concat(action, ' ') FROM _migrations_log WHERE version = 2"),
        "started failed resumed applied"
    );
}

/// Stops at a row in the middle, without a change of any other kind.
fn stopped(count: u32) -> File {
    let file = File::new();
    file.up(&set([rows(count)])).expect("applies");
    file.run("INSERT INTO stop VALUES (500)");
    file.up(&set([rows(count), backfill(2, in_rust)])).expect_err("stops");
    file.run("DELETE FROM stop");
    file
}

#[test]
fn an_edited_one_does_not_go_on() {
    let file = stopped(1_000);
    let before = file.text("SELECT * FROM _migrations");
    let edited = set([rows(1_000), backfill(2, in_rust).revision(2)]);
    let error = file.up(&edited).expect_err("was edited");
    assert!(error.is_edited());
    assert_eq!(error.exit_code(), exit_code::CONFLICT);
    insta::assert_snapshot!(shown(&error).replace(char::is_numeric, "_"), @"migration _ `m_` stopped half done, with ___ rows changed, and was edited since (hint: restore its text; or accept the new one for the rows behind these with `repair _`)");
    assert_eq!(file.text("SELECT * FROM _migrations"), before);
    // Nobody reads what a function does: here it walks otherwise, and its checksum is the same.
    let by_another_key = |b: &mut Backfill<'_>| Ok(b.walk("SELECT b FROM t", ADD_A)?);
    let error = file.up(&set([rows(1_000), backfill(2, by_another_key)])).expect_err("is another");
    assert!(error.is_edited());
    insta::assert_snapshot!(shown(&error), @"migration 2 `m2` stopped in a walk by `id`, and would go on by `b` (hint: make the same walks in the same order until it came to its end)");
    assert_eq!(file.up(&set([rows(1_000), backfill(2, in_rust)])).expect("goes on"), [2]);
    assert_eq!(file.text(VALUES), "0,1,1000");
}

#[test]
fn an_edited_one_goes_on_behind_its_rows_on_request() {
    let file = stopped(1_000);
    let edited = set([rows(1_000), backfill(2, in_rust).revision(2)]);
    file.up(&edited).expect_err("was edited");
    let done = file.text("SELECT count(*) FROM t WHERE b = 1");
    let two = crate::support::version(2);
    runner(&edited).repair(&mut file.open(), two).expect("accepts it");
    assert_eq!(file.text("SELECT statements_done FROM _migrations WHERE version = 2"), "0");
    assert_eq!(file.text("SELECT count(*) FROM t WHERE b = 1"), done);
    assert_eq!(file.up(&edited).expect("goes on"), [2]);
    assert_eq!(file.text(VALUES), "0,1,1000");
    assert!(runner(&edited).repair(&mut file.open(), two).is_ok(), "there is nothing to repair");
}

#[test]
fn without_its_cursor_it_does_not_begin_anew() {
    let file = stopped(1_000);
    file.run("UPDATE _migrations SET metadata = '{\"cursor\":7}' WHERE version = 2");
    let all = set([rows(1_000), backfill(2, in_rust)]);
    let error = file.up(&all).expect_err("cannot be read");
    insta::assert_snapshot!(shown(&error), @"how far migration 2 came cannot be read, which no version of this program writes (hint: somebody changed the history's tables; restore them from a backup)");
    assert!(file.up(&all).expect_err("still cannot").is_conflict());
}

#[test]
fn whoever_took_the_lock_over_goes_on() {
    let file = File::new();
    let all = set([rows(4_000), backfill(2, both)]);
    let mut evicted = false;
    let mut evict = |event: &Event| {
        if matches!(event, Event::RowsDone { .. }) && !evicted {
            evicted = true;
            let wish = Eviction {
                token: None,
                by: "somebody",
                reason: None,
                patience: Duration::from_secs(10).into(),
            };
            assert!(file.open().break_lock(&wish).expect("takes it").is_some());
        }
    };
    let error = runner(&all).listener(&mut evict).up(&mut file.open()).expect_err("is fenced");
    assert!(shown(&error).contains("was taken over"), "{}", shown(&error));
    assert_eq!(file.up(&all).expect("goes on"), [2]);
    assert_eq!(file.text(VALUES), "1,1,4000");
}

#[test]
fn a_cancelled_one_goes_on_later() {
    let file = File::new();
    let all = set([rows(4_000), backfill(2, both)]);
    let cancel = Cancel::new();
    let mut listen = |event: &Event| {
        if matches!(event, Event::RowsDone { done: 1.., .. }) {
            cancel.cancel();
        }
    };
    let mut runner = runner(&all).cancelled_by(&cancel).listener(&mut listen);
    assert!(runner.up(&mut file.open()).expect_err("is cancelled").is_cancelled());
    assert_eq!(file.text("SELECT holder FROM _migrations_lock"), "NULL");
    assert_ne!(file.text(VALUES), "1,1,4000");
    assert_eq!(file.up(&all).expect("goes on"), [2]);
    assert_eq!(file.text(VALUES), "1,1,4000");
}

#[test]
fn it_says_how_far_it_is() {
    let file = File::new();
    let all: Set = set([rows(2_000), backfill(2, in_sql)]);
    let mut told = Vec::new();
    let mut listen = |event: &Event| {
        if let Event::RowsDone { done, total, .. } = event {
            told.push((*done, *total));
        }
    };
    runner(&all).listener(&mut listen).up(&mut file.open()).expect("applies");
    assert_eq!(told.first(), Some(&(100, 2_000)));
    assert_eq!(told.last(), Some(&(2_000, 2_000)));
    assert!(told.is_sorted());
}

#[test]
fn a_rollback_may_work_in_batches_too() {
    fn back(b: &mut Backfill<'_>) -> Result<(), StepError> {
        b.each("SELECT id, b FROM t", |tx, row| {
            let (id, b): (i64, i64) = (row.get(0)?, row.get(1)?);
            tx.execute("UPDATE t SET b = ?2 WHERE id = ?1", params![id, b - 1])?;
            match tx.query_first("SELECT 1 FROM stop WHERE id = ?1", params![id])? {
                Some(_) => Err("stop".into()),
                None => Ok(()),
            }
        })?;
        Ok(())
    }
    let file = File::new();
    let all = set([rows(1_000), backfill(2, in_rust).down_backfill(back)]);
    file.up(&all).expect("applies");
    file.run("INSERT INTO stop VALUES (500)");
    runner(&all).down(&mut file.open()).expect_err("stops");
    assert_ne!(file.text(VALUES), "0,1,1000");
    file.run("DELETE FROM stop");
    runner(&all).down(&mut file.open()).expect("goes on");
    assert_eq!(file.text(VALUES), "0,0,1000");
    assert_eq!(file.up(&all).expect("applies"), [2]);
    assert_eq!(file.text(VALUES), "0,1,1000");
}

#[test]
fn it_ends_with_the_rows_that_were_there() {
    fn double(b: &mut Backfill<'_>) -> Result<(), StepError> {
        let insert =
            "INSERT INTO t (id, a) SELECT id + 100000, 7 FROM t WHERE id BETWEEN ?1 AND ?2";
        Ok(b.walk(KEYS, insert)?)
    }
    let file = File::new();
    file.up(&set([rows(1_000), backfill(2, double)])).expect("ends");
    assert_eq!(file.text(VALUES), "0,0,1000;7,0,1000");
}

#[test]
fn equal_keys_stay_together() {
    fn by_name(b: &mut Backfill<'_>) -> Result<(), StepError> {
        b.walk("SELECT name FROM c", "UPDATE c SET a = a + 1 WHERE name BETWEEN ?1 AND ?2")?;
        b.each("SELECT name, id FROM c", |tx, row| {
            tx.execute("UPDATE c SET b = b + 1 WHERE id = ?1", params![row.get::<i64>(1)?])?;
            Ok(())
        })?;
        b.each("SELECT id % 7 AS day, id FROM c", |tx, row| {
            tx.execute("UPDATE c SET d = d + 1 WHERE id = ?1", params![row.get::<i64>(1)?])?;
            Ok(())
        })?;
        Ok(())
    }
    let table = "CREATE TABLE c (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, a, b, d); \
                 WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000) \
                 INSERT INTO c SELECT x, char(65 + x % 3 + x % 2 * 32), 0, 0, 0 FROM n; \
                 CREATE INDEX c_by_name ON c (name);";
    let all = set([sql(1, table), backfill(2, by_name)]);
    let file = File::new();
    let report = runner(&all).up(&mut file.open()).expect("applies");
    assert_eq!(file.text("SELECT a, b, d, count(*) FROM c GROUP BY 1, 2, 3"), "1,1,1,1000");
    assert_eq!(
        report.warnings,
        ["migration 2 `m2` sorts its rows for each batch: no index has the order of `day`"]
    );
}

/// The backfill fails and leaves the rows as they were.
#[track_caller]
fn fails(step: BackfillCode) -> String {
    let file = File::new();
    let error = file.up(&set([rows(300), backfill(2, step)])).expect_err("fails");
    assert_eq!(file.text(VALUES), "0,0,300");
    assert_eq!(file.text("SELECT status FROM _migrations WHERE version = 2"), "failed");
    shown(&error)
}

#[test]
fn what_it_must_not_do() {
    insta::assert_snapshot!(fails(|b| Ok(b.walk(KEYS, "UPDATE t SET a = 1")?)), @"a statement of migration 2 `m2` does not take the first and the last key of a batch (hint: say `WHERE id BETWEEN ?1 AND ?2`, and no other parameters)");
    insta::assert_snapshot!(fails(|b| Ok(b.walk(KEYS, "UPDATE t SET x = ?1 WHERE id = ?2")?)), @"migration 2 `m2` failed in the batch whose `id` is from 1 to 100: the statement failed: no such column: x");
    insta::assert_snapshot!(fails(|b| Ok(b.walk("SELECT id FROM t WHERE id > ?1", ADD_A)?)), @"the rows that migration 2 `m2` walks over are not one query without parameters");
    insta::assert_snapshot!(fails(|b| Ok(b.walk("SELECT x FROM t", ADD_A)?)), @"the step in Rust of migration 2 `m2` failed: the statement failed: no such column: x");
    insta::assert_snapshot!(fails(|b| Ok(b.walk("SELECT nullif(id, 3) AS k FROM t", ADD_A)?)), @"migration 2 `m2` would leave out rows whose `k` is NULL: 1 of them (hint: walk by a key that each row has, or say `WHERE k IS NOT NULL`)");
    insta::assert_snapshot!(fails(|b| Ok(b.walk(KEYS, "COMMIT")?)), @"a statement of migration 2 `m2` does not take the first and the last key of a batch (hint: say `WHERE id BETWEEN ?1 AND ?2`, and no other parameters)");
    insta::assert_snapshot!(
        fails(|b| Ok(b.each("SELECT id FROM t LIMIT 1", |tx, _| {
            tx.execute("ALTER TABLE t ADD COLUMN x", &[])?;
            Ok(())
        })?)),
        @"migration 2 `m2` changes the schema, which a backfill does not (hint: put that into a migration of its own)"
    );
    insta::assert_snapshot!(
        fails(|b| {
            let _ = b.each(KEYS, |_, _| Err("forgotten".into()));
            Ok(())
        }),
        @"migration 2 `m2` went on after a walk of it had failed (hint: return the walk's error)"
    );
    insta::assert_snapshot!(
        fails(|b| {
            let _ = b.each(KEYS, |_, _| Err("forgotten".into()));
            in_sql(b)
        }),
        @"migration 2 `m2` went on after a walk of it had failed (hint: return the walk's error)"
    );
    insta::assert_snapshot!(fails(|_| Err("the moon is full".into())), @"the step in Rust of migration 2 `m2` failed: the moon is full");
}

#[test]
fn a_transaction_that_it_ends_itself() {
    let file = File::new();
    let all = set([
        rows(300),
        backfill(2, |b| {
            Ok(b.each(KEYS, |tx, _| Ok(tx.sqlite().expect("SQLite").execute_batch("COMMIT")?))?)
        }),
    ]);
    let error = file.up(&all).expect_err("is seen");
    insta::assert_snapshot!(shown(&error), @"the step in Rust of migration 2 `m2` ended the migration's transaction (hint: leave out COMMIT and ROLLBACK; what it committed stays)");
}

#[test]
fn it_is_alone_in_its_transactions() {
    let two = set([rows(10), backfill(2, in_sql)]);
    let error = runner(&two).single_transaction().up(&mut File::new().open()).expect_err("refused");
    assert_eq!(error.exit_code(), exit_code::USAGE);
    insta::assert_snapshot!(shown(&error), @"migration 2 `m2` has transactions of its own, so it cannot be part of a single transaction (hint: run without `--single-transaction`)");
}

#[test]
fn a_dry_run_shows_it() {
    let file = File::new();
    file.up(&set([rows(10)])).expect("applies");
    let all = set([rows(10), backfill(2, in_sql).shown(&["SELECT id FROM t"])]);
    let script =
        runner(&all).dry_run(&mut file.open(), migrate_runtime::runner::Action::Up).expect("reads");
    let text = format!("{script:?}");
    assert!(text.contains("-- the backfill of migration 2 `m2`, in batches that each commit"));
    assert!(text.contains("-- SELECT id FROM t"));
}

#[test]
fn a_step_of_another_kind_does_not_go_on_either() {
    let file = stopped(1_000);
    let before = file.text(VALUES);
    let step = code(2, |tx| Ok(tx.execute("UPDATE t SET b = b + 1", &[]).map(|_| ())?));
    for step in [step.clone(), step.outside()] {
        let error = file.up(&set([rows(1_000), step])).expect_err("would meet rows twice");
        assert!(error.is_edited(), "{}", shown(&error));
        assert_eq!(file.text(VALUES), before);
    }
}

#[test]
fn a_panic_leaves_a_backfill_that_goes_on() {
    fn panics(b: &mut Backfill<'_>) -> Result<(), StepError> {
        b.each("SELECT id FROM t", |tx, row| {
            tx.execute("UPDATE t SET b = b + 1 WHERE id = ?1", params![row.get::<i64>(0)?])?;
            match tx.query_first("SELECT 1 FROM stop WHERE id = ?1", params![row.get::<i64>(0)?])? {
                Some(_) => std::panic::resume_unwind(Box::new("oops")),
                None => Ok(()),
            }
        })?;
        Ok(())
    }
    let file = File::new();
    let all = set([rows(1_000), backfill(2, panics)]);
    file.up(&set([rows(1_000)])).expect("applies");
    file.run("INSERT INTO stop VALUES (500)");
    let run = std::panic::AssertUnwindSafe(|| file.up(&all));
    assert!(std::panic::catch_unwind(run).is_err());
    assert_eq!(file.text("SELECT holder FROM _migrations_lock"), "NULL");
    file.run("DELETE FROM stop");
    assert_eq!(file.up(&all).expect("goes on"), [2]);
    assert_eq!(file.text(VALUES), "0,1,1000");
    let body = Body::Backfill(panics);
    assert_eq!(format!("{body:?}"), "Backfill(..)");
}
