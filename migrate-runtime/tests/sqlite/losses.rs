//! What a rollback would delete of what was written since, on real files: it is counted, and
//! nothing happens without `--force`.

use migrate_runtime::directory::Directory;
use migrate_runtime::{DialectName, Set, Target, exit_code};
use tempfile::TempDir;

use crate::support::{File, runner, shown};

const T: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);";

#[derive(Clone, Copy)]
enum Kept {
    Nothing,
    Rows,
}

fn read(first: &str, next: &str, kept: Kept) -> Set {
    let directory = TempDir::new().expect("a directory");
    let file = |name: &str, text: &str| {
        std::fs::write(directory.path().join(name), text).expect("can be written");
    };
    let header = match kept {
        Kept::Nothing => "",
        Kept::Rows => "-- @preserve: true\n",
    };
    file("0001_first.sql", &format!("-- @irreversible: the first\n{first}"));
    file("0002_next.sql", &format!("{header}{next}"));
    let read = Directory::read(directory.path(), DialectName::Sqlite, None).expect("reads");
    let problems: Vec<_> = read.report.problems.iter().map(|it| &it.message).collect();
    read.set("shop", "").unwrap_or_else(|| panic!("{problems:?}"))
}

/// The first migration, `rows`, the next one, `written`.
fn open(set: &Set, rows: &str, written: &str) -> File {
    let file = File::new();
    runner(set).target(Target::Steps(1)).up(&mut file.open()).expect("applies");
    file.run(rows);
    file.up(set).expect("applies");
    file.run(written);
    file
}

/// Every object and the number of rows of every table.
fn state(file: &File) -> String {
    let names = file.text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
    let all = |name: &str| file.text(&format!("SELECT count(*), * FROM \"{name}\" GROUP BY rowid"));
    let rows = names.split(';').filter(|it| !it.starts_with("_migrations")).map(all);
    rows.fold(names.clone(), |text, rows| text + "\n" + &rows)
}

/// The rollback is refused with what `expected` says, and changes nothing.
#[track_caller]
fn check([first, rows, next, written]: [&str; 4], kept: Kept, expected: &str) {
    let set = read(first, next, kept);
    let file = open(&set, rows, written);
    let before = state(&file);
    let error = runner(&set).down(&mut file.open()).expect_err("something would be lost");
    let text = shown(&error);
    assert!(text.contains(expected), "{next}: {text}");
    assert_eq!(error.exit_code(), exit_code::UNSAFE, "{next}: {text}");
    assert_eq!(state(&file), before, "{next}");
    let report = runner(&set).force().down(&mut file.open());
    if expected.contains("delete") {
        report.unwrap_or_else(|error| panic!("{next}: {}", shown(&error)));
    }
}

/// The rollback runs, and `query` then reads `expected`.
#[track_caller]
fn runs([first, rows, next, written]: [&str; 4], kept: Kept, [query, expected]: [&str; 2]) {
    let set = read(first, next, kept);
    let file = open(&set, rows, written);
    let report = runner(&set).down(&mut file.open());
    report.unwrap_or_else(|error| panic!("{next}: {}", shown(&error)));
    assert_eq!(file.text(query), expected, "{next}");
}

#[test]
fn rows_of_a_table_in_the_place_of_another() {
    let next = "ALTER TABLE t RENAME TO old; CREATE TABLE t (x);";
    let case = [T, "INSERT INTO t VALUES (1, 'a')", next, "INSERT INTO t VALUES (7), (8)"];
    check(case, Kept::Nothing, "delete 2 rows of `t`");
    let first = "CREATE TABLE a (id INTEGER PRIMARY KEY, w TEXT, v TEXT);";
    let next = "ALTER TABLE a RENAME TO c; CREATE TABLE a (x); ALTER TABLE c DROP COLUMN w;";
    let case = [first, "INSERT INTO a VALUES (1, 'w', 'v')", next, "INSERT INTO a VALUES (7)"];
    check(case, Kept::Rows, "delete 1 row of `a`");
}

