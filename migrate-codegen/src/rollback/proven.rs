//! Rollbacks from the schemas before and after, as the whole check infers them, proven on SQLite
//! with rows in every table.

mod claims;

use proptest::prelude::*;

use super::generated::{accepted, statement};
use super::tests::{BEFORE, open, rows as rows_of, run, schema};
use crate::check::{Checked, Options, check as check_all};
use crate::source::{Body, Keys, Origin, Source, SourceFile, SqlText};
use crate::{Dialect, ForeignKeys, RollbackClass, Version};

/// Tables that are harder to make again than those of [`BEFORE`].
pub(super) const HARD: &str = "
    CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL);
    INSERT INTO counted (label) VALUES ('a'), ('b'), ('c');
    DELETE FROM counted WHERE id = 3;
    CREATE TABLE pairs (a TEXT, b INT, c TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
    INSERT INTO pairs VALUES ('x', 1, 'one'), ('x', 2, 'two');
    CREATE TABLE exact (id INTEGER PRIMARY KEY, n INTEGER, twice INT AS (n * 2), t TEXT) STRICT;
    INSERT INTO exact (id, n, t) VALUES (1, 5, 'five');
    CREATE TABLE children (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL
        REFERENCES customers (id) ON DELETE CASCADE, note TEXT NOT NULL DEFAULT 'n');
    INSERT INTO children VALUES (1, 1, 'x'), (2, 2, 'y');
    CREATE UNIQUE INDEX pairs_by_c ON pairs (c);
    CREATE VIEW doubled AS SELECT n, twice FROM exact;
    CREATE VIEW of_doubled AS SELECT n FROM doubled;
    CREATE TRIGGER children_log AFTER DELETE ON children BEGIN INSERT INTO log VALUES (old.id); END;
";

fn source(version: i64, text: &str) -> Source {
    let file = SourceFile::new(format!("{version}.sql"), text);
    Source {
        version: Version::new(version).expect("not negative"),
        name: format!("m{version}"),
        description: String::new(),
        keys: Keys::default(),
        up: Body::Sql(SqlText::slice(&file, 0..text.len())),
        down: None,
        commented_down: None,
        origin: Origin::Directory,
        file,
        at: 0..0,
    }
}

/// What the whole check says of `up` after the schemas of both.
fn checked(up: &str) -> Checked {
    checked_after("", up)
}

/// The same, after `more`.
fn checked_after(more: &str, up: &str) -> Checked {
    let before = format!("{BEFORE}{HARD}{more}");
    let sources = [source(1, &before), source(2, up)];
    let mut report = check_all(&sources, &Options::new(Dialect::Sqlite));
    report.migrations.pop().expect("the second one")
}

/// The statements of the rollback, as they would be sent.
fn statements(checked: &Checked) -> Vec<&str> {
    let text = checked.rollback.text.as_ref().map_or("", |text| text.text.as_str());
    checked.down.statements.iter().map(|it| &text[it.range.clone()]).collect()
}

/// Runs up, down, up, and compares: the schema always, the rows where they are said to come back.
#[track_caller]
fn prove(up: &str, checked: &Checked) {
    prove_after("", up, checked);
}

#[track_caller]
fn prove_after(more: &str, up: &str, checked: &Checked) {
    let database = open();
    run(&database, &format!("{BEFORE}{HARD}{more}"));
    let (schema_before, rows_before) = (schema(&database), rows_of(&database));
    run(&database, "PRAGMA foreign_keys = OFF");
    run(&database, up);
    let after = schema(&database);
    if checked.down.foreign_keys == ForeignKeys::Keep {
        run(&database, "PRAGMA foreign_keys = ON");
    }
    let down = statements(checked).join(";\n");
    run(&database, &down);
    assert_eq!(schema(&database), schema_before, "after the down\n{down}\nof\n{up}");
    if checked.rollback.class == RollbackClass::Exact {
        let rows = |all: Vec<String>| {
            // An up that makes a table again loses the number that AUTOINCREMENT counts from.
            all.into_iter().filter(|row| !row.starts_with("sqlite_sequence")).collect::<Vec<_>>()
        };
        assert_eq!(
            rows(rows_of(&database)),
            rows(rows_before),
            "rows after the down\n{down}\nof\n{up}"
        );
    }
    run(&database, "PRAGMA foreign_keys = OFF");
    run(&database, up);
    assert_eq!(schema(&database), after, "after the second up of\n{up}");
}

/// `said` is why rows do not come back, or nothing.
#[track_caller]
fn check(up: &str, class: RollbackClass, said: &str) {
    let checked = checked(up);
    let reason = checked.rollback.reason.as_deref().unwrap_or_default();
    assert_eq!((checked.rollback.class, reason), (class, said), "{up}");
    if class != RollbackClass::Irreversible {
        prove(up, &checked);
    }
}

#[track_caller]
fn check_script(up: &str, expected: &[&str]) {
    let checked = checked(up);
    assert_eq!(statements(&checked), expected, "{:?}", checked.rollback.reason);
    prove(up, &checked);
}

use RollbackClass::{Exact, Irreversible, SchemaOnly};

#[test]
fn a_dropped_column_comes_back_where_it_was() {
    check_script(
        "ALTER TABLE counted DROP COLUMN label",
        &[
            "CREATE TABLE counted_restored (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL)",
            "INSERT INTO counted_restored (id, label) SELECT id, '' FROM counted",
            "DELETE FROM sqlite_sequence WHERE name = 'counted_restored'",
            "INSERT INTO sqlite_sequence (name, seq) SELECT 'counted_restored', seq FROM sqlite_sequence \
             WHERE name = 'counted'",
            "DROP TABLE counted",
            "ALTER TABLE counted_restored RENAME TO counted",
        ],
    );
}

/// The last columns are added again, where SQLite adds them whatever rows there are.
#[test]
fn last_columns_are_added_again() {
    check_script(
        "ALTER TABLE children DROP COLUMN note",
        &[
            "DROP TRIGGER children_log",
            "ALTER TABLE children ADD COLUMN note TEXT NOT NULL DEFAULT 'n'",
            "CREATE TRIGGER children_log AFTER DELETE ON children BEGIN INSERT INTO log VALUES (old.id); END",
        ],
    );
    check_script(
        "ALTER TABLE exact ADD COLUMN more INT; ALTER TABLE exact DROP COLUMN t",
        &[
            "DROP VIEW doubled",
            "DROP VIEW of_doubled",
            "ALTER TABLE exact DROP COLUMN more",
            "ALTER TABLE exact ADD COLUMN t TEXT",
            "CREATE VIEW doubled AS SELECT n, twice FROM exact",
            "CREATE VIEW of_doubled AS SELECT n FROM doubled",
        ],
    );
    let table = |columns: &str| {
        format!("CREATE TABLE t (a, {columns}\n); INSERT OR IGNORE INTO t (a) VALUES (1);")
    };
    let added = |columns: &str, drop: &str| {
        let up = format!(
            "ALTER TABLE t DROP COLUMN {}",
            drop.replace(", ", "; ALTER TABLE t DROP COLUMN ")
        );
        let checked = checked_after(&table(columns), &up);
        prove_after(&table(columns), &up, &checked);
        statements(&checked).iter().filter(|it| it.contains("ADD COLUMN")).count()
    };
    assert_eq!(added("b TEXT DEFAULT (1), c INT DEFAULT -1 -- last", "b, c"), 2);
    assert_eq!(added("b TEXT DEFAULT 'a' COLLATE NOCASE", "b"), 1);
    assert_eq!(added("b, c", "b"), 0, "it was in the middle");
    assert_eq!(added("b TEXT DEFAULT CURRENT_TIMESTAMP", "b"), 0);
    assert_eq!(added("b TEXT DEFAULT (lower('A'))", "b"), 0);
    assert_eq!(added("b TEXT CHECK (b <> '')", "b"), 0);
    assert_eq!(added("b TEXT NOT NULL DEFAULT NULL); INSERT INTO t VALUES (1, 2", "b"), 0);
    assert_eq!(added("b REFERENCES customers", "b"), 1);
    assert_eq!(added("b DEFAULT 1 REFERENCES customers", "b"), 0);
    assert_eq!(added("b AS (a + 1)", "b"), 1);
    assert_eq!(added("b AS (a + 1) STORED", "b"), 0);
    assert_eq!(added("b, CHECK (a > 0)", "b"), 1, "SQLite adds it before the constraint");
}

#[test]
fn dropped_columns() {
    let lost = "the values of `children.note` do not come back";
    check("ALTER TABLE children DROP COLUMN note", SchemaOnly, lost);
    let lost = "the values of `counted.label` do not come back";
    check("ALTER TABLE counted DROP COLUMN label", SchemaOnly, lost);
    let generated = "DROP VIEW of_doubled; DROP VIEW doubled; ALTER TABLE exact DROP COLUMN twice";
    check(generated, Exact, "");
    let again = "ALTER TABLE children DROP COLUMN note; \
                 ALTER TABLE children ADD COLUMN note TEXT NOT NULL DEFAULT 'n'";
    check(again, SchemaOnly, lost_note());
    let moved = "ALTER TABLE log ADD COLUMN kept TEXT; UPDATE log SET kept = what; \
                 DROP TRIGGER orders_log; DROP TRIGGER children_log; \
                 ALTER TABLE log DROP COLUMN what; ALTER TABLE log RENAME COLUMN kept TO what";
    check(moved, Exact, "");
    let some = moved.replace("kept = what", "kept = what WHERE what <> ''");
    check(&some, SchemaOnly, "the values of `log.what` do not come back");
}

fn lost_note() -> &'static str {
    "the values of `children.note` do not come back"
}

