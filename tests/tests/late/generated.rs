//! What runs late leaves the same database as what runs in time, on generated histories.

use std::path::Path;

use migrate_runtime::directory::Directory;
use migrate_runtime::driver::sqlite::Database;
use migrate_runtime::{DialectName, Error, Runner, Set, Sqlite};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rusqlite::Connection;

use super::history::history;

/// Cases of an ordinary run; `LATE_CASES=10000` tries more.
const CASES: u32 = 400;

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// One of the histories is not one that builds and runs.
    Nonsense,
    Refused,
    RanLate,
}

#[test]
fn late_or_in_time_the_database_is_the_same() {
    let cases = std::env::var("LATE_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(CASES);
    let strategy =
        (prop::collection::vec(any::<u8>(), 60), 3..7_usize, any::<prop::sample::Index>());
    // The same histories every time, so that the counts below hold.
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, rng);
    let ends = std::cell::RefCell::new(Vec::new());
    let outcome = runner.run(&strategy, |(choices, migrations, late)| {
        let texts = history(&choices, migrations);
        // The last one cannot be late.
        let end = compare(&texts, 1 + late.index(texts.len() - 2))?;
        ends.borrow_mut().push(end);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    let count = |end| ends.borrow().iter().filter(|it| **it == end).count();
    let counts = [End::Nonsense, End::Refused, End::RanLate].map(count);
    assert!(counts[1] > 20 && counts[2] > 20, "too few say something: {counts:?}");
}

/// Applies the texts in order, and with the one at `late` behind the others.
fn compare(texts: &[String], late: usize) -> Result<End, TestCaseError> {
    let directory = tempfile::tempdir()?;
    let without: Vec<_> = (0..texts.len()).filter(|at| *at != late).collect();
    let all: Vec<_> = (0..texts.len()).collect();
    let sets = [without, all].map(|numbers| set(directory.path(), texts, &numbers));
    let [Some(before), Some(all)] = sets else { return Ok(End::Nonsense) };
    let (mut in_time, mut deployed) = (memory(), memory());
    if up(&all, &mut in_time).is_err() || up(&before, &mut deployed).is_err() {
        return Ok(End::Nonsense);
    }
    match up(&all, &mut deployed) {
        Err(error) if error.is_out_of_order() => Ok(End::Refused),
        Err(error) => Err(TestCaseError::fail(format!("{}: {error}", shown(texts, late)))),
        Ok(()) => {
            let [expected, found] = [&in_time, &deployed].map(dump);
            prop_assert!(expected == found, "{}{}\n{}", shown(texts, late), expected, found);
            Ok(End::RanLate)
        }
    }
}

fn shown(texts: &[String], late: usize) -> String {
    let line = |(at, text): (usize, &String)| {
        format!("\n-- {}{}\n{text}", at + 1, if at == late { " (late)" } else { "" })
    };
    texts.iter().enumerate().map(line).collect::<Vec<_>>().concat() + "\n"
}

/// The texts with these indexes as a set; `None` when they are no history.
fn set(parent: &Path, texts: &[String], numbers: &[usize]) -> Option<Set> {
    let path = parent.join(numbers.len().to_string());
    std::fs::create_dir(&path).expect("can be made");
    for at in numbers {
        let name = format!("{:04}_step.sql", at + 1);
        std::fs::write(path.join(name), &texts[*at]).expect("can be written");
    }
    Directory::read(&path, DialectName::Sqlite, None).ok()?.set("shop", "")
}

fn memory() -> Connection {
    Connection::open_in_memory().expect("in memory")
}

fn up(set: &Set, connection: &mut Connection) -> Result<(), Error> {
    Runner::<Sqlite>::of(set).up(&mut Database::borrow(connection)).map(drop)
}

/// The schema and all rows, whatever their order.
fn dump(connection: &Connection) -> String {
    let own =
        "name NOT LIKE '\\_migrations%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let schema = format!("SELECT type, name, sql FROM sqlite_schema WHERE {own} ORDER BY name");
    let tables =
        format!("SELECT name FROM sqlite_schema WHERE type = 'table' AND {own} ORDER BY 1");
    let mut lines = rows(connection, &schema);
    for table in rows(connection, &tables) {
        let mut rows = rows(connection, &format!("SELECT rowid, * FROM {table}"));
        rows.sort();
        lines.push(format!("{table}: {}", rows.join("; ")));
    }
    lines.join("\n")
}

fn rows(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).expect("reads");
    let columns = statement.column_count();
    let row = |row: &rusqlite::Row<'_>| {
        let values = (0..columns).map(|at| match row.get_ref(at).expect("in range") {
            rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
            other => format!("{other:?}"),
        });
        Ok(values.collect::<Vec<_>>().join(","))
    };
    let rows = statement.query_map([], row).expect("reads");
    rows.collect::<rusqlite::Result<_>>().expect("reads")
}
