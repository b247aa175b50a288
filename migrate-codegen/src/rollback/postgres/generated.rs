//! Generated migrations: what is called exact is.

use proptest::prelude::*;

use super::{Scene, infer};
use crate::catalog::Catalog;
use crate::change::{Before, Step};
use crate::reader::read;
use crate::source::{SourceFile, SqlText};
use crate::{Dialect, RollbackClass};

const START: &str = "CREATE TYPE m AS ENUM ('x', 'y'); CREATE SEQUENCE s;
    CREATE TABLE a (id serial PRIMARY KEY, k text NOT NULL, l int DEFAULT 1 CHECK (l > 0), e m);
    CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a, k varchar(9) UNIQUE);
    CREATE INDEX i ON a (lower(k)) WHERE l > 1; CREATE VIEW v AS SELECT k FROM b;
    CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql AS 'select 1';";

fn table() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["a", "b", "c", "d"])
}

fn column() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["id", "k", "l", "a_id", "n"])
}

fn of_type() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["int", "bigint", "text", "varchar(4)", "m", "timestamptz", "jsonb"])
}

fn clause() -> impl Strategy<Value = String> {
    (0..10_u8, column(), column(), of_type(), table()).prop_map(|(kind, x, y, of, t)| match kind {
        0 => format!("ADD {x} {of}"),
        1 => format!("ADD COLUMN IF NOT EXISTS {x} {of} NOT NULL"),
        2 => format!("DROP {x} CASCADE"),
        3 => format!("ALTER {x} TYPE {of} USING {x}::{of}"),
        4 => format!("ALTER {x} SET NOT NULL, ALTER {y} DROP DEFAULT"),
        5 => format!("ALTER {x} SET DEFAULT NULL, ALTER {y} DROP NOT NULL"),
        6 => format!("ADD CONSTRAINT q UNIQUE ({x}, {y})"),
        7 => format!("ADD FOREIGN KEY ({x}) REFERENCES {t} NOT VALID"),
        8 => "DROP CONSTRAINT q".to_owned(),
        _ => format!("ADD CHECK ({x} IS NOT NULL)"),
    })
}

fn statement() -> impl Strategy<Value = String> {
    let names = (table(), table(), column(), column(), of_type(), clause());
    (0..22_u8, names).prop_map(|(kind, (t, u, x, y, of, clause))| match kind {
        0..=5 => format!("ALTER TABLE {t} {clause}"),
        6 => format!("ALTER TABLE {t} {clause}, ADD n {of}"),
        7 => format!("CREATE TABLE {t} ({x} {of}, k text PRIMARY KEY)"),
        8 => format!("CREATE TABLE IF NOT EXISTS {t} ({x} serial, {y} {of})"),
        9 => format!("DROP TABLE {t} CASCADE"),
        10 => format!("ALTER TABLE {t} RENAME TO {u}"),
        11 => format!("ALTER TABLE {t} RENAME {x} TO {y}"),
        12 => format!("CREATE INDEX IF NOT EXISTS i ON {t} ({x}, lower(k))"),
        13 => "DROP INDEX i".to_owned(),
        14 => format!("CREATE OR REPLACE VIEW v AS SELECT k, {x} FROM {t}"),
        15 => "DROP VIEW v".to_owned(),
        16 => format!("CREATE VIEW v AS SELECT * FROM {t}"),
        17 => "ALTER TYPE m ADD VALUE IF NOT EXISTS 'z'".to_owned(),
        18 => "ALTER TYPE m RENAME VALUE 'x' TO 'w'".to_owned(),
        19 => {
            format!("CREATE OR REPLACE FUNCTION f(x int) RETURNS int LANGUAGE sql AS 'select {t}'")
        }
        20 => format!("ALTER SEQUENCE s OWNED BY {t}.{x}"),
        _ => {
            format!("CREATE TRIGGER g AFTER UPDATE OF {x} ON {t} FOR EACH ROW EXECUTE FUNCTION f()")
        }
    })
}

/// A fresh object cannot hold what was there.
fn is_fresh(sql: &str) -> bool {
    sql.starts_with("CREATE TABLE ") || sql.contains(" ADD COLUMN ")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_called_exact_is(statements_ in prop::collection::vec(statement(), 1..12)) {
        let sql = statements_.join(";\n");
        let text = SqlText::slice(&SourceFile::new("1.sql", sql.as_str()), 0..sql.len());
        let all = read(&text, Dialect::Postgres);
        let start = Catalog::of(START, Dialect::Postgres);
        let mut catalog = start.clone();
        let mut scenes = Vec::new();
        for (at, statement) in all.iter().enumerate() {
            let before = catalog.clone();
            if catalog.apply(statement).is_ok() {
                let step = Step { text: &text, statement, before: Before::Unknown };
                scenes.push(Scene { at, step, before });
            }
        }
        if let Ok(inferred) = infer(&scenes, &catalog) {
            let down = inferred.statements.join(";\n");
            let text = SqlText::slice(&SourceFile::new("2.sql", down.as_str()), 0..down.len());
            for statement in read(&text, Dialect::Postgres) {
                let done = catalog.apply(&statement);
                prop_assert!(done.is_ok(), "{:?}\n{}\n--\n{}", done, sql, down);
            }
            let fresh = inferred.statements.iter().any(|it| is_fresh(it));
            if inferred.class == RollbackClass::Exact {
                let differences = start.diff(&catalog);
                prop_assert!(differences.is_empty(), "{:?}\n{}\n--\n{}", differences, sql, down);
                prop_assert!(!fresh, "{}\n--\n{}", sql, down);
            } else {
                prop_assert!(!inferred.lost.is_empty());
            }
        }
    }
}
