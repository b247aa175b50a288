//! The check against plain SQLite, on generated histories and on mutants of them.

use proptest::prelude::*;
use rusqlite::Connection;

use super::super::Problem;
use super::History;

/// A table name, a column name, an index name: few, so that they meet.
fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["a", "b", "c", "d"])
}

fn column() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["x", "y", "z"])
}

/// A statement that is right on its own, and may be wrong where it stands.
fn statement() -> impl Strategy<Value = String> {
    let names = (name(), name(), column(), column());
    (0..15_u8, names).prop_map(|(kind, (t, u, x, y))| match kind {
        0..=2 => format!("CREATE TABLE {t} ({x} INT, k TEXT)"),
        3 => format!("CREATE TABLE {t} ({x} INT, {y} INT NOT NULL)"),
        4 => format!("ALTER TABLE {t} ADD COLUMN {x} TEXT"),
        5 => format!("ALTER TABLE {t} DROP COLUMN {x}"),
        6 => format!("ALTER TABLE {t} RENAME COLUMN {x} TO {y}"),
        7 => format!("ALTER TABLE {t} RENAME TO {u}"),
        8 => format!("DROP TABLE {t}"),
        9 => format!("CREATE INDEX i_{t}_{x} ON {u} ({x})"),
        10 => format!("DROP INDEX i_{t}_{x}"),
        11 => format!("CREATE VIEW v_{t} AS SELECT {x} FROM {u}"),
        12 => format!("DROP VIEW v_{t}"),
        13 => format!("UPDATE {t} SET {x} = 1 WHERE {y} IS NULL"),
        _ => format!("CREATE TRIGGER g_{t} AFTER DELETE ON {t} BEGIN DELETE FROM {u}; END"),
    })
}

/// One word changed as a slip of the pen would.
fn mutant(statement: &str, at: usize, slip: u8) -> String {
    let mut words: Vec<String> = statement.split(' ').map(str::to_owned).collect();
    let at = at % words.len();
    match slip {
        0 => words.insert(at, words[at].clone()),
        1 => drop(words.remove(at)),
        2 => words[at] = words[at].chars().rev().collect(),
        _ => words[at] = words[at].replace(['(', ')'], ""),
    }
    words.join(" ")
}

/// The first statement that plain SQLite refuses, applying them one by one.
fn refused(statements: &[String]) -> Option<usize> {
    let database = Connection::open_in_memory().expect("in memory");
    statements.iter().position(|sql| database.execute_batch(sql).is_err())
}

/// The first statement in which the check has an error. What a view, a trigger or a foreign key
/// lacks at the end is reported although SQLite takes the statement, so errors of probes, which say
/// so, are left out, unless SQLite refuses a later statement for them.
fn found(statements: &[String]) -> Option<usize> {
    let texts: Vec<_> = statements.iter().map(String::as_str).collect();
    let errors = History::of(&texts).errors();
    let is_probe = |help: &Option<String>| {
        help.as_ref().is_some_and(|help| help.contains("cannot be used as the schema stands"))
    };
    let noticed = |it: &Problem| {
        let file = it.related.first()?.file.name.strip_suffix(".sql")?;
        file.parse::<usize>().ok().map(|version| version - 1)
    };
    let own = errors.iter().filter(|it| it.code != "empty");
    own.filter_map(|it| if is_probe(&it.help) { noticed(it) } else { it.migration }).min()
}

/// Only statements that apply, in order.
fn applicable(statements: Vec<String>) -> Vec<String> {
    let database = Connection::open_in_memory().expect("in memory");
    statements.into_iter().filter(|sql| database.execute_batch(sql).is_ok()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn says_what_sqlite_says(statements in prop::collection::vec(statement(), 1..12)) {
        prop_assert_eq!(found(&statements), refused(&statements), "{:#?}", statements);
    }

    #[test]
    fn accepts_what_sqlite_accepts(statements in prop::collection::vec(statement(), 1..60)) {
        let statements = applicable(statements);
        prop_assert_eq!(found(&statements), None, "{:#?}", statements);
    }

    #[test]
    fn finds_the_mutant(
        statements in prop::collection::vec(statement(), 8..40),
        at in any::<prop::sample::Index>(),
        word in 0..10_usize,
        slip in 0..4_u8,
    ) {
        let mut statements = applicable(statements);
        prop_assume!(!statements.is_empty());
        let at = at.index(statements.len());
        statements[at] = mutant(&statements[at], word, slip);
        prop_assert_eq!(found(&statements), refused(&statements), "{:#?}", statements);
    }
}
