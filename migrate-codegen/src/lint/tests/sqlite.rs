//! What the rules for SQLite find with the judge at work, and what they leave alone.

use super::{Level, Options, Origin, sources};
use crate::Dialect;

/// A migration that makes nothing.
const NOTHING: &str = "SELECT 1;";

/// `rule: message` of each finding of the last migration.
#[track_caller]
fn check_with(options: &Options, before: &str, sql: &str, expected: &[&str]) {
    let example = format!("-- 0001_a.sql\n{before}\n-- 0002_b.sql\n-- @irreversible: x\n{sql}\n");
    let sources = sources(&example, Origin::SqlFile, options.dialect);
    let found: Vec<_> = crate::check::check(&sources, options)
        .problems
        .iter()
        .filter(|it| it.migration == Some(1))
        .map(|it| format!("{}: {}", it.code, it.message))
        .collect();
    assert_eq!(found, expected, "{sql}");
}

#[track_caller]
fn check(before: &str, sql: &str, expected: &[&str]) {
    check_with(&Options::new(Dialect::Sqlite), before, sql, expected);
}

#[track_caller]
fn rebuilt(old: &str, new: &str, expected: &str) {
    let (old, extra) = old.split_once(';').unwrap_or((old, ""));
    let (new, again) = new.split_once(';').unwrap_or((new, ""));
    let other = if old.contains(" b") { "b" } else { "''" };
    let sql = format!(
        "CREATE TABLE n {new}; INSERT INTO n (a) SELECT ifnull(a, {other}) FROM t; DROP TABLE t; \
         ALTER TABLE n RENAME TO t; {again}"
    );
    let message = format!("rebuild_loses: the rebuild of `t` loses {expected}");
    let expected: &[&str] = if expected.is_empty() { &[] } else { &[&message] };
    let before = format!("CREATE TABLE p (a INTEGER PRIMARY KEY); CREATE TABLE t {old}; {extra}");
    check(&before, &sql, expected);
}

#[track_caller]
fn copied(copy: &str, expected: &[&str]) {
    let sql = format!(
        "CREATE TABLE n (a INTEGER PRIMARY KEY, b TEXT); {copy}; DROP TABLE t; \
         ALTER TABLE n RENAME TO t;"
    );
    let before = "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT, d AS (c));";
    check(before, &sql, expected);
}

#[test]
fn rebuilds_that_leave_values_behind() {
    let columns = |names: &str| {
        format!("drop_column: the rebuild of `t` leaves the values of {names} behind")
    };
    let rows =
        |words: &str| format!("delete_rows: the rebuild of `t` may leave rows behind: `{words}`");
    copied("INSERT INTO n SELECT a, b FROM t", &[&columns("`c`")]);
    copied("INSERT INTO n (a, b) SELECT a, '' FROM t", &[&columns("`b`, `c`")]);
    copied("INSERT INTO n SELECT a, b || \"C\" FROM t", &[]);
    copied("INSERT INTO n SELECT a, b || c FROM t WHERE a > 1", &[&rows("WHERE")]);
    copied("INSERT OR IGNORE INTO n SELECT a, b || c FROM t", &[&rows("OR IGNORE")]);
    copied("INSERT INTO n SELECT a, (SELECT c FROM t u WHERE u.a = t.a) || b FROM t", &[]);
    copied("INSERT INTO n SELECT a, b FROM t; INSERT INTO n SELECT -a, c FROM t", &[]);
    let union = "INSERT INTO n SELECT a, c FROM t WHERE b IS NULL \
                 UNION ALL SELECT a, b FROM t WHERE b IS NOT NULL";
    copied(union, &[]);
}

