//! Migrations that fail.

use std::time::Duration;

use migrate_runtime::exit_code;

use crate::support::{File, runner, set, shown, sql, version};

#[test]
fn reports_what_was_applied_and_keeps_nothing_of_the_rest() {
    let file = File::new();
    let broken = "CREATE TABLE b (x);\nINSERT INTO b\n  VALUES (1, 2)";
    let set = set([sql(1, "CREATE TABLE a (x)"), sql(2, broken), sql(3, "CREATE TABLE c (x)")]);
    let error = file.up(&set).expect_err("fails");
    let applied: Vec<_> =
        error.report().expect("began").applied.iter().map(|d| d.version).collect();
    assert_eq!(applied, [version(1)]);
    assert_eq!((error.version(), error.name()), (Some(version(2)), Some("m2")));
    let at = error.position().expect("known");
    assert_eq!((at.line, at.statement, at.statements), (2, 2, 2));
    assert_eq!(error.exit_code(), exit_code::FAILED);
    insta::assert_snapshot!(shown(&error), @"migration 2 `m2` failed at statement 2 of 2, src/m2.rs:2:1: table b has 1 columns but 2 values were supplied");
    assert_eq!(file.text("SELECT name FROM sqlite_master WHERE name IN ('a', 'b', 'c')"), "a");
    assert_eq!(file.text("SELECT version, status FROM _migrations"), "1,applied");
    insta::assert_snapshot!(file.text("SELECT level, action, version, detail FROM _migrations_log WHERE level = 'error'"), @"error,failed,2,migration 2 `m2` failed at statement 2 of 2, src/m2.rs:2:1: table b has 1 columns but 2 values were supplied");
}

#[test]
fn points_at_the_word() {
    let file = File::new();
    let set = set([sql(1, "\n  CREATE TABLE a (x);\n  SELECT y\n    FROM nowhere, a")]);
    let error = file.up(&set).expect_err("fails");
    let at = error.position().expect("known");
    assert_eq!((at.file.as_str(), at.line, at.statement), ("src/m1.rs", 4, 2));
    insta::assert_snapshot!(shown(&error), @"migration 1 `m1` failed at statement 2 of 2, src/m1.rs:4:10: no such table: nowhere");
}

#[test]
fn a_failed_first_migration_leaves_no_trace() {
    let file = File::new();
    file.run("CREATE TABLE mine (x)");
    let bytes = std::fs::read(file.path()).expect("reads");
    for text in ["nonsense", "CREATE TABLE a (x); nonsense", "CREATE TABLE a (x); SELECT 'a\0b'"] {
        file.up(&set([sql(1, text)])).expect_err("fails");
        assert!(bytes == std::fs::read(file.path()).expect("reads"), "{text}");
    }
}

#[test]
fn a_nul_byte_is_not_the_end() {
    let error = File::new().up(&set([sql(1, "SELECT 1;\nSELECT \0 2")])).expect_err("refused");
    insta::assert_snapshot!(shown(&error), @"migration 1 `m1` has a NUL byte in its SQL at statement 2 of 2, src/m1.rs:2:8 (hint: remove it; the engine would not see what follows it)");
}

#[test]
fn a_statement_that_runs_too_long_is_stopped() {
    let endless =
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n";
    let set = set([sql(1, endless).timeout(Duration::from_millis(50))]);
    let error = File::new().up(&set).expect_err("stopped");
    insta::assert_snapshot!(shown(&error), @"migration 1 `m1` ran longer than its timeout of 50 ms, src/m1.rs:1:1: interrupted");
}

#[test]
fn a_deferred_reference_that_stays_broken_fails_the_commit() {
    let file = File::new();
    let set = set([sql(
        1,
        "CREATE TABLE p (id INTEGER PRIMARY KEY);
         CREATE TABLE c (p REFERENCES p DEFERRABLE INITIALLY DEFERRED);
         INSERT INTO c VALUES (7);",
    )]);
    let error = file.up(&set).expect_err("fails");
    insta::assert_snapshot!(shown(&error), @"migration 1 `m1` failed at its commit: FOREIGN KEY constraint failed");
    assert_eq!(file.text("SELECT count(*) FROM sqlite_master"), "0");
}

#[test]
fn a_correction_continues() {
    let file = File::new();
    let first = sql(1, "CREATE TABLE a (x)");
    file.up(&set([first.clone(), sql(2, "nonsense")])).expect_err("fails");
    assert_eq!(file.up(&set([first, sql(2, "CREATE TABLE b (x)")])).expect("applies"), [2]);
}

#[test]
fn runs_are_counted_on_after_failures() {
    let file = File::new();
    let first = sql(1, "CREATE TABLE a (x)");
    file.up(&set([first.clone()])).expect("applies");
    for _ in 0..2 {
        file.up(&set([first.clone(), sql(2, "nonsense")])).expect_err("fails");
    }
    file.up(&set([first, sql(2, "CREATE TABLE b (x)")])).expect("applies");
    assert_eq!(file.text("SELECT version, batch FROM _migrations"), "1,1;2,2");
}

#[test]
fn a_locked_database_is_named_after_the_timeout() {
    let file = File::new();
    file.run("CREATE TABLE a (x)");
    let other = file.look();
    other.execute_batch("BEGIN IMMEDIATE").expect("locks");
    let set = set([sql(1, "CREATE TABLE b (x)")]);
    let mut waited = 0;
    let mut listen = |_: &migrate_runtime::Event| waited += 1;
    let mut runner = runner(&set).lock_timeout(Duration::from_millis(100)).listener(&mut listen);
    let error = runner.up(&mut file.open()).expect_err("locked");
    assert!(error.is_locked());
    assert_eq!(error.exit_code(), exit_code::LOCKED);
    assert!(waited > 0);
}

/// Odd texts are applied, or refused in the engine's words; the database never suffers.
#[test]
fn odd_texts() {
    let check = |text: &str, expected: &str| {
        let file = File::new();
        file.run("CREATE TABLE mine (x)");
        let bytes = std::fs::read(file.path()).expect("reads");
        match file.up(&set([sql(1, text)])) {
            Ok(applied) => assert_eq!((applied.as_slice(), expected), ([1].as_slice(), "")),
            Err(error) => {
                assert!(shown(&error).contains(expected), "{}", shown(&error));
                assert!(bytes == std::fs::read(file.path()).expect("reads"));
            }
        }
    };
    check("", "");
    check("-- nothing\n;;", "");
    check("CREATE TABLE a (x); /* no end", "");
    check("\u{feff}CREATE TABLE a (x);\r\nCREATE TABLE b (x);\r\n", "");
    check(&format!("SELECT {}1{}", "(".repeat(10_000), ")".repeat(10_000)), "failed");
    check(&format!("CREATE TABLE a (x); INSERT INTO a VALUES ('{}')", "x".repeat(10 << 20)), "");
    check("SELECT 'no end", "unrecognized token");
}
