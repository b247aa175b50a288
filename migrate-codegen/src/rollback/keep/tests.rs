//! What is kept comes back: up with its keeping, perhaps other writes, down, compare, up again.

mod claims;
mod generated;
mod refused;

use rusqlite::Connection;

use crate::check::{Checked, Options, Problem, Report, check as check_all};
use crate::rollback::proven::HARD;
use crate::rollback::tests::{BEFORE, open, rows, run, schema};
use crate::source::{Body, Keys, Origin, Source, SourceFile, SqlText};
use crate::{Dialect, RollbackClass, Version};

/// More tables whose rows may be lost, one of them without a key.
const MORE: &str = "
    CREATE TABLE members (id TEXT NOT NULL PRIMARY KEY COLLATE NOCASE, name TEXT NOT NULL UNIQUE,
        age INT CHECK (age > 0), shout TEXT AS (upper(name)), level ANY);
    INSERT INTO members (id, name, age, level) VALUES ('a', 'Ann', 30, 1), ('b', 'Bob', 40, 1.5),
        ('c', 'Cem', 50, '7');
    CREATE TABLE pets (id INTEGER PRIMARY KEY, member TEXT REFERENCES members (id) ON DELETE CASCADE,
        name TEXT);
    INSERT INTO pets VALUES (1, 'a', 'Rex'), (2, 'b', 'Pip');
    CREATE TABLE keyless (a, b TEXT);
    INSERT INTO keyless VALUES (1, 'x'), (1, 'x'), (2, NULL);
    CREATE TABLE kept (id INTEGER PRIMARY KEY, kept TEXT, fate TEXT, new_kept TEXT);
    INSERT INTO kept VALUES (1, 'a', 'b', 'c'), (2, 'd', 'e', 'f');
    CREATE VIRTUAL TABLE words USING fts5 (word);
    CREATE TABLE audit (id INTEGER PRIMARY KEY, what TEXT);
    CREATE TABLE places (id INTEGER PRIMARY KEY, pos INT NOT NULL CHECK (pos < 9) UNIQUE, slot INT);
    CREATE UNIQUE INDEX places_by_slot ON places (slot);
    INSERT INTO places VALUES (1, 3, 3), (2, 2, 2), (3, 1, 1);
    CREATE TABLE tags (tag TEXT PRIMARY KEY);
    INSERT INTO tags VALUES ('x'), ('y');
    CREATE TRIGGER pets_audit AFTER UPDATE ON pets BEGIN INSERT INTO audit (what) VALUES (new.name); END;
";

fn source(version: i64, text: &str, keys: Keys) -> Source {
    let file = SourceFile::new(format!("{version}.sql"), text);
    Source {
        version: Version::new(version).expect("not negative"),
        name: format!("m{version}"),
        description: String::new(),
        keys,
        up: Body::Sql(SqlText::slice(&file, 0..text.len())),
        down: None,
        commented_down: None,
        origin: Origin::Rust,
        file,
        at: 0..0,
    }
}

fn report(up: &str) -> Report {
    report_after(&format!("{BEFORE}{HARD}{MORE}"), up, Dialect::Sqlite)
}

fn report_after(before: &str, up: &str, dialect: Dialect) -> Report {
    let preserve = Keys { preserve: Some(0..0), ..Keys::default() };
    let sources = [source(1, before, Keys::default()), source(2, up, preserve)];
    check_all(&sources, &Options::new(dialect))
}

#[track_caller]
fn kept(up: &str) -> Checked {
    let mut report = report(up);
    let own = |it: &&Problem| it.migration == Some(1) && it.is_error();
    let errors: Vec<_> = report.problems.iter().filter(own).map(|it| &it.message).collect();
    assert!(errors.is_empty(), "{up}: {errors:?}");
    let checked = report.migrations.pop().expect("the second one");
    assert_eq!(checked.rollback.class, RollbackClass::Preserved, "{up}");
    checked
}

