//! What is sent of a migration, and what it needs.

use super::{History, Way};
use crate::check::{Depth, Options};
use crate::source::Origin;
use crate::{Dialect, ForeignKeys, RollbackClass};

const SHOP: &str = "CREATE TABLE p (id INTEGER PRIMARY KEY); \
                    CREATE TABLE c (p_id INT REFERENCES p (id) ON DELETE CASCADE); \
                    INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)";
const REBUILD: &str = "CREATE TABLE n (id INTEGER PRIMARY KEY); INSERT INTO n SELECT id FROM p; \
                       DROP TABLE p; ALTER TABLE n RENAME TO p";

#[track_caller]
fn check(history: &History, way: Way, expected: &str) {
    assert_eq!(history.said(&[super::super::ProblemKind::Judge]), "fine");
    assert_eq!(history.script(way), expected);
}

#[test]
fn dropping_a_referenced_table_suspends_foreign_keys() {
    check(&History::of(&[SHOP, REBUILD]), Way::Up, &format!("{REBUILD} | Suspend | p"));
    check(&History::of(&[SHOP, "DROP TABLE c"]), Way::Up, "DROP TABLE c | Keep | c");
    // Both tables in one migration: the drop meets a reference made a statement before.
    let both = format!("{SHOP}; {REBUILD}");
    check(&History::of(&[&both]), Way::Up, &format!("{both} | Suspend | p"));
}

#[test]
fn the_rows_of_a_rebuilt_table_and_its_children_stay() {
    // A cascade would have emptied `c`, and the index would pass.
    let history = History::of(&[
        SHOP,
        REBUILD,
        "INSERT INTO c SELECT p_id FROM c; CREATE UNIQUE INDEX i ON c (p_id)",
    ]);
    let report = history.report();
    assert!(report.problems.iter().any(|it| it.code == "fails_on_data"));
}

#[test]
fn cascades_work_where_nothing_is_dropped() {
    let history = History::of(&[
        SHOP,
        "DELETE FROM p; INSERT INTO p VALUES (1); INSERT INTO c VALUES (1); CREATE UNIQUE INDEX i ON c (p_id)",
    ]);
    assert!(history.report().problems.iter().all(|it| it.code != "fails_on_data"));
}

/// `defer_foreign_keys` works inside a transaction, and only there.
#[test]
fn deferred_references_are_checked_at_the_end() {
    let shop = "CREATE TABLE p (id INTEGER PRIMARY KEY); \
                CREATE TABLE c (p_id INTEGER REFERENCES p (id)); \
                INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)";
    let replaced = "DELETE FROM p; INSERT INTO p VALUES (1)";
    let fails = |text: &str| {
        let report = History::of(&[shop, text]).report();
        report.problems.iter().any(|it| it.code == "fails_on_data")
    };
    assert!(fails(replaced));
    let deferred = format!("PRAGMA defer_foreign_keys = ON; {replaced}");
    assert!(!fails(&deferred));
    check(&History::of(&[shop, &deferred]), Way::Up, &format!("{deferred} | Keep | "));
    let report = History::of(&[shop, &deferred]).report();
    assert!(report.problems.iter().all(|it| it.code != "transaction_control"));
}

/// SQLite drops no column while a view is broken, and this one is until the column is there.
#[test]
fn a_rollback_goes_around_what_is_in_its_way() {
    let broken = "CREATE TABLE a (x); CREATE TABLE b (x); CREATE VIEW v AS SELECT y FROM a";
    let history = History::of(&[broken, "ALTER TABLE a ADD COLUMN y"]);
    check(
        &history,
        Way::Down,
        "DROP VIEW v; ALTER TABLE a DROP COLUMN y; CREATE VIEW v AS SELECT y FROM a | Keep | ",
    );
}

