//! Each rule on its own examples, judged by SQLite.

mod examples;
mod postgres;
mod sqlite;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::rules::ALL;
use super::{Check, Context, Reference, Rule, Schema, Speaks, Table, WayBack, find, refusals, run};
use crate::change::{Step, probe, steps};
use crate::check::{EngineVersion, History, Level, Options, Problem, Severity, Unit};
use crate::reader::read;
use crate::rollback::infer;
use crate::source::sql::{self, Reading, Stem};
use crate::source::{Body, Origin, Source, SourceFile, SqlText};
use crate::{Dialect, RollbackClass, Version};

/// The migrations of an example: a line such as `-- 0001_orders.sql` begins one.
fn sources(example: &str, origin: Origin, dialect: Dialect) -> Vec<Source> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in example.lines() {
        let name = line.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(".sql"));
        match (name, files.last_mut()) {
            (Some(name), _) => files.push((name.to_owned(), String::new())),
            (None, Some((_, text))) => text.extend([line, "\n"]),
            (None, None) => panic!("an example begins with the name of a file: {line}"),
        }
    }
    let reading = Reading { origin, ..Reading::entry(dialect) };
    let source = |(name, text): &(String, String)| {
        let file = SourceFile::new(format!("{name}.sql"), text.clone());
        sql::read(&file, &Stem::parse(name).expect("a version"), reading).expect("a migration")
    };
    files.iter().map(source).collect()
}

fn schema(database: &Connection) -> Schema {
    let query = "SELECT p.\"table\", t.name, coalesce(p.\"to\", ''), p.on_delete, p.on_update \
                 FROM sqlite_schema t, pragma_foreign_key_list(t.name) p WHERE t.type = 'table'";
    let mut statement = database.prepare(query).expect("a query");
    let read = statement.query_map([], |row| {
        let to: String = row.get(2)?;
        let columns = if to.is_empty() { Vec::new() } else { vec![to] };
        let (table, on_delete, on_update) = (row.get(1)?, row.get(3)?, row.get(4)?);
        let referenced_by = vec![Reference { table, columns, on_delete, on_update }];
        Ok(Table { name: row.get(0)?, referenced_by })
    });
    Schema::Known(read.expect("rows").map(|table| table.expect("a table")).collect())
}

fn text(source: &Source) -> &SqlText {
    let Body::Sql(text) = &source.up else { panic!("SQL") };
    text
}

/// What the rules say about the last migration of an example.
fn lint(example: &str, origin: Origin, options: &Options) -> Vec<Problem> {
    let sources = sources(example, origin, options.dialect);
    let history = History::read(&sources, options.dialect);
    let earlier_units = &history.units[..sources.len() - 1];
    let (source, earlier) = sources.split_last().expect("a migration");
    if !options.dialect.is_sqlite() {
        return lint_unjudged(source, earlier_units, options);
    }
    let database = Connection::open_in_memory().expect("in memory");
    for earlier in earlier {
        database.execute_batch(&text(earlier).text).expect("the earlier migrations");
    }
    let schema = schema(&database);
    let statements = read(text(source), options.dialect);
    let mut steps: Vec<Step<'_>> = steps(text(source), &statements);
    for step in &mut steps {
        step.before = probe::before(&database, step.statement);
        let _ = database.execute_batch(step.statement.text());
    }
    let inferred = infer(&steps, options);
    let way_back = match &inferred {
        _ if source.keys.irreversible.is_some() => WayBack::Waived,
        _ if source.down.is_some() => WayBack::There,
        Ok(_) => WayBack::There,
        Err(why) => WayBack::NotInferred(why),
    };
    let context = Context {
        source,
        migration: earlier.len(),
        dialect: options.dialect,
        earlier: earlier_units,
        steps,
        schema,
        target: options.target,
        way_back,
        judged: Vec::new(),
    };
    run(&context, options)
}

