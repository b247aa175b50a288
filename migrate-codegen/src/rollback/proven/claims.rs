//! What looks like a copy or like a row of its own and is none: nobody says that it comes back.

use super::*;

/// The class after `more`, and the rows where it is exact.
#[track_caller]
fn check(more: &str, up: &str, class: RollbackClass) {
    let checked = checked_after(more, up);
    let reason = checked.rollback.reason.as_deref().unwrap_or_default();
    assert_eq!(checked.rollback.class, class, "{more} {up}: {reason}");
    if class != Irreversible {
        prove_after(more, up, &checked);
    }
}

const T: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);
    INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'b'), (4, NULL);";

/// Makes `t` again as `columns`, filled by `insert`.
fn again(columns: &str, insert: &str) -> String {
    format!("CREATE TABLE n ({columns}); {insert}; DROP TABLE t; ALTER TABLE n RENAME TO t")
}

#[test]
fn rows_that_a_constraint_skips_or_replaces() {
    let table =
        |columns: &str| format!("CREATE TABLE t ({columns}); INSERT INTO t VALUES (1, 'o');");
    let insert = "INSERT INTO t VALUES (1, 'n'), (5, 'f')";
    check(&table("id INTEGER PRIMARY KEY ON CONFLICT IGNORE, e"), insert, Irreversible);
    check(&table("id INTEGER PRIMARY KEY ON CONFLICT REPLACE, e"), insert, Irreversible);
    let other = "INSERT INTO t VALUES (5, 'o')";
    check(&table("id INTEGER PRIMARY KEY, e UNIQUE ON CONFLICT REPLACE"), other, Irreversible);
    check(&table("id INTEGER PRIMARY KEY, e"), other, Exact);
}

#[test]
fn keys_that_compare_in_another_way() {
    let table = |key: &str| {
        format!("CREATE TABLE t (k TEXT COLLATE NOCASE, {key}); INSERT INTO t VALUES ('a');")
    };
    let insert = "INSERT INTO t VALUES ('A')";
    check(&table("PRIMARY KEY (k COLLATE BINARY)"), insert, Irreversible);
    check(&table("UNIQUE (k COLLATE BINARY)"), insert, Irreversible);
    check(&table("PRIMARY KEY (k)"), "INSERT INTO t VALUES ('b')", Exact);
}

#[test]
fn copies_of_some_rows() {
    let rest = "id INTEGER PRIMARY KEY, v TEXT UNIQUE";
    for conflict in ["DO NOTHING", "(v) DO UPDATE SET id = id + 10"] {
        let insert = format!("INSERT INTO n SELECT * FROM t ORDER BY id ON CONFLICT {conflict}");
        check(T, &again(rest, &insert), SchemaOnly);
    }
    for one in ["abs(max(id))", "(max(id))", "\"max\"(id)", "json_group_array(v)"] {
        let insert = format!("INSERT INTO n SELECT id, v, {one} FROM t");
        check(T, &again("id, v TEXT, m", &insert), SchemaOnly);
    }
    let each = "INSERT INTO n SELECT id, v, (SELECT max(total) FROM orders) FROM t";
    check(T, &again("id, v TEXT, m", each), Exact);
}

#[test]
fn values_that_are_no_copies() {
    let columns = "id INTEGER PRIMARY KEY, v TEXT";
    for v in ["v NOTNULL", "v ISNULL"] {
        check(T, &again(columns, &format!("INSERT INTO n SELECT id, {v} FROM t")), SchemaOnly);
    }
    let twice = "INSERT INTO n (id, v, v) SELECT id, 'q', v FROM t";
    check(T, &again(columns, twice), SchemaOnly);
    let generated = "CREATE TABLE t (id INTEGER PRIMARY KEY, g TEXT AS ('g' || id), v TEXT);
        INSERT INTO t (v) VALUES ('a'), ('b');";
    let columns = "id INTEGER PRIMARY KEY, g TEXT, v TEXT";
    check(generated, &again(columns, "INSERT INTO n SELECT * FROM t"), SchemaOnly);
    check(generated, &again(columns, "INSERT INTO n SELECT id, g, v FROM t"), Exact);
}

