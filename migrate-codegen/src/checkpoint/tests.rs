//! What a check says with the generated files, beside what it says without them.

use proptest::prelude::*;

use super::Checkpoint;
use crate::check::{EngineVersion, Level, Options, Problem, Report, Script, check, check_from};
#[cfg(feature = "expand")]
use crate::expand::record;
use crate::lint::rules;
use crate::rollback::generated::{accepted, statement};
use crate::snapshot::{Settings, take};
use crate::source::{Body, Keys, Origin, Source, SourceFile, SqlText};
use crate::{Dialect, Transactional, Version};

/// A migration of this version with this text.
pub(super) fn source(version: i64, sql: &str) -> Source {
    let file = SourceFile::new(format!("{version}.rs"), sql);
    Source {
        version: Version::new(version).expect("not negative"),
        name: format!("m{version}"),
        description: String::new(),
        keys: Keys::default(),
        up: Body::Sql(SqlText::slice(&file, 0..sql.len())),
        down: None,
        commented_down: None,
        origin: Origin::Rust,
        file,
        at: 0..0,
    }
}

/// Which rules are asked changes nothing here; generated histories lose rows all the time.
fn options() -> Options {
    let levels = rules::ALL.iter().map(|rule| (rule.id.to_owned(), Level::Off)).collect();
    Options { levels, ..Options::new(Dialect::Sqlite) }
}

/// The generated files of a history; `None` when something is wrong with it.
fn files(sources: &[Source]) -> Option<Checkpoint> {
    let report = check(sources, &options());
    let made = take(sources, &report, &Settings::default()).ok()?;
    Some(Checkpoint::of(&made.schema_sql, &made.migrations_sum))
}

/// Without the macros: what they would bake.
#[cfg(not(feature = "expand"))]
fn record(source: &Source, checked: &crate::check::Checked) -> String {
    let of_rollback = (checked.rollback.class, checked.rollback.text.as_ref().map(|it| &it.text));
    let name = &source.name;
    format!("{name} {of_rollback:?} {:?} {:?} {:?}", checked.up, checked.down, checked.footprint)
}

/// Everything that the macro says and bakes of the migrations.
fn said(sources: &[Source], report: &Report, trusted: usize) -> (Vec<String>, Vec<String>) {
    let baked = sources.iter().zip(&report.migrations).map(|(source, it)| {
        let irreversible = it.rollback.reason.as_ref().filter(|_| it.down == Script::default());
        format!("{} {irreversible:?} {:?}", it.checksum, record(source, it))
    });
    let is_new = |it: &&Problem| it.is_error() || it.migration.is_none_or(|at| at >= trusted);
    let problems = report.problems.iter().filter(is_new);
    (
        baked.collect(),
        problems.map(|it| format!("{:?} {} {}", it.migration, it.code, it.message)).collect(),
    )
}

/// Checks a history with generated files and without; how many migrations were trusted.
#[track_caller]
fn check_both(files: &Checkpoint, sources: &[Source]) -> usize {
    let started = check_from(Some(files), sources, &options());
    let full = check(sources, &options());
    assert_eq!(said(sources, &started, started.trusted), said(sources, &full, started.trusted));
    started.trusted
}

const SHOP: [&str; 6] = [
    "CREATE TABLE Customers (id INTEGER PRIMARY KEY, -- counts\n   name TEXT NOT NULL);
     CREATE INDEX by_name ON customers (name);",
    "CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, customer INT REFERENCES customers (id));
     CREATE VIEW v AS SELECT * FROM orders;",
    "CREATE TRIGGER t AFTER INSERT ON orders BEGIN UPDATE customers SET name = ''''; END;",
    "ALTER TABLE orders ADD COLUMN note TEXT;",
    "DROP VIEW v; ALTER TABLE customers RENAME COLUMN name TO called;",
    "CREATE TABLE plans (id INTEGER PRIMARY KEY, price INT);",
];

fn shop() -> Vec<Source> {
    SHOP.iter().zip(1..).map(|(sql, version)| source(version, sql)).collect()
}

/// What a changed shop is checked from, and how many of its migrations are trusted.
#[track_caller]
fn check_shop(change: impl FnOnce(&mut Vec<Source>), trusted: usize) {
    let mut sources = shop();
    let files = files(&sources).expect("the shop is sound");
    change(&mut sources);
    assert_eq!(check_both(&files, &sources), trusted);
}

#[test]
fn what_did_not_change_is_not_judged_again() {
    check_shop(|_| {}, 6);
    check_shop(|it| it.push(source(7, "ALTER TABLE plans ADD COLUMN note TEXT")), 6);
    check_shop(|it| it.push(source(7, "CREATE TABLE a (b REFERENCES orders)")), 6);
    check_shop(|it| it.push(source(7, "INSERT INTO plans (id) VALUES (1)")), 6);
    check_shop(|it| it[5] = source(6, "CREATE TABLE plans (id INTEGER PRIMARY KEY, cost INT)"), 5);
    check_shop(|it| drop(it.pop()), 5);
}