/// The same without an engine: nothing is known of the schema, or of the rollback.
fn lint_unjudged(source: &Source, earlier: &[Unit<'_>], options: &Options) -> Vec<Problem> {
    let statements = read(text(source), options.dialect);
    let context = Context {
        source,
        migration: earlier.len(),
        dialect: options.dialect,
        earlier,
        steps: steps(text(source), &statements),
        schema: Schema::Unknown,
        target: options.target,
        way_back: WayBack::Unknown,
        judged: Vec::new(),
    };
    run(&context, options)
}

fn options() -> Options {
    Options::new(Dialect::Sqlite)
}

/// What a set asks that is there to show this rule.
fn options_of(rule: &Rule) -> Options {
    let asked = (rule.speaks == Speaks::WhenAsked).then(|| (rule.id.to_owned(), Level::Warn));
    let target = (rule.id == "needs_newer_engine").then(|| EngineVersion::new(3, 31, 0));
    Options { levels: asked.into_iter().collect(), target, ..Options::new(rule.dialects[0]) }
}

fn codes(example: &str, options: &Options) -> BTreeSet<&'static str> {
    lint(example, Origin::SqlFile, options).into_iter().map(|problem| problem.code).collect()
}

/// A column that is added and filled has an exact inverse, unless a trigger carries its values on.
#[test]
fn triggers_keep_a_filled_column_from_being_undone() {
    let class = |trigger: &str| {
        let example = format!(
            "-- 0001_a.sql\nCREATE TABLE a (x); CREATE TABLE log (x); {trigger}\n\
             -- 0002_b.sql\nALTER TABLE a ADD COLUMN y; UPDATE a SET y = 1;\n"
        );
        let sources = sources(&example, Origin::Rust, Dialect::Sqlite);
        crate::check::check(&sources, &options()).migrations[1].rollback.class
    };
    assert_eq!(class(""), RollbackClass::Exact);
    let fires = "CREATE TRIGGER t AFTER UPDATE ON a BEGIN INSERT INTO log VALUES (new.x); END;";
    assert_eq!(class(fires), RollbackClass::Irreversible);
}

/// A fix settles its finding, in text that is judged again.
#[test]
fn fixes() {
    let mut fixed = Vec::new();
    for rule in ALL {
        let options = options_of(rule);
        let own = |sources: &[Source]| -> Vec<Problem> {
            let problems = crate::check::check(sources, &options).problems.into_iter();
            problems.filter(|it| it.code == rule.id || it.is_error()).collect()
        };
        let mut read = sources(rule.bad, Origin::SqlFile, options.dialect);
        let problems = own(&read);
        let Some(fix) = problems.first().and_then(|it| it.fix.as_ref()) else { continue };
        let last = read.pop().expect("a migration");
        let text = fix.applied(&last.file);
        let stem = Stem::parse(last.file.name.trim_end_matches(".sql")).expect("a version");
        let file = SourceFile::new(last.file.name.clone(), text);
        let reading = Reading { origin: Origin::SqlFile, ..Reading::entry(options.dialect) };
        read.push(sql::read(&file, &stem, reading).expect("a migration"));
        let left = own(&read).iter().map(|it| it.message.clone()).collect::<Vec<_>>();
        assert_eq!(left, [""; 0], "{}: {}", rule.id, file.text);
        fixed.push((rule.id, fix.describe(&last.file)));
    }
    insta::assert_debug_snapshot!(fixed);
}

/// Findings as a user sees them: severity, rule, what is marked, message, help.
#[track_caller]
fn check(example: &str, origin: Origin, options: &Options, expected: &[&str]) {
    let shown = |problem: &Problem| {
        let (severity, code) = (problem.severity.as_str(), problem.code);
        let (marked, message) = (&problem.file.text[problem.at.clone()], &problem.message);
        let help = problem.help.as_deref().unwrap_or_default();
        format!("{severity} {code} at `{marked}`: {message} (hint: {help})")
    };
    let found: Vec<_> = lint(example, origin, options).iter().map(shown).collect();
    assert_eq!(found, expected);
}