#[test]
fn rebuilds_that_lose_something() {
    let reshaped = "(a TEXT NOT NULL, b TEXT)";
    rebuilt("(a TEXT, b TEXT) STRICT", reshaped, "`STRICT`");
    rebuilt(
        "(a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT)",
        "(a INTEGER PRIMARY KEY, b)",
        "`AUTOINCREMENT` of `a`",
    );
    rebuilt("(a TEXT COLLATE NOCASE, b TEXT)", reshaped, "`COLLATE NOCASE` of `a`");
    rebuilt("(a TEXT CHECK (a <> ''), b TEXT)", reshaped, "a `CHECK`");
    rebuilt("(a TEXT DEFAULT 'x', b TEXT)", reshaped, "the default `'x'` of `a`");
    rebuilt("(a TEXT, b TEXT REFERENCES p (a))", reshaped, "the foreign key of `b`");
    rebuilt("(a TEXT, b TEXT); CREATE INDEX i ON t (b);", reshaped, "the index `i`");
    let trigger = "CREATE TRIGGER g AFTER DELETE ON t BEGIN SELECT 1; END;";
    rebuilt(&format!("(a TEXT, b TEXT); {trigger}"), reshaped, "the trigger `g`");
}

#[test]
fn rebuilds_that_keep_what_they_can() {
    rebuilt("(a TEXT DEFAULT NULL, b TEXT)", "(a TEXT NOT NULL, b TEXT)", "");
    rebuilt("(a, b); CREATE INDEX i ON t (b);", "(a); CREATE INDEX i ON t (a);", "");
    rebuilt("(a, b); CREATE INDEX i ON t (b);", "(a)", "");
    rebuilt("(a, b); CREATE INDEX i ON t (b);", "(a, b, c); CREATE INDEX j ON t (\"b\");", "");
    // What goes alone was meant to go.
    rebuilt("(a TEXT DEFAULT 'x')", "(a TEXT)", "");
    rebuilt("(a TEXT, b TEXT REFERENCES p (a))", "(a TEXT, b TEXT)", "");
    rebuilt("(a TEXT CHECK (a <> ''))", "(a TEXT)", "");
}

#[test]
fn children_on_d1() {
    let d1 = Options::new(Dialect::D1);
    let shop = |action: &str| {
        format!(
            "CREATE TABLE p (id INTEGER PRIMARY KEY); \
             CREATE TABLE c (p_id INTEGER REFERENCES p (id) {action});"
        )
    };
    let rebuild = "CREATE TABLE n (id INTEGER PRIMARY KEY); INSERT INTO n (id) SELECT id FROM p; \
                   DROP TABLE p; ALTER TABLE n RENAME TO p;";
    for (action, expected) in [
        ("ON DELETE CASCADE", "D1 deletes the rows of `c` that reference `p` with it"),
        ("ON DELETE SET NULL", "D1 clears the references of `c` to `p` with it"),
        ("", "D1 refuses to drop `p` while rows of `c` reference it"),
    ] {
        let expected = format!("drop_takes_children: {expected}");
        check_with(&d1, &shop(action), rebuild, &[&expected]);
        // The runner switches foreign keys off there.
        check(&shop(action), rebuild, &[]);
    }
    let own = "CREATE TABLE p (id INTEGER PRIMARY KEY REFERENCES p (id));";
    check_with(&d1, own, rebuild, &[]);
}

#[test]
fn limits_of_d1() {
    let d1 = Options::new(Dialect::D1);
    let union = |parts: usize| vec!["SELECT 1"; parts].join(" UNION ALL ");
    check_with(&d1, NOTHING, &format!("{};", union(5)), &[]);
    check_with(&d1, NOTHING, &format!("SELECT * FROM ({}) UNION {};", union(5), union(4)), &[]);
    let found = "d1_limits: the query has more than 5 parts, and D1 takes no more";
    check_with(&d1, NOTHING, &format!("{};", union(6)), &[found]);
    let long = "d1_limits: the pattern has 51 bytes, and D1 takes 50";
    check_with(&d1, NOTHING, &format!("SELECT 1 WHERE 'a' LIKE '{}';", "x".repeat(51)), &[long]);
}

#[test]
fn nulls_that_a_rebuild_copies() {
    let rebuild = |copy: &str| {
        format!(
            "CREATE TABLE n (a TEXT NOT NULL, b TEXT); {copy} DROP TABLE t; \
             ALTER TABLE n RENAME TO t;"
        )
    };
    let table = "CREATE TABLE t (a TEXT, b TEXT);";
    let found = "rebuild_refuses_null: the copy fails on rows of `t` whose `a` is null";
    let left = "delete_rows: the rebuild of `t` may leave rows behind: `WHERE`";
    check(table, &rebuild("INSERT INTO n (b, a) SELECT b, a FROM t;"), &[found]);
    check(table, &rebuild("INSERT INTO n (b, a) SELECT b, ifnull(a, '') FROM t;"), &[]);
    check(table, &rebuild("INSERT INTO n (b, a) SELECT b, a FROM t WHERE a <> '';"), &[left]);
    let filled = "UPDATE t SET a = '' WHERE a IS NULL;";
    check(table, &format!("{filled} {}", rebuild("INSERT INTO n SELECT a, b FROM t;")), &[]);
    check("CREATE TABLE t (a TEXT NOT NULL);", &rebuild("INSERT INTO n (a) SELECT a FROM t;"), &[]);
}

