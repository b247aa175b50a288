//! The generated files, from whole histories.

mod postgres;

use rusqlite::Connection;

use super::{Serde, Settings, Snapshot, TypedSchema, take};
use crate::check::{Options, check};
use crate::source::{Body, Keys, Origin, Source, SourceFile, SqlText};
use crate::{Dialect, Version};

/// One migration a text, from version 1 on; its first line is its name.
fn sources(texts: &[&str]) -> Vec<Source> {
    let source = |(at, text): (usize, &&str)| {
        let (name, sql) = text.split_once('\n').expect("a name and SQL");
        let file = SourceFile::new(format!("{name}.sql"), sql);
        Source {
            version: Version::new(i64::try_from(at).expect("few") + 1).expect("not negative"),
            name: name.to_owned(),
            description: format!("What {name} does."),
            keys: Keys::default(),
            up: Body::Sql(SqlText::slice(&file, 0..sql.len())),
            down: None,
            commented_down: None,
            origin: Origin::Directory,
            file,
            at: 0..0,
        }
    };
    texts.iter().enumerate().map(source).collect()
}

fn snapshot(texts: &[&str], settings: &Settings) -> Snapshot {
    let sources = sources(texts);
    let report = check(&sources, &Options::new(Dialect::Sqlite));
    take(&sources, &report, settings).expect("the history is sound")
}

const SHOP: [&str; 6] = [
    "customers\n
        CREATE TABLE \"Customers\" (
            id INTEGER PRIMARY KEY, -- counts up
            name TEXT NOT NULL DEFAULT 'a\n  b', /* as they
              say it */ score REAL
        );",
    "orders\nCREATE TABLE orders (id INTEGER PRIMARY KEY, customer INT REFERENCES customers (id));
     CREATE UNIQUE INDEX z ON orders (customer) WHERE id > 1; CREATE INDEX a ON orders (id);
     CREATE TRIGGER t AFTER INSERT ON orders BEGIN UPDATE customers SET score = 0; END;",
    "views\nCREATE VIEW v AS SELECT * FROM orders -- all\n;
     CREATE TRIGGER w INSTEAD OF INSERT ON v BEGIN SELECT 1; END",
    "search\nCREATE VIRTUAL TABLE found USING fts5(body)",
    "rebuild\nDROP VIEW v; CREATE TABLE o2 (id INTEGER PRIMARY KEY, customer INT REFERENCES customers (id), note);
     INSERT INTO o2 (id, customer) SELECT id, customer FROM orders; DROP TABLE orders;
     ALTER TABLE o2 RENAME TO orders; CREATE VIEW v AS SELECT id FROM orders;",
    "rename\nALTER TABLE customers RENAME TO people; DELETE FROM orders WHERE note = '';",
];

#[test]
fn the_files_read_like_this() {
    let files = snapshot(&SHOP, &Settings::default());
    insta::assert_snapshot!("schema_sql", files.schema_sql);
    insta::assert_snapshot!("migrations_sum", files.migrations_sum);
}

#[test]
fn the_schema_makes_the_same_schema_again() {
    let first = snapshot(&SHOP, &Settings::default());
    Connection::open_in_memory()
        .expect("in memory")
        .execute_batch(&first.schema_sql)
        .expect("SQLite takes the file as it is");
    let again = snapshot(&[&format!("all\n{}", first.schema_sql)], &Settings::default());
    assert_eq!(again.schema_sql, first.schema_sql);
}

#[test]
fn every_addition_changes_the_last_line() {
    let last = |texts: &[&str]| {
        let files = snapshot(texts, &Settings::default());
        files.migrations_sum.lines().last().expect("lines").to_owned()
    };
    let ours = last(&[SHOP[0], "ours\nCREATE TABLE a (b)"]);
    let theirs = last(&[SHOP[0], "theirs\nCREATE TABLE c (d)"]);
    assert!(last(&SHOP[..1]) != ours && ours != theirs && ours.starts_with("checksum = "));
}

#[test]
fn the_sum_is_toml() {
    let odd = "a \"b\" \\ c\nCREATE TABLE \"d \"\"e\"\"\" (f)";
    let files = snapshot(&[SHOP[0], odd], &Settings::default());
    let table: toml::Table = toml::from_str(&files.migrations_sum).expect("is TOML");
    let second = &table["migration"][1];
    assert_eq!(second["name"].as_str(), Some("a \"b\" \\ c"));
    assert_eq!(second["writes"][0].as_str(), Some("\"d \"\"e\"\"\""), "quoted as in SQL");
    assert_eq!(table["total"]["migrations"].as_integer(), Some(2));
}

fn typed(texts: &[&str], serde: Serde) -> String {
    let settings =
        Settings { typed: Some(TypedSchema { path: "src/schema.rs".to_owned(), serde }) };
    let files = snapshot(texts, &settings);
    assert_eq!(Settings::read(&files.migrations_sum), settings, "it is remembered");
    let rust = files.schema_rs.expect("asked for");
    #[cfg(feature = "expand")]
    syn::parse_file(&rust).expect("is Rust");
    rust
}

const ODD: [&str; 3] = [
    "odd names\nCREATE TABLE \"Order Lines\" (
        \"type\" TEXT PRIMARY KEY, -- what it is
        self INT, \"self \" ANY, \"table\" BLOB NOT NULL, [a\"b] REAL,
        twice INT AS (self * 2), \"2nd\" TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "kinds\nCREATE TABLE kinds (id INTEGER PRIMARY KEY DESC, flag BOOLEAN NOT NULL, any);
     CREATE VIRTUAL TABLE found USING fts5(body); CREATE VIEW flags AS SELECT flag FROM kinds;",
    "a note\nALTER TABLE kinds RENAME TO sorts; ALTER TABLE sorts ADD COLUMN note TEXT NOT NULL DEFAULT '';",
];

#[test]
fn the_module_reads_like_this() {
    insta::assert_snapshot!("schema_rs", typed(&ODD, Serde::Derive));
}

#[test]
fn rows_derive_serde_on_request() {
    let sql = ["a\nCREATE TABLE a (\"some Thing\" INTEGER NOT NULL, b TEXT); CREATE TABLE c (d)"];
    let rust = typed(&sql, Serde::Derive);
    let derived = "#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]";
    assert_eq!(rust.matches(derived).count(), 1, "{rust}");
    assert!(rust.contains("#[serde(rename = \"some Thing\")]\n        pub some_thing: i64,"));
    assert!(rust.contains("/// A row of `c`. Not for serde: a column holds values of any type."));
    assert!(!typed(&sql, Serde::No).contains("serde"));
}

#[test]
fn rebuilt_tables_keep_their_description() {
    let rust = typed(&SHOP, Serde::No);
    assert!(rust.contains("/// What orders does.\npub mod orders {"), "{rust}");
    assert!(rust.contains("/// What customers does.\npub mod people {"), "{rust}");
    assert!(rust.contains("/// counts up\n        pub id: i64,"), "{rust}");
}

#[test]
fn without_a_replay_there_is_nothing_to_write() {
    let sources = sources(&SHOP);
    let mut options = Options::new(Dialect::Sqlite);
    options.depth = crate::check::Depth::Syntax;
    let error = take(&sources, &check(&sources, &options), &Settings::default());
    assert_eq!(error, Err(super::NoSnapshot::NotReplayed(Dialect::Sqlite)));
    let broken = self::sources(&["bad\nDROP TABLE a"]);
    let report = check(&broken, &Options::new(Dialect::Sqlite));
    assert_eq!(take(&broken, &report, &Settings::default()), Err(super::NoSnapshot::Errors));
}