#[test]
fn messages() {
    let bad = |id| find(id).expect("a rule").bad;
    for (id, expected) in [
        (
            "no_rollback",
            "error no_rollback at `plans`: there is no rollback: `UPDATE plans` overwrites values, and the text does not say what they were (hint: let `preserve` keep what was there, write a rollback that sets them back, or declare why there is none with `irreversible`)",
        ),
        (
            "drop_table",
            "error drop_table at `coupons`: `coupons` is dropped with all its rows, and no rollback brings them back (hint: rename it to `coupons_retired` and drop that in a later release, keep its rows with `-- @preserve: true`, or consent with `-- @expect: drop_table, reason = \"..\"`)",
        ),
        (
            "drop_column",
            "error drop_column at `fax`: `customers.fax` is dropped with all its values (hint: rename it to `fax_retired` and drop that in a later release, keep its values with `-- @preserve: true`, or consent with `-- @expect: drop_column, reason = \"..\"`)",
        ),
        (
            "delete_rows",
            "error delete_rows at `sessions`: rows of `sessions` are deleted (hint: mark the rows or copy them aside first, keep them with `-- @preserve: true`, or consent with `-- @expect: delete_rows, reason = \"..\"`)",
        ),
        (
            "update_without_where",
            "warning update_without_where at `products`: every row of `products` is changed (hint: say which rows are meant with `WHERE`)",
        ),
        (
            "add_column_needs_empty_table",
            "error add_column_needs_empty_table at `currency`: `currency` can be added to `orders` only while that is empty: it is `NOT NULL` and has no default (hint: add a constant `DEFAULT`, or leave `NOT NULL` out and fill the column)",
        ),
        (
            "outside_transaction",
            "error outside_transaction at `VACUUM`: `VACUUM` has no effect, or fails, inside a transaction (hint: put it alone into a migration with `-- @transaction: false`)",
        ),
        (
            "rebuild_relies_on_cascade",
            "error rebuild_relies_on_cascade at `customers`: rows of `orders` are meant to follow those of `customers`, but foreign keys are off here: the migration drops `customers`, which others reference (hint: move the change of rows to a migration of its own, before this one)",
        ),
        (
            "transaction_control",
            "error transaction_control at `BEGIN`: `BEGIN` inside a migration: the runner brings the transaction (hint: remove it; for a table that others reference the runner switches foreign keys off and checks them itself)",
        ),
        (
            "if_not_exists",
            "warning if_not_exists at `tags`: if there is another `tags` already, it stays as it is and nobody learns of it (hint: leave `IF NOT EXISTS` out)",
        ),
        (
            "insert_select_star",
            "warning insert_select_star at `archive`: `SELECT *` fills the columns of `archive` by their position, not by their name (hint: name the columns on both sides: `INSERT INTO a (x, y) SELECT x, y FROM b`)",
        ),
        (
            "unused_expectation",
            "error unused_expectation at `drop_table`: `drop_table` finds nothing here, so there is nothing to expect (hint: remove the `expect`)",
        ),
    ] {
        check(bad(id), Origin::SqlFile, &options(), &[expected]);
    }
}

const DROP: &str = "-- 0001_a.sql\nCREATE TABLE a (x);\n-- 0002_b.sql\n";

#[test]
fn hints_speak_the_language_of_the_file() {
    let drop = format!("{DROP}DROP TABLE a;\n");
    let message = "drop_table at `a`: `a` is dropped with all its rows, and no rollback brings them \
                   back (hint: rename it to `a_retired` and drop that in a later release";
    let rust = format!(
        "error {message}, keep its rows with `preserve`, or consent with `expect(drop_table, reason = \"..\")`)"
    );
    check(&drop, Origin::Rust, &options(), &[&rust]);
    check(&drop, Origin::Directory, &options(), &[&format!("warning {message})")]);
}

#[test]
fn consent_takes_a_finding_out() {
    let consent = format!("{DROP}-- @expect: drop_table, reason = \"unused\"\nDROP TABLE a;\n");
    check(&consent, Origin::SqlFile, &options(), &[]);
    let slip = format!("{DROP}-- @expect: drop_tabel, reason = \"unused\"\nSELECT 1;\n");
    let expected = "error unused_expectation at `drop_tabel`: there is no rule `drop_tabel` \
                    (hint: did you mean `drop_table`?)";
    check(&slip, Origin::SqlFile, &options(), &[expected]);
    // Nobody could tell whether the judge would find it.
    let judged = format!("{DROP}-- @expect: fails_on_data, reason = \"known\"\nSELECT 1;\n");
    let syntax = Options { depth: crate::check::Depth::Syntax, ..options() };
    check(&judged, Origin::SqlFile, &syntax, &[]);
    assert_eq!(lint(&judged, Origin::SqlFile, &options()).len(), 1);
}

