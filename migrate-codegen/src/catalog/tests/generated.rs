//! Generated histories, statement by statement beside SQLite.

use proptest::prelude::*;

use super::engine::Pair;
use super::statements;
use crate::Dialect;

/// Names that meet, and that have to be quoted at times.
fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["a", "b", "\"c d\"", "[order]", "E"])
}

fn column() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["x", "y", "[Z]", "`group`"])
}

fn clause() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "INT",
        "TEXT NOT NULL DEFAULT ''",
        "VARCHAR(10) COLLATE NOCASE",
        "INTEGER DEFAULT (1 + 2) CHECK (1 < 2)",
        "BLOB CONSTRAINT k CHECK (k IS NOT NULL)",
        "DECIMAL(4, 2) NOT NULL DEFAULT -1.5",
        "TEXT REFERENCES a (x) ON DELETE CASCADE",
        "TEXT REFERENCES b ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED",
        "AS (k || 'a')",
        "",
    ])
}

fn constraint() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        ", PRIMARY KEY (k DESC)",
        ", CONSTRAINT u UNIQUE (k COLLATE NOCASE) ON CONFLICT REPLACE",
        ", CHECK (length(k) > 1), FOREIGN KEY (k) REFERENCES a (k) ON DELETE RESTRICT",
        ", FOREIGN KEY (k) REFERENCES \"c d\"",
    ])
}

fn statement() -> impl Strategy<Value = String> {
    let names = (name(), name(), column(), column(), clause(), constraint());
    (0..18_u8, names)
        .prop_map(|(kind, (t, u, x, y, c, k))| match kind {
            0..=3 => format!("CREATE TABLE {t} (k TEXT, {x} {c}{k})"),
            4 => format!(
                "CREATE TABLE IF NOT EXISTS {t} ({x} INTEGER PRIMARY KEY, k TEXT, {y} {c}) STRICT"
            ),
            5 | 6 => format!("ALTER TABLE {t} ADD COLUMN {x} {c}"),
            7 => format!("ALTER TABLE {t} DROP COLUMN {x}"),
            8 | 9 => format!("ALTER TABLE {t} RENAME COLUMN {x} TO {y}"),
            10 => format!("ALTER TABLE {t} RENAME COLUMN k TO {y}"),
            11 => format!("ALTER TABLE {t} RENAME TO {u}"),
            12 => format!("DROP TABLE {t}"),
            13 => {
                format!("CREATE INDEX i{x} ON {u} ({x}, k COLLATE NOCASE DESC) WHERE k IS NOT NULL")
            }
            14 => format!("CREATE UNIQUE INDEX IF NOT EXISTS j ON {t} (lower({x}) DESC, k)"),
            15 => format!("CREATE VIEW v AS SELECT k, {x} FROM {u} WHERE {u}.{x} > 1"),
            16 => format!(
                "CREATE TRIGGER g AFTER UPDATE OF {x} ON {t} WHEN new.k <> old.k BEGIN \
             DELETE FROM {u} WHERE k = new.k; UPDATE {t} SET {x} = new.{x}; END"
            ),
            _ => "DROP VIEW IF EXISTS v".to_owned(),
        })
        .prop_map(|sql| sql.replace("i[Z]", "iz").replace("i`group`", "ig"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_catalog_is_the_engines_schema(
        statements_ in prop::collection::vec(statement(), 1..40),
    ) {
        let mut pair = Pair::new();
        for sql in &statements_ {
            for statement in statements(sql, Dialect::Sqlite) {
                let wrong = pair.apply(&statement);
                prop_assert!(wrong.is_empty(), "{}\n{:#?}\n{:#?}", sql, wrong, statements_);
            }
        }
    }
}