#[test]
fn values_behind_another_name() {
    let row = "INSERT INTO t VALUES (1, 'a')";
    let next = "ALTER TABLE t ADD COLUMN x TEXT; ALTER TABLE t RENAME COLUMN x TO y;";
    check([T, row, next, "UPDATE t SET y = 'n'"], Kept::Nothing, "delete 1 value of `t.y`");
    let next = "ALTER TABLE t ADD COLUMN x TEXT; ALTER TABLE t RENAME TO u;";
    check([T, row, next, "UPDATE u SET x = 'n'"], Kept::Nothing, "delete 1 value of `u.x`");
    let next = "CREATE TABLE n (x); ALTER TABLE n RENAME TO m;";
    check([T, row, next, "INSERT INTO m VALUES (1)"], Kept::Nothing, "delete 1 row of `m`");
    let two = &format!("{T} CREATE TABLE s (id INTEGER PRIMARY KEY, v TEXT);");
    let next = "ALTER TABLE t ADD COLUMN x TEXT; ALTER TABLE t RENAME TO h; \
                ALTER TABLE s RENAME TO t; ALTER TABLE h RENAME TO s;";
    check([two, row, next, "UPDATE s SET x = 'n'"], Kept::Nothing, "delete 1 value of `s.x`");
    let next =
        "ALTER TABLE t ADD COLUMN x TEXT; ALTER TABLE t DROP COLUMN v; ALTER TABLE t RENAME TO u;";
    check([T, row, next, "UPDATE u SET x = 'n'"], Kept::Rows, "delete 1 value of `u.x`");
}

const MOVE: &str = "DROP TABLE t; ALTER TABLE n RENAME TO t;";

#[test]
fn rows_that_a_conflict_clause_would_swallow() {
    for (column, row) in [
        ("e TEXT UNIQUE ON CONFLICT IGNORE", "(9, 'a')"),
        ("e TEXT UNIQUE ON CONFLICT REPLACE", "(9, 'a')"),
        ("e TEXT NOT NULL ON CONFLICT IGNORE", "(9, NULL)"),
    ] {
        let first = format!("CREATE TABLE t (id INTEGER PRIMARY KEY, {column});");
        let next = format!(
            "CREATE TABLE n (id INTEGER PRIMARY KEY, e TEXT); INSERT INTO n SELECT id, e FROM t; {MOVE}"
        );
        let written = format!("INSERT INTO t VALUES {row}");
        let case = [first.as_str(), "INSERT INTO t VALUES (1, 'a')", &next, &written];
        check(case, Kept::Nothing, "would lose 1 row of `t`");
    }
}

#[test]
fn what_comes_back_replaces_nothing() {
    let rows = "INSERT INTO t VALUES (1, 'a'), (2, 'b')";
    for clause in ["REPLACE", "IGNORE"] {
        let first =
            format!("CREATE TABLE t (id INTEGER PRIMARY KEY, e TEXT UNIQUE ON CONFLICT {clause});");
        for (next, expected) in [
            ("DELETE FROM t WHERE id = 1", "could not bring back 1 row of `t` as it was"),
            ("UPDATE t SET e = 'x' WHERE id = 1", "would lose 1 row of `t`"),
        ] {
            let set = read(&first, next, Kept::Rows);
            let file = open(&set, rows, "INSERT INTO t VALUES (9, 'a')");
            let before = state(&file);
            let error = runner(&set).down(&mut file.open()).expect_err("the value is taken");
            let text = shown(&error);
            assert!(text.contains(expected), "{text}");
            assert!(text.contains("UNIQUE constraint failed"), "{text}");
            assert_eq!(error.exit_code(), exit_code::UNSAFE, "{text}");
            assert_eq!(state(&file), before, "{next}");
            file.run("DELETE FROM t WHERE id = 9");
            runner(&set).down(&mut file.open()).expect("rolls back");
            assert_eq!(file.text("SELECT * FROM t ORDER BY id"), "1,a;2,b");
        }
    }
}

