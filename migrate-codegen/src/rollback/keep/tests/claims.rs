//! What is kept where statements do less, or more, than their texts say.

use super::*;

/// Everything comes back, and comes back again after a second up.
#[track_caller]
fn check(before: &str, up: &str) {
    let mut report = report_after(before, up, Dialect::Sqlite);
    let errors: Vec<_> =
        report.problems.iter().filter(|it| it.is_error()).map(|it| &it.message).collect();
    assert!(errors.is_empty(), "{up}: {errors:?}");
    let checked = report.migrations.pop().expect("the second one");
    assert_eq!(checked.rollback.class, RollbackClass::Preserved, "{up}");
    let database = open();
    run(&database, before);
    let (schema_before, rows_before) = (schema(&database), rows(&database));
    for round in ["first", "second"] {
        apply(&database, &checked, up);
        roll_back(&database, &checked);
        assert_eq!(schema(&database), schema_before, "the {round} time: {up}");
        assert_eq!(rows(&database), rows_before, "the {round} time: {up}");
    }
}

#[track_caller]
fn check_refused(before: &str, up: &str, expected: &str) {
    let report = report_after(before, up, Dialect::Sqlite);
    let found = report.problems.iter().find(|it| it.code == "preserve").map(|it| &*it.message);
    let expected = format!("`preserve` is not possible here: {expected}");
    assert_eq!(found, Some(&*expected), "{up}");
}

#[test]
fn names_in_other_scripts() {
    let before = "CREATE TABLE \"Über\" (id INTEGER PRIMARY KEY, \"É\" TEXT);
        CREATE TABLE o (a); INSERT INTO \"Über\" VALUES (1, 'a'), (2, 'b');";
    check(before, "DELETE FROM \"Über\" WHERE id = 1; DROP TABLE o");
    check(before, "DELETE FROM \"Über\" WHERE id = 1");
    check(before, "UPDATE \"Über\" SET \"É\" = upper(\"É\")");
    check(before, "DROP TABLE \"Über\"");
    check(before, "ALTER TABLE \"Über\" DROP COLUMN \"É\"");
}

#[test]
fn keys_that_skip_or_compare_in_another_way() {
    let before = "CREATE TABLE t (id INTEGER PRIMARY KEY ON CONFLICT IGNORE, e);
        INSERT INTO t VALUES (1, 'o');";
    check(before, "INSERT INTO t VALUES (1, 'n'), (5, 'f')");
    let before = "CREATE TABLE t (k TEXT COLLATE NOCASE, v, PRIMARY KEY (k COLLATE BINARY));
        INSERT INTO t VALUES ('a', 1), ('A', 2);";
    let why = "`t` has a primary key that compares values in another way than its columns do: \
               nothing tells which of its rows is which";
    check_refused(before, "UPDATE t SET v = 3", why);
}

#[test]
fn updates_beside_triggers() {
    let before = |trigger: &str| {
        format!(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); CREATE TABLE o (a);
             INSERT INTO t VALUES (1, 'a'), (2, 'b'); {trigger}"
        )
    };
    let up = "ALTER TABLE t ADD q; UPDATE t SET q = v; DROP TRIGGER r; ALTER TABLE t DROP COLUMN v";
    let ignores = before("CREATE TRIGGER r BEFORE UPDATE ON t BEGIN SELECT RAISE(IGNORE); END;");
    check(&ignores, &format!("{up}; DROP TABLE o"));
    check(&ignores, up);
    let rewrites = "CREATE TRIGGER r AFTER UPDATE ON t BEGIN UPDATE t SET v = 'z'; END;";
    check(&before(rewrites), up);
}

#[test]
fn inserted_rows_whose_keys_change() {
    let before = "CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, w);
        INSERT INTO t VALUES (1, 'c', 1);";
    let update = "INSERT INTO t (code) VALUES ('a'); UPDATE t SET code = 'zz' WHERE code = 'a'";
    check(before, update);
    check(before, "INSERT INTO t VALUES (5, 'k', 1); UPDATE t SET id = 50 WHERE id = 5");
    check(before, "INSERT INTO t VALUES (5, 'k', 1); DELETE FROM t WHERE id = 5");
    let renamed = "INSERT INTO t VALUES (5, 'k', 1); ALTER TABLE t RENAME TO c; \
                   CREATE TABLE t (id INTEGER PRIMARY KEY); ALTER TABLE c DROP COLUMN w";
    check(before, renamed);
}

#[test]
fn generated_columns_that_are_unique() {
    let rows = "INSERT INTO t (id, a) VALUES (1, 1), (2, 2);";
    let table =
        |g: &str| format!("CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, g INT AS (a) {g});");
    let swapped = "DROP INDEX u; UPDATE t SET a = 3 - a; CREATE UNIQUE INDEX u ON t (g)";
    check(&format!("{} CREATE UNIQUE INDEX u ON t (g); {rows}", table("")), swapped);
    let replaces = format!("{} {rows}", table("UNIQUE ON CONFLICT REPLACE"));
    let step = "UPDATE t SET a = 9 WHERE id = 1; UPDATE t SET a = 1 WHERE id = 2; UPDATE t SET a = 2 WHERE id = 1";
    check(&replaces, step);
    check(&format!("{} {rows}", table("UNIQUE")), step);
}