fn before() -> Connection {
    let database = open();
    run(&database, &format!("{BEFORE}{HARD}{MORE}"));
    database
}

/// Applies the migration as the runner does.
fn apply(database: &Connection, checked: &Checked, up: &str) {
    run(
        database,
        &format!("PRAGMA foreign_keys = {}", checked.up.foreign_keys == crate::ForeignKeys::Keep),
    );
    run(database, "BEGIN");
    checked.keeping.iter().flat_map(|it| &it.before).for_each(|sql| run(database, sql));
    run(database, up);
    checked.keeping.iter().flat_map(|it| &it.after).for_each(|sql| run(database, sql));
    run(database, "COMMIT");
}

fn roll_back(database: &Connection, checked: &Checked) {
    let text = checked.rollback.text.as_ref().map_or("", |text| text.text.as_str());
    run(database, "PRAGMA foreign_keys = OFF");
    run(database, text);
}

/// Everything comes back, and comes back again after a second up.
#[track_caller]
fn check(up: &str) {
    check_rounds(up, &["first", "second"]);
}

#[track_caller]
fn check_rounds(up: &str, rounds: &[&str]) {
    let (database, checked) = (before(), kept(up));
    let (schema_before, rows_before) = (schema(&database), rows(&database));
    for round in rounds {
        apply(&database, &checked, up);
        roll_back(&database, &checked);
        assert_eq!(schema(&database), schema_before, "the {round} time: {up}");
        assert_eq!(rows(&database), rows_before, "the {round} time: {up}");
    }
}

/// The rows of a query after the migration, other writes, and the rollback.
#[track_caller]
fn check_after(up: &str, meanwhile: &str, query: &str, expected: &[&str]) {
    let (database, checked) = (before(), kept(up));
    apply(&database, &checked, up);
    run(&database, meanwhile);
    roll_back(&database, &checked);
    let mut statement = database.prepare(query).expect("a query");
    let found: Vec<String> = statement
        .query_map([], |row| row.get(0))
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("texts");
    assert_eq!(found, expected, "{up}; {meanwhile}");
}

#[test]
fn dropped_tables_come_back() {
    check("DROP TABLE keyless");
    check("DROP TABLE pets");
    check("DROP TABLE counted");
    check("DROP TABLE pairs");
    check("DROP VIEW of_doubled; DROP VIEW doubled; DROP TABLE exact");
    check("DROP TABLE pets; DROP TABLE members");
    check("DELETE FROM pets; DROP TABLE pets; CREATE TABLE pets (x)");
    check("DROP TABLE \"odd name\"");
}

#[test]
fn dropped_columns_come_back() {
    check("ALTER TABLE children DROP COLUMN note");
    let quiet = "DROP TRIGGER pets_audit; ALTER TABLE pets";
    check(&format!("{quiet} DROP COLUMN name; ALTER TABLE pets ADD COLUMN name INT"));
    check(&format!("{quiet} RENAME TO animals; ALTER TABLE animals DROP COLUMN name"));
    check(&format!("{quiet} RENAME COLUMN id TO number; ALTER TABLE pets DROP COLUMN name"));
    check("DROP INDEX pairs_by_c; ALTER TABLE pairs DROP COLUMN c");
    check("ALTER TABLE members DROP COLUMN level");
}

#[test]
fn rebuilt_tables_get_their_values_back() {
    let rebuild = |columns: &str, values: &str| {
        format!(
            "CREATE TABLE new ({columns}); INSERT INTO new SELECT {values}; DROP TABLE members; \
             ALTER TABLE new RENAME TO members"
        )
    };
    check(&rebuild("id TEXT PRIMARY KEY COLLATE NOCASE, age INT", "id, age FROM members"));
    check(&rebuild("id TEXT PRIMARY KEY, name TEXT", "id, lower(name) FROM members"));
    check(&rebuild("id TEXT PRIMARY KEY, name TEXT, age TEXT", "id, name, age FROM members"));
    check(&rebuild("id TEXT PRIMARY KEY, level INT", "id, level FROM members WHERE age > 35"));
    check(
        "DROP TRIGGER children_log; CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT); \
           INSERT INTO people SELECT id, name FROM customers; \
           INSERT INTO people SELECT id + 100, label FROM counted; DROP TABLE counted; \
           DELETE FROM children; DELETE FROM orders; DROP VIEW names; DROP TABLE customers",
    );
}