#[test]
fn rebuilt_tables() {
    let rebuilt = "CREATE TABLE n (id INTEGER PRIMARY KEY, name TEXT, email TEXT, age INT); \
                   INSERT INTO n (id, name, email) SELECT id, name, email FROM customers; \
                   DROP TABLE customers; ALTER TABLE n RENAME TO customers";
    let dropped = "DROP VIEW names; ";
    check(&format!("{dropped}{rebuilt}"), Exact, "");
    let renamed = "DROP VIEW names; ALTER TABLE customers RENAME TO old; \
                   CREATE TABLE customers (id INTEGER PRIMARY KEY, title TEXT); \
                   INSERT INTO customers SELECT id, name FROM old; DROP TABLE old";
    check(renamed, SchemaOnly, "the values of `customers.email` do not come back");
    let backup = "CREATE TEMP TABLE b AS SELECT * FROM pairs; DROP TABLE pairs; \
                  CREATE TABLE pairs (a TEXT, b INT, c TEXT UNIQUE); \
                  INSERT INTO pairs SELECT a, b, c FROM b; DROP TABLE b";
    check(backup, Exact, "");
    let counted = "CREATE TABLE n (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT); \
                   INSERT INTO n SELECT * FROM counted; DROP TABLE counted; \
                   ALTER TABLE n RENAME TO counted";
    check(counted, Exact, "");
    let computed = "CREATE TABLE n (a TEXT, b INT, c TEXT); \
                    INSERT INTO n SELECT a, b, c || '!' FROM pairs; DROP TABLE pairs; \
                    ALTER TABLE n RENAME TO pairs";
    check(computed, SchemaOnly, "the values of `pairs.c` do not come back");
    // Without its values nothing makes the rows different again.
    let unique = "DROP INDEX pairs_by_c; CREATE TABLE n (a TEXT, b INT); \
                  INSERT INTO n SELECT a, b FROM pairs; DROP TABLE pairs; \
                  ALTER TABLE n RENAME TO pairs";
    check(unique, SchemaOnly, "the values of `pairs.c` do not come back");
    let typed = "CREATE TABLE n (a INTEGER, b INT, c TEXT); INSERT INTO n SELECT * FROM pairs; \
                 DROP TABLE pairs; ALTER TABLE n RENAME TO pairs";
    let why = "the values of `pairs.a` as they were before its type changed do not come back";
    check(typed, SchemaOnly, why);
    let filtered = "CREATE TABLE n (a TEXT, b INT, c TEXT); \
                    INSERT INTO n SELECT * FROM pairs WHERE b = 1; DROP TABLE pairs; \
                    ALTER TABLE n RENAME TO pairs";
    check(filtered, SchemaOnly, "the rows of `pairs` that were not copied do not come back");
    let mixed = "CREATE TABLE n (a TEXT, b INT, c TEXT); INSERT INTO n SELECT * FROM pairs; \
                 INSERT INTO n VALUES ('y', 1, 'more'); DROP TABLE pairs; \
                 ALTER TABLE n RENAME TO pairs";
    let why = "none given, and none inferred: the rows of `pairs` are among others in `pairs`";
    check(mixed, Irreversible, why);
}

