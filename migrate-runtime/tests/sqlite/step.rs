//! Steps in Rust.

use migrate_runtime::__private::{arg, outcome};
use migrate_runtime::{Result, Transaction, params};

use crate::support::{Draft, File, code, set, shown, sql};

fn names() -> Draft {
    sql(
        1,
        "CREATE TABLE c (id INTEGER PRIMARY KEY, name TEXT, first TEXT); INSERT INTO c (name) VALUES ('Ada L'), ('Bo')",
    )
}

fn portable(tx: &mut Transaction<'_>) -> Result<()> {
    for row in tx.query("SELECT id, name FROM c", params![])? {
        let (id, name): (i64, String) = (row.get(0)?, row.get(1)?);
        tx.execute("UPDATE c SET first = ? WHERE id = ?", params![name.split(' ').next(), id])?;
    }
    let count = tx.query_first("SELECT count(*) FROM c", params![])?.expect("one row");
    assert_eq!(count.get::<u32>(0)?, 2);
    assert!(count.get::<String>(0).is_err());
    Ok(())
}

fn native(connection: &rusqlite::Connection) -> rusqlite::Result<()> {
    connection.execute("UPDATE c SET first = upper(name)", []).map(|_| ())
}

#[test]
fn both_kinds_of_parameters() {
    let file = File::new();
    let three = set([
        names(),
        code(2, |tx| outcome(portable(arg(tx)))),
        code(3, |tx| outcome(native(arg(tx)))),
    ]);
    assert_eq!(file.up(&three).expect("applies"), [1, 2, 3]);
    assert_eq!(file.text("SELECT first FROM c"), "ADA L;BO");
}

/// The step fails and nothing of it stays.
#[track_caller]
fn fails(step: Draft) -> String {
    let file = File::new();
    let error = file.up(&set([names(), step])).expect_err("fails");
    assert_eq!(file.text("SELECT count(first) FROM c"), "0");
    assert_eq!(file.text("SELECT version FROM _migrations"), "1");
    shown(&error)
}

#[test]
fn its_errors_are_told() {
    let text = fails(code(2, |tx| {
        tx.execute("UPDATE c SET first = 'x'", &[])?;
        Err("the moon is full".into())
    }));
    insta::assert_snapshot!(text, @"the step in Rust of migration 2 `m2` failed: the moon is full");
    let text = fails(code(2, |tx| Ok(tx.execute("UPDATE nowhere SET x = 1", &[]).map(|_| ())?)));
    insta::assert_snapshot!(text, @"the step in Rust of migration 2 `m2` failed: the statement failed: no such table: nowhere");
}

#[test]
fn undeclared_changes_of_the_schema_are_refused() {
    insta::assert_snapshot!(
        fails(code(2, |tx| Ok(tx.execute("ALTER TABLE c ADD COLUMN z", &[]).map(|_| ())?))),
        @r#"the step in Rust of migration 2 `m2` changed the schema without saying so (hint: declare it with `schema = ".."`, or put it into a migration of its own)"#
    );
    let file = File::new();
    let step = code(2, |tx| Ok(tx.execute("ALTER TABLE c ADD COLUMN z", &[]).map(|_| ())?));
    let declared = step.schema("ALTER TABLE c ADD COLUMN z");
    assert_eq!(file.up(&set([names(), declared])).expect("applies"), [1, 2]);
}

#[test]
fn it_cannot_end_its_transaction() {
    insta::assert_snapshot!(
        fails(code(2, |tx| Ok(tx.execute("/* so */ commit", &[]).map(|_| ())?))),
        @"the step in Rust of migration 2 `m2` failed: a step in Rust cannot say `COMMIT`: it runs inside the migration's own transaction (hint: return an error to roll everything back)"
    );
    insta::assert_snapshot!(
        fails(code(2, |tx| Ok(tx.execute("SELECT 1; SELECT 2", &[]).map(|_| ())?))),
        @"the step in Rust of migration 2 `m2` failed: expected one statement, found 2 (hint: send them one by one)"
    );
    insta::assert_snapshot!(
        fails(code(2, |tx| Ok(tx.sqlite().expect("SQLite").execute_batch("ROLLBACK")?))),
        @"the step in Rust of migration 2 `m2` ended the migration's transaction (hint: leave out COMMIT and ROLLBACK; what it committed stays)"
    );
    insta::assert_snapshot!(
        fails(code(2, |tx| Ok(tx.sqlite().expect("SQLite").execute_batch("ROLLBACK; BEGIN")?))),
        @"the step in Rust of migration 2 `m2` ended the migration's transaction (hint: leave out COMMIT and ROLLBACK; what it committed stays)"
    );
}

#[test]
fn a_panic_outside_a_transaction_gives_the_lock_back() {
    let file = File::new();
    let panics = code(2, |_| std::panic::resume_unwind(Box::new("oops"))).outside();
    let run = || file.up(&set([names(), panics]));
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err());
    assert_eq!(file.text("SELECT holder FROM _migrations_lock"), "NULL");
    assert_eq!(file.up(&set([names(), code(2, |_| Ok(())).outside()])).expect("goes on"), [2]);
}

#[test]
fn a_panic_rolls_back_and_restores() {
    let file = File::new();
    let mut connection = file.look();
    connection.pragma_update(None, "foreign_keys", true).expect("sets");
    let two = set([
        names(),
        code(2, |tx| {
            tx.execute("UPDATE c SET first = 'x'", &[])?;
            std::panic::resume_unwind(Box::new("oops"))
        })
        .suspend(),
    ]);
    let run = std::panic::AssertUnwindSafe(|| {
        let mut db = migrate_runtime::driver::sqlite::Database::borrow(&mut connection);
        crate::support::up(&two, &mut db)
    });
    assert!(std::panic::catch_unwind(run).is_err());
    assert!(connection.is_autocommit());
    assert_eq!(crate::support::one(&connection, "PRAGMA foreign_keys"), "1");
    assert_eq!(file.text("SELECT count(first) FROM c"), "0");
}