#[test]
fn overwritten_values_come_back() {
    check("UPDATE members SET age = age + 1 WHERE id = 'a'");
    check("UPDATE members SET name = lower(name), level = 7");
    check("UPDATE members SET level = level * 1.0");
    check("UPDATE pairs SET c = c || '!'");
    check("UPDATE pets SET name = upper(name)");
    check("UPDATE customers SET email = coalesce(email, name || '@c')");
    check("UPDATE members SET age = 9; ALTER TABLE members RENAME COLUMN age TO years");
    check("UPDATE pairs SET c = 'q' WHERE b = 1; ALTER TABLE pairs RENAME TO couples");
    check("ALTER TABLE pets ADD COLUMN old TEXT; UPDATE pets SET old = name, name = 'x'");
    check("UPDATE OR REPLACE members SET name = 'Bob' WHERE id = 'a'");
}

#[test]
fn rows_come_back_and_go() {
    check("DELETE FROM members WHERE id = 'a'");
    check("DELETE FROM counted WHERE label = 'a'; UPDATE counted SET label = 'z'");
    check("DELETE FROM pairs");
    check("DELETE FROM tags WHERE tag = 'x'");
    check("DELETE FROM tags; INSERT INTO tags VALUES ('y'), ('z')");
    check("UPDATE kept SET kept = 'x', fate = 'y'; DELETE FROM kept WHERE id = 1");
    check("REPLACE INTO members (id, name) VALUES ('A', 'Other'), ('d', 'Dan')");
    check("INSERT INTO audit (what) SELECT name FROM members");
    check("INSERT OR IGNORE INTO pairs SELECT 'x', id, name FROM pets");
    check(
        "INSERT INTO members (id, name) VALUES ('a', 'Q') ON CONFLICT (id) DO UPDATE SET name = 'Q'",
    );
    // The same key again: what was there before is neither added nor lost.
    let again = "DELETE FROM kept; INSERT INTO kept (id, kept, fate, new_kept) VALUES";
    check(&format!("{again} (1, 'z', 'b', 'c')"));
    check(&format!("{again} (1, 'a', 'b', 'c'), (9, 'n', NULL, NULL)"));
    check("INSERT INTO audit (what) SELECT name FROM pets; DELETE FROM pets; DROP TABLE pets");
}

/// Row by row, one would meet the other in the middle.
#[test]
fn unique_values_change_places() {
    check("UPDATE places SET pos = pos + 1");
    check("UPDATE places SET slot = slot + 1");
    check("UPDATE places SET pos = pos + 1, slot = slot + 1 WHERE id < 3");
    check("UPDATE places SET slot = slot + 1; ALTER TABLE places RENAME TO spots");
    check("DELETE FROM places; INSERT INTO places VALUES (1, 1, 1), (2, 3, 2), (4, 2, 3)");
    let up = "UPDATE places SET pos = pos + 1; DELETE FROM places WHERE id = 1";
    let places = "SELECT group_concat(id || pos) FROM (SELECT * FROM places ORDER BY id)";
    check_after(up, "", places, &["13,22,31"]);
    check_after(up, "UPDATE places SET pos = 7 WHERE id = 2", places, &["13,27,31"]);
    check_after(up, "DELETE FROM places WHERE id = 2", places, &["13,31"]);
    check_after(up, "INSERT INTO places VALUES (5, 5, 5)", places, &["13,22,31,55"]);
}