/// A table that is made again counts on where it was, without its last row too.
/// A generated column takes no value of a copy that names no columns.
#[test]
fn copies_pass_generated_columns_by() {
    for columns in ["twice INT AS (n * 2), n INTEGER, t TEXT", "n INTEGER, t TEXT, twice AS (n)"] {
        let up = format!(
            "DROP VIEW of_doubled; DROP VIEW doubled; \
             CREATE TABLE new (id INTEGER PRIMARY KEY, {columns}); \
             INSERT INTO new SELECT id, n, t FROM exact; DROP TABLE exact; \
             ALTER TABLE new RENAME TO exact"
        );
        check(&up, Exact, "");
    }
}

#[test]
fn autoincrement_counts_on() {
    let up = "ALTER TABLE counted DROP COLUMN label";
    let database = open();
    run(&database, &format!("{BEFORE}{HARD}{up};{}", statements(&checked(up)).join(";")));
    let counted = rows_of(&database).into_iter().find(|row| row.starts_with("sqlite_sequence"));
    assert_eq!(counted.as_deref(), Some("sqlite_sequence [Text(\"counted\"), Integer(3)]"));
}

#[test]
fn renamed_and_more() {
    check(
        "DROP VIEW names; DROP INDEX customers_by_name; ALTER TABLE customers RENAME TO people; \
         ALTER TABLE people DROP COLUMN name",
        SchemaOnly,
        "the values of `customers.name` do not come back",
    );
    check(
        "DROP VIEW totals; DROP INDEX orders_by_customer; ALTER TABLE orders DROP COLUMN customer_id",
        Irreversible,
        "none given, and none inferred: `orders.customer_id` may not be null, has to fit a \
         condition, and its values are gone",
    );
}

