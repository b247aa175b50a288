//! What the check of the text alone says, beside what the full check says.

use super::super::{Depth, Options};
use super::History;
use crate::{Dialect, RollbackClass};

/// The rollback of the last migration, by the full check and by that of the text. All else that is
/// kept of it is the same, and the text alone refuses nothing more.
#[track_caller]
fn check(texts: &[&str], full: RollbackClass, syntax: RollbackClass) {
    let report = |depth| {
        let options = Options { depth, ..Options::new(Dialect::Sqlite) };
        History::of(texts).with(options).report()
    };
    let (one, other) = (report(Depth::Full), report(Depth::Syntax));
    let (last, alike) = (one.migrations.last(), other.migrations.last());
    let (last, alike) = (last.expect("a migration"), alike.expect("a migration"));
    assert_eq!((last.rollback.class, alike.rollback.class), (full, syntax), "{texts:?}");
    assert_eq!(last.checksum, alike.checksum);
    assert_eq!(last.category, alike.category);
    assert_eq!(last.depends_on, alike.depends_on);
    assert_eq!(last.up.statements, alike.up.statements);
    for problem in other.errors() {
        let known = one.errors().any(|it| (it.code, &it.at) == (problem.code, &problem.at));
        assert!(known, "{} only without the engine: {}", problem.code, problem.message);
    }
}

#[test]
fn the_text_alone_is_at_least_as_careful() {
    use RollbackClass::{Exact, Irreversible, SchemaOnly};
    let shop = "CREATE TABLE a (x INT); CREATE INDEX i ON a (x); CREATE TABLE log (x); \
                CREATE TRIGGER t AFTER UPDATE ON a BEGIN INSERT INTO log VALUES (1); END";
    check(&[shop], Exact, Exact);
    check(&[shop, "ALTER TABLE a ADD COLUMN y"], Exact, Exact);
    check(&[shop, "DROP INDEX i"], Exact, Irreversible);
    check(&[shop, "DROP TABLE log"], SchemaOnly, Irreversible);
    check(&[shop, "CREATE TABLE IF NOT EXISTS b (x)"], Exact, Irreversible);
    let found = "CREATE TABLE IF NOT EXISTS a (x INT); INSERT INTO a VALUES (1)";
    check(&[shop, found], Irreversible, Irreversible);
    let filled = |table| format!("ALTER TABLE {table} ADD COLUMN y; UPDATE {table} SET y = 1");
    check(&[shop, &filled("log")], Exact, Irreversible);
    check(&[shop, &filled("a")], Irreversible, Irreversible);
    check(&[shop, "CREATE TEMP TABLE IF NOT EXISTS b (x); DROP TABLE b"], Exact, Exact);
}