/// A copy of the new values would not fit into the table that was there before.
#[test]
fn looser_tables_become_strict_again() {
    let rebuild = |columns: &str, values: &str| {
        format!(
            "CREATE TABLE new (id INTEGER PRIMARY KEY, {columns}); \
             INSERT INTO new SELECT id, {values} FROM places; DROP TABLE places; \
             ALTER TABLE new RENAME TO places"
        )
    };
    check(&rebuild("pos INT, slot INT", "NULL, slot"));
    check(&rebuild("pos INT, slot INT", "pos + 100, slot"));
    check(&rebuild("pos INT, slot INT", "7, 7"));
    check(&format!("{}; UPDATE places SET pos = NULL", rebuild("pos INT, slot INT", "pos, slot")));
    check(&rebuild("place INT", "pos * 10"));
    let without = rebuild("pos INT, slot INT", "-pos, slot");
    check(&without.replace("INTEGER PRIMARY KEY", "INT"));
    let triggered = without.replace(
        "INSERT",
        "CREATE TRIGGER t AFTER INSERT ON new BEGIN UPDATE new SET slot = 5; END; INSERT",
    );
    check(&triggered);
    let up = rebuild("pos INT, slot TEXT", "NULL, 'slot ' || slot");
    let places = "SELECT group_concat(id || pos || slot) FROM (SELECT * FROM places ORDER BY id)";
    check_after(&up, "", places, &["133,222,311"]);
    check_after(&up, "UPDATE places SET pos = 8 WHERE id = 2", places, &["133,282,311"]);
    check_after(&up, "UPDATE places SET slot = 8 WHERE id = 2", places, &["133,228,311"]);
    check_after(&up, "DELETE FROM places WHERE id = 2", places, &["133,311"]);
    check_after(&up, "INSERT INTO places VALUES (5, 5, '5')", places, &["133,222,311,555"]);
    let up = format!("{up}; INSERT INTO places VALUES (6, NULL, 'x'), (7, NULL, 'y')");
    check_after(&up, "", places, &["133,222,311"]);
    check_after(
        &up,
        "UPDATE places SET pos = 6, slot = 6 WHERE id = 6",
        places,
        &["133,222,311,666"],
    );
}

#[test]
fn newer_values_stay() {
    let up = "UPDATE pets SET name = upper(name), member = NULL";
    let names = "SELECT id || name || coalesce(member, '-') FROM pets ORDER BY id";
    check_after(up, "", names, &["1Rexa", "2Pipb"]);
    check_after(up, "UPDATE pets SET name = 'Max' WHERE id = 1", names, &["1Maxa", "2Pipb"]);
    check_after(up, "DELETE FROM pets WHERE id = 1", names, &["2Pipb"]);
    check_after(
        up,
        "INSERT INTO pets VALUES (9, NULL, 'New')",
        names,
        &["1Rexa", "2Pipb", "9New-"],
    );
    let up = "DELETE FROM pets WHERE id = 1";
    check_after(up, "INSERT INTO pets VALUES (1, NULL, 'New')", names, &["1New-", "2Pipb"]);
    let up = "INSERT INTO pets (name) SELECT 'Of ' || name FROM members WHERE age > 45";
    check_after(up, "", names, &["1Rexa", "2Pipb"]);
    let later = "UPDATE pets SET name = 'Tom' WHERE id = 3";
    check_after(up, later, names, &["1Rexa", "2Pipb", "3Tom-"]);
    let up = "ALTER TABLE children DROP COLUMN note";
    let notes = "SELECT id || note FROM children ORDER BY id";
    let later = "DELETE FROM children WHERE id = 1; INSERT INTO children VALUES (7, 1)";
    check_after(up, later, notes, &["2y", "7n"]);
}