/// What names rows that are gone may not come back.
#[test]
fn references_to_lost_rows() {
    let parent = "CREATE TABLE n (id INTEGER PRIMARY KEY, customer INT, note TEXT); \
                  INSERT INTO n SELECT * FROM children; DROP TABLE children; \
                  ALTER TABLE n RENAME TO children; DROP VIEW names; DROP TABLE customers";
    let why = "none given, and none inferred: `children.customer` may not be null, has to fit a \
               condition, and its values are gone";
    check(parent, Irreversible, why);
}

#[test]
fn inserted_rows_go_by_their_keys() {
    check("INSERT INTO customers VALUES (7, 'g', 'g@h'), (8, 'h', NULL)", Exact, "");
    check_script(
        "INSERT INTO pairs (c, b, a) VALUES ('three', 3, 'x')",
        &[
            "DELETE FROM pairs WHERE (a, b) IN (WITH inserted (a, b, c) AS (VALUES ('x', 3, 'three')) \
           SELECT a, b FROM inserted)",
        ],
    );
    check_script(
        "INSERT INTO pairs VALUES ('x', 3, lower('C')), ('x', 4, 'd'), ('x', 5, lower('E'))",
        &[
            "DELETE FROM pairs WHERE (a, b) IN (WITH inserted (a, b) AS (VALUES ('x', 3), ('x', 5)) \
             SELECT a, b FROM inserted)",
            "DELETE FROM pairs WHERE (a, b) IN (WITH inserted (a, b, c) AS (VALUES ('x', 4, 'd')) \
             SELECT a, b FROM inserted)",
        ],
    );
    // A generated column takes no value.
    let first = "CREATE TABLE made (g INT AS (a), a INT, k INT UNIQUE, b INT);";
    let found = checked_after(first, "INSERT INTO made VALUES (1, 2, 3)");
    let by_key = "DELETE FROM made WHERE k IN (WITH inserted (k, a, b) AS (VALUES (2, 1, 3)) SELECT k \
                  FROM inserted)";
    assert_eq!(statements(&found), [by_key], "{:?}", found.rollback.reason);
    let twice = "none given, and none inferred: rows are inserted into `customers`, which was there \
                 before: which of its rows to delete again is not certain";
    check("INSERT INTO customers (id, name, id) VALUES (1, 'x', NULL)", Irreversible, twice);
    check(
        "ALTER TABLE pairs ADD COLUMN d; INSERT INTO pairs (a, b, d) VALUES ('z', 9, 1)",
        Exact,
        "",
    );
}

