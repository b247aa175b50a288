//! Each statement goes to SQLite and to the catalog; then the texts that SQLite keeps, read as a
//! catalog of their own, are compared with it.

use rusqlite::Connection;

use super::super::{Catalog, Knowledge};
use super::statements;
use crate::Dialect;
use crate::reader::Statement;

/// SQLite and the catalog beside it.
pub(super) struct Pair {
    engine: Connection,
    pub(super) catalog: Catalog,
}

impl Pair {
    pub(super) fn new() -> Self {
        let engine = Connection::open_in_memory().expect("in memory");
        Self { engine, catalog: Catalog::new(Dialect::Sqlite) }
    }

    /// Applies a statement to both; what they disagree about.
    pub(super) fn apply(&mut self, statement: &Statement) -> Vec<String> {
        if self.engine.execute_batch(statement.text()).is_err() {
            // SQLite looks at more than names, so the catalog may take it: then it goes on without.
            return Vec::new();
        }
        let refused = self.catalog.apply(statement).err();
        let refused = refused.map(|fault| format!("refused: {fault}: {}", statement.text()));
        let kept = self.kept();
        let changes = kept.diff(&self.catalog);
        changes.iter().map(ToString::to_string).chain(refused).collect()
    }

    /// The catalog of the texts that SQLite keeps.
    fn kept(&self) -> Catalog {
        let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL \
                   AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT IN \
                   (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY rowid";
        let mut texts = self.engine.prepare(sql).expect("a query");
        let texts = texts.query_map([], |row| row.get(0)).expect("rows");
        let texts: Vec<String> = texts.map(|it| it.expect("a text")).collect();
        Catalog::of(&texts.join(";\n"), Dialect::Sqlite)
    }

    /// The objects that it knows in part only.
    pub(super) fn unsure(&self) -> Vec<String> {
        let partial = Knowledge::Partial;
        let tables = self.catalog.tables().filter(|it| it.knowledge == partial);
        let views = self.catalog.views().filter(|it| it.knowledge == partial);
        let triggers = self.catalog.triggers().filter(|it| it.knowledge == partial);
        let names = tables.map(|it| it.name.to_string());
        let names = names.chain(views.map(|it| it.name.to_string()));
        names.chain(triggers.map(|it| it.name.to_string())).collect()
    }
}

/// SQLite takes every statement, and the catalog is the same after each; `unsure` at the end.
#[track_caller]
fn check(sql: &str, unsure: &[&str]) {
    let mut pair = Pair::new();
    for statement in statements(sql, Dialect::Sqlite) {
        let text = statement.text();
        let taken = pair.engine.execute_batch(&format!("SAVEPOINT s; {text}; ROLLBACK TO s"));
        assert!(taken.is_ok(), "{text}: {taken:?}");
        assert_eq!(pair.apply(&statement), Vec::<String>::new(), "{text}");
    }
    assert_eq!(pair.unsure(), unsure, "{sql}");
}

#[test]
fn columns() {
    check(
        "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, t VARCHAR ( 10 ) NOT NULL, u,
            v TEXT COLLATE NOCASE DEFAULT 'x' UNIQUE ON CONFLICT REPLACE, w DOUBLE PRECISION,
            x DECIMAL(10,2) DEFAULT (1 + 2) CHECK (x > 0), y INT DEFAULT -1 NOT NULL ON CONFLICT FAIL,
            z GENERATED ALWAYS AS (x * 2) STORED, zz TEXT AS (t || 'a') VIRTUAL);
         ALTER TABLE a ADD COLUMN b INTEGER NOT NULL DEFAULT 0 REFERENCES c (id) ON DELETE SET NULL;
         ALTER TABLE a ADD d TEXT AS (t) CHECK (d <> '');
         ALTER TABLE a RENAME COLUMN x TO \"x y\"; ALTER TABLE a RENAME u TO U;
         ALTER TABLE a DROP COLUMN d; ALTER TABLE a DROP b",
        &[],
    );
    check("CREATE TABLE a (x TEXT DEFAULT CURRENT_TIMESTAMP, y DEFAULT NULL, z DEFAULT abc)", &[]);
    check("CREATE TABLE 'a b' ([c d] int, `e` int, \"f\"\"g\" int); DROP TABLE [A B]", &[]);
}