#[test]
fn values_of_a_column_that_is_called_like_a_keyword() {
    let first = "CREATE TABLE ev (id INTEGER PRIMARY KEY, name TEXT CHECK (name <> ''));";
    for word in ["end", "then", "case", "when", "else", "is"] {
        let next = format!(
            "UPDATE ev SET name = upper(name); \
             CREATE TABLE n (id INTEGER PRIMARY KEY, name TEXT, \"{word}\" TEXT); \
             INSERT INTO n (id, name) SELECT id, name FROM ev; DROP TABLE ev; \
             ALTER TABLE n RENAME TO ev;"
        );
        let written = format!("UPDATE ev SET \"{word}\" = 'n'");
        let case = [first, "INSERT INTO ev VALUES (1, 'a')", &next, &written];
        check(case, Kept::Rows, &format!("delete 1 value of `ev.{word}`"));
    }
}

#[test]
fn values_beside_the_default() {
    let row = "INSERT INTO t VALUES (1, 'a')";
    let next = "ALTER TABLE t ADD COLUMN s TEXT COLLATE NOCASE DEFAULT 'x';";
    check([T, row, next, "UPDATE t SET s = 'X'"], Kept::Nothing, "delete 1 value of `t.s`");
    for default in ["pending", "[zz]", "\"v\"", "'x'", "TRUE"] {
        let next = format!("ALTER TABLE t ADD COLUMN s TEXT DEFAULT {default};");
        let rows = ["SELECT * FROM t ORDER BY id", "1,a;2,b"];
        runs([T, row, &next, "INSERT INTO t (id, v) VALUES (2, 'b')"], Kept::Nothing, rows);
        check([T, row, &next, "UPDATE t SET s = 'n'"], Kept::Nothing, "delete 1 value of `t.s`");
    }
    let first = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, s TEXT DEFAULT \"a\");";
    let rows = ["SELECT * FROM t ORDER BY id", "1,b,c;2,d,a"];
    let row = "INSERT INTO t VALUES (1, 'b', 'c')";
    let written = "INSERT INTO t VALUES (2, 'd')";
    runs([first, row, "ALTER TABLE t DROP COLUMN s", written], Kept::Rows, rows);
}

/// A row that the migration inserted and that was written since is more than what it inserted.
#[test]
fn inserted_rows_that_were_written_since() {
    let row = "INSERT INTO t VALUES (1, 'a')";
    let next = "INSERT INTO t VALUES (8, 'm'), (9, 'n'), (10, NULL);";
    let written = "UPDATE t SET v = 'own' WHERE id >= 9";
    check([T, row, next, written], Kept::Nothing, "delete 2 rows of `t`");
    let rows = ["SELECT * FROM t", "1,a"];
    runs([T, row, next, "DELETE FROM t WHERE id = 9"], Kept::Nothing, rows);
    let written = "INSERT OR REPLACE INTO t VALUES (9, 'N')";
    check([T, row, next, written], Kept::Nothing, "delete 1 row of `t`");
    let first = "CREATE TABLE t (k TEXT PRIMARY KEY COLLATE NOCASE, v);";
    for values in ["('A', 'n')", "('A', lower('N'))"] {
        let next = format!("INSERT INTO t VALUES {values};");
        let written = "UPDATE t SET k = 'a' WHERE k = 'a'";
        check([first, "", &next, written], Kept::Nothing, "delete 1 row of `t`");
    }
    for (after, written) in [
        ("ALTER TABLE t RENAME TO u", "UPDATE u SET v = 'own' WHERE id = 9"),
        ("ALTER TABLE t RENAME COLUMN v TO w", "UPDATE t SET w = 'own' WHERE id = 9"),
        ("ALTER TABLE t RENAME COLUMN id TO k", "UPDATE t SET v = 'own' WHERE k = 9"),
        (
            "CREATE TABLE n (id INTEGER PRIMARY KEY, w TEXT, x); \
             INSERT INTO n (id, w) SELECT id, v FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t",
            "UPDATE t SET w = 'own' WHERE id = 9",
        ),
    ] {
        let next = format!("{next} {after};");
        let table = if after.ends_with("TO u") { "u" } else { "t" };
        check([T, row, &next, written], Kept::Nothing, &format!("delete 1 row of `{table}`"));
        runs([T, row, &next, ""], Kept::Nothing, rows);
    }
}