/// What a name means, and what a table does with the rows that it gets, the text does not say alone.
#[test]
fn copies_that_are_not_what_they_seem() {
    let hidden = "none given, and none inferred: `pairs` is a temporary table and another one too";
    for change in ["UPDATE main.pairs SET c = 'x' || c", "ALTER TABLE main.pairs ADD COLUMN d"] {
        check(&format!("CREATE TEMP TABLE pairs (a); {change}"), Irreversible, hidden);
    }
    let copy = |table: &str, before: &str| {
        format!(
            "CREATE TABLE n ({table}); {before} INSERT INTO n SELECT * FROM pairs; DROP TABLE pairs; \
             ALTER TABLE n RENAME TO pairs"
        )
    };
    let columns = "a TEXT, b INT, c TEXT";
    let trigger = "CREATE TRIGGER t AFTER INSERT ON n BEGIN UPDATE n SET c = 'x'; END;";
    let fires = "none given, and none inferred: a trigger on `n` may change rows elsewhere";
    check(&copy(columns, trigger), Irreversible, fires);
    let skips = "the rows of `pairs` that were not copied do not come back";
    check(&copy(&format!("{columns}, UNIQUE (a) ON CONFLICT IGNORE"), ""), SchemaOnly, skips);
}

#[test]
fn changed_rows_are_the_authors_matter() {
    let update = "ALTER TABLE pairs ADD COLUMN d; UPDATE pairs SET c = upper(c)";
    let why = "none given, and none inferred: `UPDATE pairs` overwrites values, and the text does \
               not say what they were";
    check(update, Irreversible, why);
}

/// A rebuild of one of the tables, with some of its columns.
fn rebuild() -> impl Strategy<Value = String> {
    let table =
        prop::sample::select(vec!["customers", "orders", "log", "pairs", "counted", "children"]);
    let columns = prop::sample::select(vec!["id", "name", "total", "a, b", "what", "id, label"]);
    (table, columns, prop::bool::ANY).prop_map(|(table, columns, all)| {
        let (list, from) = if all { ("*", "CREATE TABLE n AS SELECT * FROM") } else { (columns, "") };
        if all {
            return format!("{from} {table}; DROP TABLE {table}; ALTER TABLE n RENAME TO {table}");
        }
        format!(
            "CREATE TABLE n ({list}, more TEXT); INSERT INTO n ({list}) SELECT {list} FROM {table}; \
             DROP TABLE {table}; ALTER TABLE n RENAME TO {table}"
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_inferred_restores(
        statements in prop::collection::vec(prop_oneof![4 => statement(), 1 => rebuild()], 1..9)
    ) {
        let up = accepted(&format!("{BEFORE}{HARD}"), &statements).join(";\n");
        let checked = checked(&up);
        if checked.rollback.class != RollbackClass::Irreversible {
            prove(&up, &checked);
        }
    }
}