#[test]
fn what_the_files_cannot_tell_is_judged_in_full() {
    // Texts that `schema.sql` has in a layout of its own.
    check_shop(|it| it.push(source(7, "DROP TABLE orders")), 0);
    // An edit before something else than plain additions, and one at the start.
    check_shop(|it| it[3] = source(4, "ALTER TABLE orders ADD COLUMN words TEXT"), 0);
    check_shop(|it| it[0] = source(1, "CREATE TABLE customers (id INTEGER PRIMARY KEY, name)"), 0);
    check_shop(|it| it.insert(0, source(0, "CREATE TABLE first (b)")), 0);
    // Errors are always those of a full check.
    check_shop(|it| it.push(source(7, "CREATE INDEX i ON nowhere (b)")), 0);
    check_shop(|it| it.push(source(7, "SELEC 1")), 0);
    check_shop(|it| it.push(source(3, "CREATE TABLE twice (b)")), 0);
}

#[test]
fn keys_count_where_a_judgement_looks_at_them() {
    let key = |change: fn(&mut Keys), trusted| check_shop(|it| change(&mut it[5].keys), trusted);
    key(|it| it.timeout = Some(std::time::Duration::from_secs(1)), 6);
    key(|it| it.created = Some("today".to_owned()), 6);
    key(|it| it.transactional = Transactional::No, 5);
    key(|it| it.irreversible = Some("no".to_owned()), 5);
    key(|it| it.depends_on = vec![(Version::new(2).expect("one"), 0..0)], 5);
    check_shop(|it| it[5].down = Some(source(6, "DROP TABLE plans").up), 5);
    check_shop(|it| it[5].origin = Origin::SqlFile, 5);
}

#[test]
fn what_is_kept_aside_is_in_the_files() {
    let mut sources = shop();
    let mut keeping =
        source(7, "DELETE FROM plans WHERE price > 1; ALTER TABLE plans DROP COLUMN price");
    keeping.keys.preserve = Some(0..0);
    sources.push(keeping);
    let files = files(&sources).expect("the shop is sound");
    assert_eq!(check_both(&files, &sources), 7);
    sources.push(source(8, "CREATE TABLE more (id INTEGER PRIMARY KEY)"));
    assert_eq!(check_both(&files, &sources), 7);
    // Back over it the rows would be missed.
    sources[6].keys.preserve = None;
    assert_eq!(check_both(&files, &sources), 0);
}

#[test]
fn files_that_were_touched_are_not_used() {
    let sources = shop();
    let report = check(&sources, &options());
    let made = take(&sources, &report, &Settings::default()).expect("the shop is sound");
    let trusted = |schema: &str, sum: &str| check_both(&Checkpoint::of(schema, sum), &sources);
    let (schema, sum) = (made.schema_sql.as_str(), made.migrations_sum.as_str());
    assert_eq!(trusted(schema, sum), 6);
    let line = |from: &str, to: &str| {
        assert!(sum.contains(from), "{from}\n{sum}");
        trusted(schema, &sum.replacen(from, to, 1))
    };
    assert_eq!(line("rollback = \"exact\"", "rollback = \"schema-only\""), 0);
    assert_eq!(line("undo = '''\n", "undo = '''\nDELETE FROM customers;\n"), 0);
    assert_eq!(line("rows = \"none\"", "rows = \"some\""), 0);
    assert_eq!(line("by = \"migrate ", "by = \"migrate 9."), 0);
    assert_eq!(line("\n[total]", "\n>>>>>>> other\n[total]"), 0);
    assert_eq!(line("\n[[migration]]", "\n<<<<<<< HEAD\n[[migration]]"), 6, "before the first");
    assert_eq!(trusted(&schema.replace("price INT", "price TEXT"), sum), 0);
    assert_eq!(trusted(schema, &format!("{sum}{sum}")), 0);
    assert_eq!(trusted("", ""), 0);
    let targeted = Options { target: Some(EngineVersion::new(3, 35, 0)), ..options() };
    let files = Checkpoint::of(schema, sum);
    assert_eq!(check_from(Some(&files), &sources, &targeted).trusted, 0);
}

/// What generated statements are about.
const BASE: &str = "
    CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, x);
    CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INT REFERENCES customers (id), total, y);
    CREATE TABLE a (x, y, what TEXT\n    , name); CREATE TABLE \"b\" (id, total -- so far\n  , x);
    CREATE INDEX i ON orders (total); CREATE VIEW names AS SELECT name FROM customers;
    CREATE TRIGGER orders_log AFTER INSERT ON orders BEGIN UPDATE a SET x = 1; END;";

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_histories_are_said_alike(
        statements in prop::collection::vec(statement(), 2..14),
        known in 1_usize..14,
        edited in statement(),
    ) {
        let accepted = accepted(BASE, &statements);
        let all = std::iter::once(BASE).chain(accepted);
        let sources: Vec<_> = all.zip(1..).map(|(sql, at)| source(at, sql)).collect();
        let known = known.min(sources.len());
        if let Some(files) = files(&sources[..known]) {
            check_both(&files, &sources);
            check_both(&files, &sources[..known]);
            let mut edits = sources[..known].to_vec();
            if let Some(last) = edits.last_mut() {
                *last = source(last.version.get(), &edited);
            }
            check_both(&files, &edits);
        }
    }
}
