//! What the tests of `verify!` say when they fail.

use std::panic::{AssertUnwindSafe, catch_unwind};

use migrate_runtime::verify::{Verify, assert_restores};
use migrate_runtime::{Migrations, Sqlite};

use crate::support::{set, sql};

#[track_caller]
fn panics(assertion: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(assertion)).expect_err("it must not hold");
    *panic.downcast::<String>().expect("a message")
}

#[test]
fn each_rollback_is_named() {
    let lossy = set([
        sql(1, "CREATE TABLE a (id INTEGER)").down("SELECT 1"),
        sql(2, "CREATE TABLE b (id INTEGER)").down("DROP TABLE b"),
        sql(3, "CREATE VIEW c AS SELECT 1").down("SELECT 1"),
    ]);
    assert_eq!(
        panics(|| assert_restores(&Verify::of(&lossy))),
        "rollbacks do not restore what was there:\n  1 `m1`: table `a` is left behind\
         \n  3 `m3`: view `c` is left behind"
    );
    let broken = set([sql(1, "INSERT INTO nowhere VALUES (1)")]);
    let message = panics(|| assert_restores(&Verify::of(&broken)));
    assert!(message.ends_with("src/m1.rs:1:13: no such table: nowhere"), "{message}");
}

#[cfg(feature = "dev")]
#[test]
fn an_unlisted_file_is_named() {
    let directory = tempfile::TempDir::new().expect("a directory");
    let file = |name: &str, text: &str| {
        let path = directory.path().join(name);
        std::fs::write(&path, text).expect("can be written");
        path
    };
    file("0001_a.sql", "-- @irreversible: so\nCREATE TABLE a (id INTEGER);");
    let list = "#[migrations]\npub static SHOP: Migrations<Sqlite> = [\"0001_a.sql\"];\n";
    let source = file("lib.rs", list).to_string_lossy().into_owned();
    let shop = Migrations::<Sqlite>::new("shop", source.leak(), &[]);
    migrate_runtime::verify::assert_sources(&shop);

    file("0002_b.sql", "-- @irreversible: so\nCREATE TABLE b (id INTEGER);");
    let message = panics(|| migrate_runtime::verify::assert_sources(&shop));
    assert!(message.contains("0002_b.sql"), "{message}");

    let nowhere = Migrations::<Sqlite>::new("shop", "src/nowhere.rs", &[]);
    let message = panics(|| migrate_runtime::verify::assert_sources(&nowhere));
    assert!(message.contains("`src/nowhere.rs`, is not below"), "{message}");
}