#[test]
fn transaction_control_is_left_out() {
    let escape = "COMMIT; PRAGMA foreign_keys = OFF; BEGIN; DROP TABLE c; COMMIT; \
                  PRAGMA foreign_keys = ON; BEGIN";
    check(&History::of(&[SHOP, escape]), Way::Up, "DROP TABLE c | Suspend | c");
    check(
        &History::of(&["BEGIN; CREATE TABLE a (x INT); COMMIT"]),
        Way::Up,
        "CREATE TABLE a (x INT) | Keep | ",
    );
}

#[test]
fn savepoints_run() {
    let sql = "SAVEPOINT s; CREATE TABLE a (x INT); RELEASE s; INSERT INTO a VALUES (1)";
    check(&History::of(&[sql]), Way::Up, &format!("{sql} | Keep | "));
}

#[test]
fn downs() {
    let given = History::of(&[SHOP]).down("DROP TABLE p; DROP TABLE c");
    check(&given, Way::Down, "DROP TABLE p; DROP TABLE c | Suspend | p, c");
    let inferred = History::of(&["CREATE TABLE a (x INT)"]);
    check(&inferred, Way::Down, "DROP TABLE a | Suspend | a");
    let index = History::of(&[SHOP, "CREATE INDEX i ON c (p_id)"]);
    check(&index, Way::Down, "DROP INDEX i | Keep | ");
    // What it was is known from the replay.
    let drop = History::of(&[SHOP, "CREATE INDEX i ON c (p_id)", "DROP INDEX i"]);
    check(&drop, Way::Down, "CREATE INDEX i ON c (p_id) | Keep | ");
}

#[test]
fn a_commented_rollback_must_replay() {
    let file = || {
        let a = History::of(&["CREATE TABLE a (x INT)"]);
        a.changed(|source| source.origin = Origin::SqlFile)
    };
    check(&file().comment("DROP TABLE a;"), Way::Down, "DROP TABLE a | Keep | a");
    for prose in [
        "DROP TABLE b;",
        "Drop the table by hand",
        "Select carefully",
        "there is none",
        "ROLLBACK;",
        "BEGIN; COMMIT",
    ] {
        let history = file().comment(prose);
        check(&history, Way::Down, " | Keep | ");
        let checked = &history.report().migrations[0];
        assert_eq!(checked.rollback.class, RollbackClass::Irreversible, "{prose}");
        assert_eq!(checked.down_checksum, None, "{prose}");
    }
}

#[test]
fn steps_send_nothing_of_their_own() {
    let step = History::of(&[SHOP]).code(&["SELECT id FROM p"]).schema("CREATE TABLE a (x INT)");
    check(&step, Way::Up, " | Keep | ");
    let report = step.report();
    assert_eq!(report.migrations[1].up.sql, ["SELECT id FROM p"]);
    assert_eq!(report.migrations[1].depends_on, [report.migrations[0].version]);
}

#[test]
fn the_document_has_its_shape() {
    let history = History::of(&[SHOP, "PRAGMA foreign_keys = OFF;\nDROP TABLE x;"]);
    let report = history.report();
    let mut document = serde_json::to_value(report.document()).expect("plain values");
    document["engine"] = "SQLite".into();
    insta::assert_snapshot!(serde_json::to_string_pretty(&document).expect("plain values"));
}

#[test]
fn without_an_engine_the_text_alone_speaks() {
    let sql = ["CREATE TABLE a (x INT)", "DROP TABLE b", "CRATE TABLE c (x INT)"];
    let syntax = Options { depth: Depth::Syntax, ..Options::new(Dialect::Sqlite) };
    for options in [syntax, Options::new(Dialect::DuckDb)] {
        let history = History::of(&sql).with(options).version(2, "DELETE FROM a");
        let report = history.report();
        assert_eq!(report.engine, None);
        let errors = history.errors();
        assert_eq!(errors.iter().map(|it| it.code).collect::<Vec<_>>(), ["duplicate_version"]);
        // Others may reference what is dropped, and nobody looked.
        assert_eq!(report.migrations[1].up.foreign_keys, ForeignKeys::Suspend);
        assert_eq!(report.migrations[0].rollback.class, RollbackClass::Exact);
        assert_eq!(report.summary().opaque, 1);
    }
}