/// What a column has by itself counts, and values that nobody knows beforehand do not.
#[test]
fn inserted_rows_and_what_is_known_of_them() {
    let first = "CREATE TABLE t (a TEXT, b INT, n NUMERIC DEFAULT '07', r REAL DEFAULT 1, \
                 s TEXT DEFAULT 2, at TEXT DEFAULT CURRENT_TIMESTAMP, g INT AS (b), \
                 PRIMARY KEY (a, b));";
    let row = "INSERT INTO t (a, b) VALUES ('o', 1)";
    let next =
        "INSERT INTO t (b, a, s) VALUES (1, 'x', 5), ('2', 'x', lower('A')), (3, 'x', NULL);";
    let rows = ["SELECT a, b FROM t", "o,1"];
    runs([first, row, next, "UPDATE t SET at = 'then'"], Kept::Nothing, rows);
    runs([first, row, next, "UPDATE t SET s = 'b' WHERE b = 2"], Kept::Nothing, rows);
    for set in ["n = 8", "n = '7a'", "r = NULL", "s = '5.0'", "s = 'X'"] {
        let written = format!("UPDATE t SET {set} WHERE a = 'x' AND b = 1");
        check([first, row, next, &written], Kept::Nothing, "delete 1 row of `t`");
    }
    check([first, row, next, "UPDATE t SET r = 3"], Kept::Nothing, "delete 3 rows of `t`");
    let all = "INSERT INTO t VALUES ('y', 4, 7, 1.0, '2', 'then');";
    runs([first, row, all, ""], Kept::Nothing, rows);
    check([first, row, all, "UPDATE t SET at = 1 WHERE b = 4"], Kept::Nothing, "1 row of `t`");
}

/// The table may be called like the rows in the statement that deletes them.
#[test]
fn inserted_rows_of_a_table_that_is_called_so() {
    let first = "CREATE TABLE inserted (id INTEGER PRIMARY KEY, v TEXT);";
    let (row, next) =
        ("INSERT INTO inserted VALUES (1, 'a')", "INSERT INTO inserted VALUES (9, 'n');");
    runs([first, row, next, ""], Kept::Nothing, ["SELECT * FROM inserted", "1,a"]);
    let written = "UPDATE inserted SET v = 'own'";
    check([first, row, next, written], Kept::Nothing, "delete 1 row of `inserted`");
}

/// What the migration wrote over its own rows is known by what is kept, and newer values stay.
#[test]
fn inserted_rows_that_the_migration_wrote_again() {
    let row = "INSERT INTO t VALUES (1, 'a')";
    let next = "INSERT INTO t VALUES (9, 'n'); UPDATE t SET v = upper(v);";
    let query = "SELECT * FROM t ORDER BY id";
    runs([T, row, next, ""], Kept::Rows, [query, "1,a"]);
    let written = "UPDATE t SET v = 'own' WHERE id = 9";
    runs([T, row, next, written], Kept::Rows, [query, "1,a;9,own"]);
    let two = &format!("{T} CREATE TABLE o (id INTEGER PRIMARY KEY, v);");
    let next = "INSERT INTO t VALUES (9, 'n'); DROP TABLE o;";
    check([two, row, next, written], Kept::Rows, "delete 1 row of `t`");
}

/// What was inserted into a table goes with it, and not from the one in its place.
#[test]
fn rows_with_the_key_of_one_that_is_gone() {
    let next = format!(
        "CREATE TABLE n (id INTEGER PRIMARY KEY, v TEXT, x TEXT); \
         INSERT INTO n (id, v) SELECT id, v FROM t; INSERT INTO t VALUES (9, 'x'); {MOVE}"
    );
    let written = "INSERT INTO t VALUES (9, 'own', NULL)";
    let rows = ["SELECT * FROM t ORDER BY id", "1,a;9,own"];
    runs([T, "INSERT INTO t VALUES (1, 'a')", &next, written], Kept::Nothing, rows);
}