#[test]
fn strings_in_double_quotes() {
    let table = "CREATE TABLE t (a TEXT, \"order\" TEXT);";
    check(table, "DELETE FROM t WHERE \"order\" = 'x';", &["delete_rows: rows of `t` are deleted"]);
    let found = "double_quoted_string: \"x\" is no name here, so it is taken for a string";
    check(table, "INSERT INTO t (a) VALUES (\"x\");", &[found]);
    check(table, "CREATE INDEX i ON t (a) WHERE a <> \"x\";", &[found]);
    check(table, "INSERT INTO t (a) VALUES ('\"x\"');", &[]);
    check(NOTHING, "CREATE TABLE \"t\" (\"a\" TEXT DEFAULT 'x');", &[]);
    check(NOTHING, "CREATE TABLE u (b TEXT); INSERT INTO \"u\" (\"b\") VALUES ('x');", &[]);
}

#[test]
fn foreign_keys_with_an_index() {
    let levels = vec![("foreign_key_without_index".to_owned(), Level::Warn)];
    let options = Options { levels, ..Options::new(Dialect::Sqlite) };
    let parent =
        "CREATE TABLE p (a, b, PRIMARY KEY (a, b)); CREATE TABLE q (a INTEGER PRIMARY KEY);";
    for (sql, missing) in [
        ("CREATE TABLE t (x, y, FOREIGN KEY (x, y) REFERENCES p (a, b));", Some("x, y")),
        ("CREATE TABLE t (x, y, FOREIGN KEY (x, y) REFERENCES p (a, b), UNIQUE (y, x));", None),
        ("CREATE TABLE t (x INTEGER PRIMARY KEY REFERENCES q (a));", None),
        ("CREATE TABLE t (x REFERENCES q (a), y, PRIMARY KEY (x, y)) WITHOUT ROWID;", None),
        ("CREATE TABLE t (x REFERENCES q (a), y, PRIMARY KEY (y, x)) WITHOUT ROWID;", Some("x")),
        ("CREATE TABLE t (x); ALTER TABLE t ADD COLUMN y REFERENCES q (a);", Some("y")),
    ] {
        let message = missing.map(|columns| {
            format!("foreign_key_without_index: no index of `t` begins with `{columns}`")
        });
        let expected: Vec<_> = message.iter().map(String::as_str).collect();
        check_with(&options, parent, sql, &expected);
    }
}

#[test]
fn keys_that_are_the_row_id() {
    check(
        NOTHING,
        "CREATE TABLE t (a INT, PRIMARY KEY (a));",
        &["int_primary_key: `a` is not the row id: its type is `INT`, not `INTEGER`"],
    );
    check(NOTHING, "CREATE TABLE t (a INTEGER, b INT, PRIMARY KEY (a));", &[]);
    check(NOTHING, "CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b));", &[]);
    check(NOTHING, "CREATE TABLE t (a INT PRIMARY KEY) WITHOUT ROWID;", &[]);
    check(NOTHING, "CREATE TABLE t (a TEXT PRIMARY KEY);", &[]);
}

#[test]
fn guards_for_columns() {
    let example = "-- 0001_a.sql\nCREATE TABLE t (a);\nALTER TABLE t ADD COLUMN IF NOT EXISTS b;\n";
    let sources = sources(example, Origin::SqlFile, Dialect::Sqlite);
    let report = crate::check::check(&sources, &Options::new(Dialect::Sqlite));
    let help = report.problems.first().and_then(|it| it.help.as_deref()).unwrap_or_default();
    assert!(help.starts_with("SQLite has no such guard for columns"), "{help}");
}