#[test]
fn updates_that_are_no_copies() {
    let moved = |x: &str, update: &str| {
        format!("ALTER TABLE t ADD x TEXT {x}; UPDATE {update}; ALTER TABLE t DROP COLUMN v")
    };
    check(T, &moved("", "t SET x = v"), Exact);
    check(T, &moved("", "t SET x = v, x = 'q'"), SchemaOnly);
    check(T, &moved("CHECK (x <> 'b')", "OR IGNORE t SET x = v"), SchemaOnly);
    let policy = "NOT NULL ON CONFLICT REPLACE DEFAULT 'd'";
    check(T, &moved(policy, "t SET x = v"), SchemaOnly);
    let replaces =
        "ALTER TABLE t ADD x; CREATE UNIQUE INDEX u ON t (x); UPDATE OR REPLACE t SET x = v";
    check(T, replaces, Irreversible);
}

/// Rows that were inserted are found under the names that table and key have in the end.
#[test]
fn inserted_rows_of_renamed_tables() {
    let insert = "INSERT INTO t VALUES (9, 'n'); ALTER TABLE t RENAME TO u; ";
    check(T, &format!("{insert} CREATE TABLE t (id INTEGER PRIMARY KEY); DROP VIEW names"), Exact);
    check(
        T,
        &format!("{insert} ALTER TABLE u RENAME id TO key; DROP TABLE IF EXISTS absent"),
        Exact,
    );
    let more = "INSERT INTO t VALUES (9, 'n'); INSERT INTO n (id, v) SELECT id, v FROM t";
    check(T, &again("id INTEGER PRIMARY KEY, v TEXT, x", more), Exact);
    let late = "INSERT INTO n (id, v) SELECT id, v FROM t; INSERT INTO t VALUES (9, 'n')";
    let up = again("id INTEGER PRIMARY KEY, v TEXT, x", late);
    let checked = checked_after(T, &up);
    assert!(!statements(&checked).iter().any(|it| it.starts_with("DELETE FROM t ")), "{up}");
    check(T, &up, Exact);
}

/// `ANY` is a number, unless the table is `STRICT`.
#[test]
fn types_that_convert() {
    let table = |columns: &str, strict: &str| {
        format!("CREATE TABLE t ({columns}) {strict}; INSERT INTO t VALUES (1, '007');")
    };
    let (any, blob) = ("id INTEGER PRIMARY KEY, v ANY", "id INTEGER PRIMARY KEY, v BLOB");
    let copy = "INSERT INTO n SELECT id, v FROM t";
    check(&table(any, "STRICT"), &again(any, copy), SchemaOnly);
    check(&table(any, "STRICT"), &again(blob, copy), Exact);
    check(&table(any, ""), &again(blob, copy), Exact);
    check(&table(blob, ""), &again(any, copy), SchemaOnly);
    let text = "id INTEGER PRIMARY KEY, v TEXT";
    for (declared, value) in [
        ("NUMERIC", "9e999"),
        ("INT", "0.1 + 0.2"),
        ("BOOLEAN", "1e19"),
        ("DATE", "2459000.123456789"),
    ] {
        let before = format!(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, v {declared}); INSERT INTO t VALUES (1, {value});"
        );
        check(&before, &again(text, copy), SchemaOnly);
    }
    let whole = "id INTEGER PRIMARY KEY, v INT";
    let before = format!("CREATE TABLE t ({whole}) STRICT; INSERT INTO t VALUES (1, 7);");
    check(&before, &again(text, copy), Exact);
    let key = "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (7, 'a');";
    check(key, &again("id TEXT PRIMARY KEY, v TEXT", copy), Exact);
}
