//! What is said of two schemas that differ.

use super::super::Catalog;
use crate::Dialect;

#[track_caller]
fn check(dialect: Dialect, before: &str, after: &str, expected: &[&str]) {
    let changes = Catalog::of(before, dialect).diff(&Catalog::of(after, dialect));
    let said: Vec<_> = changes.iter().map(ToString::to_string).collect();
    assert_eq!(said, expected, "{before}\n{after}");
}

#[test]
fn tables_and_columns() {
    use Dialect::{Postgres, Sqlite};
    check(Sqlite, "", "CREATE TABLE a (x, y INT)", &["table `a` added: x, y"]);
    check(Sqlite, "CREATE TABLE a (x)", "", &["table `a` removed: x"]);
    check(Sqlite, "CREATE TABLE a (x)", "CREATE TABLE \"A\" ([X]) -- the same", &[]);
    check(
        Sqlite,
        "CREATE TABLE a (x INT, y TEXT, z)",
        "CREATE TABLE a (y TEXT COLLATE nocase DEFAULT 'b', x BIGINT NOT NULL, w AS (x + 1)) STRICT",
        &[
            "table `a` changed: options `strict` added",
            "column `a.x` changed: type `INT` became `BIGINT`, not null `NOT NULL` added",
            "column `a.y` changed: default `'b'` added, collation `nocase` added",
            "column `a.z` removed",
            "column `a.w` added: AS (x + 1) VIRTUAL",
        ],
    );
    check(
        Sqlite,
        "CREATE TABLE a (x, y)",
        "CREATE TABLE a (y, x)",
        &["table `a` changed: order of columns `x, y` became `y, x`"],
    );
    check(
        Postgres,
        "CREATE TABLE a (x int4, y varchar(3), z timestamptz DEFAULT now())",
        "CREATE TABLE public.a (x integer, y character varying (3), z timestamp with time zone)",
        &["column `a.z` changed: default `now()` removed"],
    );
    check(
        Postgres,
        "CREATE TABLE a (x bigint)",
        "CREATE TABLE a (x bigint GENERATED ALWAYS AS IDENTITY)",
        &[
            "column `a.x` changed: not null `NOT NULL` added, \
             identity `GENERATED ALWAYS AS IDENTITY` added",
            "sequence `a_x_seq` added",
        ],
    );
}

#[test]
fn constraints() {
    check(
        Dialect::Sqlite,
        "CREATE TABLE a (x INTEGER PRIMARY KEY, y REFERENCES a, CHECK (x > 0), UNIQUE (y))",
        "CREATE TABLE a (x INTEGER PRIMARY KEY AUTOINCREMENT, y REFERENCES a ON DELETE CASCADE,
            CHECK (x > 1), CONSTRAINT k UNIQUE (y))",
        &[
            "constraint `PRIMARY KEY (x)` of `a` removed",
            "constraint `FOREIGN KEY (y) REFERENCES a` of `a` removed",
            "constraint `CHECK (x > 0)` of `a` removed",
            "constraint `UNIQUE (y)` of `a` removed",
            "constraint `PRIMARY KEY (x) AUTOINCREMENT` of `a` added",
            "constraint `FOREIGN KEY (y) REFERENCES a ON DELETE CASCADE` of `a` added",
            "constraint `CHECK (x > 1)` of `a` added",
            "constraint `k` of `a` added: UNIQUE (y)",
        ],
    );
    check(
        Dialect::Postgres,
        "CREATE TABLE a (x int CHECK (x > 0) NOT VALID, y int UNIQUE)",
        "CREATE TABLE a (x int CHECK (x > 1), y int)",
        &[
            "constraint `a_x_check` of `a` changed: rule `CHECK (x > 0) NOT VALID` became \
             `CHECK (x > 1)`",
            "constraint `a_y_key` of `a` removed: UNIQUE (y)",
        ],
    );
}

#[test]
fn other_objects() {
    let table = "CREATE TABLE a (x, y);";
    check(
        Dialect::Sqlite,
        &format!(
            "{table} CREATE INDEX i ON a (x); CREATE INDEX j ON a (x); CREATE VIEW v AS SELECT 1;
             CREATE TRIGGER g AFTER INSERT ON a BEGIN SELECT 1; END"
        ),
        &format!(
            "{table} CREATE UNIQUE INDEX i ON a (x DESC, lower(y)) WHERE x > 0;
             CREATE VIEW v AS SELECT 2; CREATE TRIGGER g AFTER DELETE ON a BEGIN SELECT 1; END"
        ),
        &[
            "index `i` of `a` changed: definition `(x)` became \
             `UNIQUE (x desc, lower(y)) WHERE x > 0`",
            "index `j` of `a` removed: (x)",
            "view `v` changed: query `SELECT 1` became `SELECT 2`",
            "trigger `g` of `a` changed: event `AFTER INSERT` became `AFTER DELETE`",
        ],
    );
    check(
        Dialect::Postgres,
        "CREATE TYPE mood AS ENUM ('sad', 'it''s'); CREATE SEQUENCE s",
        "CREATE TYPE mood AS ENUM ('sad'); ALTER TYPE mood ADD VALUE 'ok' BEFORE 'sad'",
        &[
            "sequence `s` removed",
            "type `mood` changed: definition `ENUM ('sad', 'it's')` became `ENUM ('ok', 'sad')`",
        ],
    );
}

#[test]
fn nothing_is_said_of_what_is_not_known() {
    let known = "CREATE TABLE a (x int); CREATE TABLE b (x int);";
    let opaque = "DO $$ BEGIN PERFORM 1; ALTER TABLE a ADD y int; END $$";
    let said = &["table `b` removed: x"];
    check(Dialect::Postgres, known, &format!("CREATE TABLE a (x int); {opaque}"), said);
    check(Dialect::Postgres, known, &format!("{known} DO $$ BEGIN EXECUTE x; END $$"), &[]);
    check(Dialect::Sqlite, "", "CREATE TEMP TABLE a (x)", &[]);
}

#[test]
fn they_are_values() {
    let change = Catalog::of("CREATE TABLE a (x INT)", Dialect::Sqlite)
        .diff(&Catalog::of("CREATE TABLE a (x INT DEFAULT 1)", Dialect::Sqlite));
    let json = serde_json::to_string(&change).expect("values");
    assert_eq!(
        json,
        "[{\"thing\":\"column\",\"table\":\"a\",\"name\":\"x\",\"difference\":{\"changed\":\
         [{\"what\":\"default\",\"before\":null,\"after\":\"1\"}]}}]"
    );
}
