//! Input that is too large, too deep, endless, or not text at all.

use super::History;
use crate::source::{SourceFile, SqlText};

/// The code of every error.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    for history in [History::of(&[text]), History::of(&[text]).d1()] {
        let found: Vec<_> = history.errors().iter().map(|it| it.code).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn deep() {
    let parentheses = format!("SELECT {}1{}", "(".repeat(10_000), ")".repeat(10_000));
    check(&parentheses, &["refused"]);
    check(&"(".repeat(100_000), &["syntax"]);
    check(&format!("SELECT 1{}", " OR 1".repeat(100_000)), &["refused"]);
    check(&"/* ".repeat(10_000), &["endless_comment"]);
}

#[test]
fn large() {
    let rows = "('0123456789012345678901234567890123456789'),\n".repeat(110_000);
    let text = format!("CREATE TABLE a (x TEXT);\nINSERT INTO a VALUES {rows}('');");
    assert!(2 * text.len() > 10_000_000);
    let line = text.replace('\n', " ");
    let history = History::of(&[&format!("{line} SELECT y FROM a; {line}")]);
    let said = history.said(&[super::super::ProblemKind::Judge]);
    assert!(said.lines().all(|line| line.chars().count() < 200), "{said}");
    assert!(said.contains(&format!("1.sql:1:{}", line.len() + 9)), "{said}");
}

#[test]
fn endless() {
    let endless = "WITH n AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM n)";
    check(&format!("CREATE TABLE a (x INT); {endless} SELECT * FROM n;"), &[]);
    check(&format!("CREATE TABLE a (x INT); INSERT INTO a {endless} SELECT x FROM n;"), &[]);
    check(
        &format!(
            "CREATE VIEW v AS {endless} SELECT x FROM n; CREATE TABLE a (x INT); INSERT INTO a SELECT x FROM v; SELECT y FROM a;"
        ),
        &["no_such_column"],
    );
    // The table is never made, so nothing more is said about it.
    check(&format!("CREATE TABLE a AS {endless} SELECT x FROM n; SELECT y FROM a;"), &[]);
    check(&format!("CREATE TABLE a AS {endless} SELECT x FROM n; SELECT FROM a;"), &["syntax"]);
}

#[test]
fn hungry() {
    check(
        "CREATE TABLE a (x BLOB); INSERT INTO a VALUES (zeroblob(500000000)); SELECT y FROM a;",
        &["no_such_column"],
    );
}

#[test]
fn strange() {
    check("\0", &["syntax"]);
    check("SELECT 1;\0", &["syntax"]);
    check("\u{feff}SELECT 1;", &[]);
    check("SELECT 1; /* never closed", &["endless_comment"]);
    check("'", &["syntax"]);
    check("\u{1f600}", &["syntax"]);
    check("CREATE TABLE \"\" (x INT);", &[]);
}

#[test]
fn the_disk_stays_untouched() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let text = format!(
        "ATTACH '{}' AS a; CREATE TABLE a.t (x INT); INSERT INTO a.t VALUES (1); \
         VACUUM INTO '{}'; PRAGMA temp_store_directory = '{}'; DETACH a; \
         CREATE TABLE b (x INT); INSERT INTO b SELECT x FROM a.t;",
        path("attached.db"),
        path("vacuumed.db"),
        folder.path().display(),
    );
    let history = History::of(&[&text]).without_transaction();
    assert!(history.errors().is_empty(), "{:?}", history.errors());
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn places_go_back_through_escapes() {
    // A Rust literal: the text of the file has an escape that the SQL has not.
    let file = SourceFile::new("lib.rs", r#"const A: &str = "SELECT\n x";"#);
    let text = SqlText::mapped(&file, "SELECT\n x".to_owned(), vec![(0, 17), (7, 25)]);
    let history = History::of(&[""]).changed(|source| source.up = crate::source::Body::Sql(text));
    let errors = history.errors();
    assert_eq!(errors.len(), 1);
    assert_eq!(&file.text[errors[0].at.clone()], "x");
}