#[test]
fn names_that_a_view_gives_without_as() {
    let table = "CREATE TABLE b (z, y);";
    check(
        &format!("{table} CREATE VIEW v AS SELECT z y FROM b; ALTER TABLE b RENAME y TO x"),
        &["v"],
    );
    check(
        &format!("{table} CREATE VIEW v AS SELECT z, y FROM b; ALTER TABLE b RENAME y TO x"),
        &[],
    );
}

#[test]
fn constraints() {
    check(
        "CREATE TABLE p (a, b ANY, PRIMARY KEY (a COLLATE NOCASE DESC, b) ON CONFLICT IGNORE) WITHOUT ROWID;
         CREATE TABLE q (a INT CONSTRAINT n NOT NULL CONSTRAINT k CHECK (a > 0), b ANY, c TEXT,
            CONSTRAINT u UNIQUE (a, b) CHECK (b <> c)
            FOREIGN KEY (a, b) REFERENCES p (a, b) ON UPDATE CASCADE ON DELETE RESTRICT
                DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY (c) REFERENCES q) STRICT",
        &[],
    );
}

#[test]
fn what_a_rename_changes() {
    let shop = "CREATE TABLE p (id INTEGER PRIMARY KEY, x INT, CHECK (p.x > 0));
         CREATE TABLE c (id INT, p_id INT REFERENCES p (x), other INT REFERENCES p);
         CREATE INDEX i ON p (x DESC, lower(x) COLLATE NOCASE) WHERE x IS NOT NULL;
         CREATE UNIQUE INDEX j ON c (p_id);
         CREATE VIEW v AS SELECT id, x FROM p;
         CREATE TRIGGER t AFTER UPDATE OF x ON p WHEN new.x > 1
            BEGIN UPDATE c SET p_id = new.x; INSERT INTO p (id, x) VALUES (1, 2); END;";
    check(&format!("{shop} ALTER TABLE p RENAME TO \"p 2\"; ALTER TABLE c RENAME TO d"), &[]);
    check(&format!("{shop} ALTER TABLE p RENAME COLUMN x TO y; DROP INDEX j"), &[]);
    check(&format!("{shop} ALTER TABLE c RENAME COLUMN p_id TO q"), &[]);
    check(&format!("{shop} DROP TRIGGER t; DROP VIEW v; DROP TABLE p"), &[]);
    // Both have the column, so whose it is only SQLite knows.
    let both = "CREATE TABLE a (x); CREATE TABLE b (x); CREATE VIEW v AS SELECT a.x FROM a, b;";
    check(&format!("{both} ALTER TABLE a RENAME COLUMN x TO y"), &["v"]);
}

#[test]
fn what_only_the_engine_knows() {
    check("CREATE TABLE a (x); CREATE TABLE b AS SELECT x FROM a; ALTER TABLE b ADD y", &["b"]);
    check("CREATE VIRTUAL TABLE f USING fts5(a, b, tokenize = 'ascii'); DROP TABLE f", &[]);
    check("CREATE TEMP TABLE a (x); CREATE TABLE b (y); DROP TABLE a; DROP TABLE IF EXISTS c", &[]);
    check("CREATE TABLE IF NOT EXISTS a (x); CREATE TABLE IF NOT EXISTS a (y)", &[]);
}

#[test]
fn rebuilds() {
    check(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT); CREATE INDEX i ON a (x);
         CREATE TABLE c (a INT REFERENCES a (id));
         PRAGMA foreign_keys = OFF;
         CREATE TABLE a_new (id INTEGER PRIMARY KEY, x TEXT NOT NULL);
         INSERT INTO a_new SELECT id, x FROM a;
         DROP TABLE a; ALTER TABLE a_new RENAME TO a; CREATE INDEX i ON a (x)",
        &[],
    );
    check(
        "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON;
         CREATE TABLE a (x); CREATE VIEW v AS SELECT x FROM a; ALTER TABLE a RENAME TO b",
        &[],
    );
}