#[test]
fn severities() {
    let drop = format!("{DROP}DROP TABLE a;\n");
    let of = |origin, options: &Options| -> Vec<_> {
        lint(&drop, origin, options).iter().map(|problem| problem.severity).collect()
    };
    let level = |level| Options { levels: vec![("drop_table".to_owned(), level)], ..options() };
    assert_eq!(of(Origin::SqlFile, &options()), [Severity::Error]);
    assert_eq!(of(Origin::Rust, &options()), [Severity::Error]);
    assert_eq!(of(Origin::Directory, &options()), [Severity::Warning]);
    assert_eq!(of(Origin::Directory, &level(Level::Error)), [Severity::Error]);
    assert_eq!(of(Origin::Rust, &level(Level::Warn)), [Severity::Warning]);
    assert_eq!(of(Origin::Rust, &level(Level::Off)), []);
    let adopted = |version| Options { adopted_through: Version::new(version), ..options() };
    assert_eq!(of(Origin::Rust, &adopted(1)), [Severity::Error]);
    assert_eq!(of(Origin::Rust, &adopted(2)), []);
}

#[test]
fn what_is_not_meant() {
    let rebuild = format!(
        "{DROP}-- @irreversible: x\nCREATE TABLE n (x); INSERT INTO n (x) SELECT x FROM a; \
         DROP TABLE a; ALTER TABLE n RENAME TO a; ALTER TABLE a ADD COLUMN y; UPDATE a SET y = 1; \
         DELETE FROM a; ALTER TABLE a DROP COLUMN y; DROP TABLE IF EXISTS absent;\n"
    );
    check(&rebuild, Origin::SqlFile, &options(), &[]);
    let filled = format!("{DROP}ALTER TABLE a ADD COLUMN y; UPDATE a SET y = 1;\n");
    check(&filled, Origin::SqlFile, &options(), &[]);
    let temporary = format!("{DROP}CREATE TEMP TABLE IF NOT EXISTS t (x); DROP TABLE t;\n");
    check(&temporary, Origin::SqlFile, &options(), &[]);
    let outside = format!("{DROP}-- @transaction: false\nPRAGMA foreign_keys = OFF;\n");
    check(&outside, Origin::SqlFile, &options(), &[]);
}

/// A migration of many statements is read in one pass: this takes minutes where each statement looks
/// at all those before it.
#[test]
fn long_migrations() {
    let rows = "INSERT INTO a (x) VALUES (1); UPDATE a SET x = 2 WHERE rowid = 0;\n".repeat(10_000);
    let long = format!("{DROP}-- @irreversible: x\nCREATE TABLE n (x);\n{rows}DELETE FROM n;\n");
    check(&long, Origin::SqlFile, &options(), &[]);
}

/// SQLite agrees about every column that it is said to refuse on rows.
#[test]
fn sqlite_refuses_the_columns_on_rows() {
    for (column, refused) in [
        ("c", false),
        ("c TEXT NOT NULL", true),
        ("c TEXT NOT NULL DEFAULT 'x'", false),
        ("c TEXT NOT NULL DEFAULT NULL", true),
        ("c TEXT DEFAULT CURRENT_TIMESTAMP", true),
        ("c TEXT DEFAULT (1 + 1)", true),
        ("c INT REFERENCES a (x)", false),
        ("c INT REFERENCES a (x) ON DELETE SET NULL", false),
        ("c INT DEFAULT 1 REFERENCES a (x)", true),
        ("c AS (x) STORED", true),
        ("c AS (x)", false),
    ] {
        let database = Connection::open_in_memory().expect("in memory");
        let setup = "PRAGMA foreign_keys = ON; CREATE TABLE a (x); INSERT INTO a VALUES (1)";
        database.execute_batch(setup).expect("a table");
        let sql = format!("ALTER TABLE a ADD COLUMN {column}");
        assert_eq!(database.execute_batch(&sql).is_err(), refused, "{column}");
        let found = codes(&format!("{DROP}{sql};\n"), &options());
        assert_eq!(found.contains("add_column_needs_empty_table"), refused, "{column}");
    }
}

#[test]
fn pages() {
    let page = super::explain("drop_column").expect("a rule").to_string();
    insta::assert_snapshot!(page);
    let unknown = super::explain("xyz").expect_err("no rule").to_string();
    assert!(unknown.starts_with("there is no rule `xyz` (hint: the rules are `no_rollback`, "));
}