/// A column that comes back has no value for rows that were written since.
#[test]
fn rows_that_a_returning_column_does_not_take() {
    let copied = format!(
        "CREATE TABLE n (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO n SELECT id, v FROM t; {MOVE}"
    );
    let dropped = "ALTER TABLE t DROP COLUMN s;";
    let written = "INSERT INTO t VALUES (2, 'b'), (3, 'c')";
    for (column, index, next, expected) in [
        (
            "s TEXT NOT NULL CHECK (s IN ('p', 'q'))",
            "",
            copied.as_str(),
            "would lose 2 rows of `t`",
        ),
        ("s TEXT NOT NULL CHECK (s IN ('p', 'q'))", "", dropped, "would lose 2 rows of `t`"),
        ("s TEXT NOT NULL UNIQUE", "", &copied, "would lose 1 row of `t`"),
        (
            "s TEXT NOT NULL",
            "CREATE UNIQUE INDEX i ON t (s COLLATE NOCASE DESC, lower(s));",
            &format!("DROP INDEX i; {dropped}"),
            "would lose 1 row of `t`",
        ),
        (
            "s INT NOT NULL REFERENCES p (id)",
            "CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (7);",
            dropped,
            "would leave 2 rows of `t` without their rows in `p`",
        ),
    ] {
        let first = format!("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, {column}); {index}");
        let value = if column.contains("INT NOT") { "7" } else { "'p'" };
        let row = format!("INSERT INTO t VALUES (1, 'a', {value})");
        check([&first, &row, next, written], Kept::Rows, expected);
        let rows = ["SELECT * FROM t", &format!("1,a,{}", value.trim_matches('\''))];
        runs([&first, &row, next, ""], Kept::Rows, rows);
    }
}

/// A unique index that comes back may look at some rows only, and no two nulls are the same.
#[test]
fn rows_that_a_returning_index_does_not_take() {
    let first = format!("{T} CREATE UNIQUE INDEX i ON t (v) WHERE id < 10;");
    let (row, next) = ("INSERT INTO t VALUES (1, 'a')", "DROP INDEX i;");
    let written = "INSERT INTO t VALUES (2, 'a'), (3, 'a'), (12, 'a'), (4, NULL), (5, NULL)";
    check([&first, row, next, written], Kept::Nothing, "would lose 2 rows of `t`");
}

/// A table that is made again gives no id a second time.
#[test]
fn ids_are_given_once() {
    let first = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT);";
    let rows = "INSERT INTO t VALUES (1, 'a'), (50, 'b'); DELETE FROM t WHERE id = 50";
    let mark = "SELECT seq FROM sqlite_sequence WHERE name = 't'";
    for (made, kept) in [
        ("id INTEGER PRIMARY KEY, v TEXT", Kept::Nothing),
        ("id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT, w", Kept::Nothing),
        ("id INTEGER PRIMARY KEY, v TEXT, w", Kept::Rows),
    ] {
        let update = if matches!(kept, Kept::Rows) { "UPDATE t SET v = 'x';" } else { "" };
        let next = format!(
            "CREATE TABLE n ({made}); INSERT INTO n (id, v) SELECT id, v FROM t; {MOVE} {update}"
        );
        runs([first, rows, &next, ""], kept, [mark, "50"]);
        runs([first, rows, &next, "INSERT INTO t (id, v) VALUES (70, 'c')"], kept, [mark, "70"]);
    }
    let next = "ALTER TABLE t RENAME TO old; CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); \
                INSERT INTO t (id, v) SELECT id, v FROM old; DROP TABLE old;";
    runs([first, rows, next, ""], Kept::Nothing, [mark, "50"]);
    let next = "DELETE FROM t; DROP TABLE t; CREATE TABLE t (x);";
    let none = "DELETE FROM t";
    runs([first, &format!("{rows}; {none}"), next, ""], Kept::Rows, [mark, "50"]);
}