#[test]
fn a_rollback_works_when_what_was_kept_is_gone() {
    let gone = "DELETE FROM _migrations_kept_2_pets";
    let count = "SELECT count(*) || '' FROM pets";
    check_after("DROP TABLE pets", gone, count, &["0"]);
    check_after("UPDATE pets SET name = 'x'", gone, "SELECT name FROM pets", &["x", "x"]);
    check_after("DELETE FROM pets", gone, count, &["0"]);
    let gone = "DELETE FROM _migrations_kept_2_children";
    let notes = "SELECT note FROM children";
    check_after("ALTER TABLE children DROP COLUMN note", gone, notes, &["n", "n"]);
}

#[test]
fn only_what_changed_stays_aside() {
    let count = |up: &str, table: &str| {
        let (database, checked) = (before(), kept(up));
        apply(&database, &checked, up);
        let sql = format!("SELECT count(*) FROM _migrations_kept_2_{table}");
        database.query_row(&sql, [], |row| row.get::<_, i64>(0)).expect("a count")
    };
    assert_eq!(count("UPDATE members SET age = 9 WHERE id = 'a'", "members"), 1);
    assert_eq!(count("UPDATE members SET age = age", "members"), 0);
    assert_eq!(count("DELETE FROM members WHERE id = 'a'", "members"), 1);
    assert_eq!(count("DELETE FROM members WHERE id = 'a'", "pets"), 1);
    assert_eq!(count("INSERT INTO audit (what) SELECT name FROM pets", "audit"), 2);
    assert_eq!(count("DROP TABLE keyless", "keyless"), 3);
}

/// Each lookup by key uses an index: a large table would take forever otherwise.
#[test]
fn rows_are_found_by_an_index() {
    for up in [
        "REPLACE INTO members (id, name) VALUES ('a', 'x')",
        "REPLACE INTO pets (id, name) VALUES (1, 'x')",
        "DELETE FROM pairs",
        "ALTER TABLE children DROP COLUMN note",
        "UPDATE places SET pos = pos + 1, slot = slot + 1",
        "CREATE TABLE new (id INT, pos INT, slot); INSERT INTO new SELECT id, -pos, slot FROM places; \
         DROP TABLE places; ALTER TABLE new RENAME TO places",
        "CREATE TABLE new (id TEXT PRIMARY KEY, age INT); INSERT INTO new SELECT id, 1 FROM members; \
         DROP TABLE members; ALTER TABLE new RENAME TO members",
    ] {
        let (database, checked) = (before(), kept(up));
        run(&database, "PRAGMA foreign_keys = OFF; BEGIN");
        checked.keeping.iter().flat_map(|it| &it.before).for_each(|sql| run(&database, sql));
        run(&database, up);
        let plan = |sql: &str| {
            let mut plan = database.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("a plan");
            let steps = plan.query_map([], |row| row.get::<_, String>(3)).expect("steps");
            steps.collect::<Result<Vec<_>, _>>().expect("texts")
        };
        let check = |sql: &str| {
            let steps = plan(sql);
            let scans = steps.iter().filter(|it| it.starts_with("SCAN")).count();
            assert!(scans <= 1, "{sql}\n{steps:#?}");
        };
        for sql in checked.keeping.iter().flat_map(|it| &it.after) {
            check(sql);
            run(&database, sql);
        }
        let text = checked.rollback.text.as_ref().map_or("", |text| text.text.as_str());
        for part in &checked.down.statements {
            let sql = &text[part.range.clone()];
            if !["CREATE", "DROP", "ALTER"].iter().any(|word| sql.starts_with(word)) {
                check(sql);
            }
            run(&database, sql);
        }
    }
}

#[test]
fn no_schema_knows_of_kept_tables() {
    let report = report("DROP TABLE pets");
    let checked = report.migrations.last().expect("the second one");
    let touched: Vec<_> = checked.footprint.touched().map(|(name, _)| name.to_owned()).collect();
    assert!(touched.iter().all(|name| !crate::vocabulary::is_kept(name)), "{touched:?}");
    let schema = report.schema.as_ref().expect("a schema");
    assert!(!format!("{schema:?}").contains("_migrations_kept"));
}
