//! Whole files as sources, and every fault with the bytes that it points at.

use super::reading::Comments;
use super::*;
use crate::source::{Body, Fault, Source, SourceFile};
use crate::{Category, Dialect, Impact, Transactional};

const SQL: &str = "CREATE TABLE a (x);\n";

fn read_named(name: &str, text: &str) -> Result<Source, Vec<Fault>> {
    let stem = Stem::parse(name.trim_end_matches(".sql")).expect("a version");
    read(&SourceFile::new(name, text), &stem, Reading::entry(Dialect::Sqlite))
}

fn sql(body: Option<&Body>) -> Option<&str> {
    match body {
        Some(Body::Sql(text)) => Some(&text.text),
        Some(Body::Code(_)) => panic!("a file holds no Rust"),
        None => None,
    }
}

/// The file `0007_a.sql` with this text, read.
#[track_caller]
fn source(text: &str) -> Source {
    read_named("0007_a.sql", text).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// The directions of a file.
#[track_caller]
fn check(text: &str, up: &str, down: Option<&str>) {
    let source = source(text);
    assert_eq!((sql(Some(&source.up)), sql(source.down.as_ref())), (Some(up), down), "{text}");
    for body in [Some(&source.up), source.down.as_ref()].into_iter().flatten() {
        let Body::Sql(sql) = body else { continue };
        let start = sql.file_offset(0);
        assert_eq!(&text[start..start + sql.text.len()], sql.text, "a slice of the file");
    }
}

/// Each fault as "the bytes it points at: message (hint: help)".
#[track_caller]
fn check_faults(text: &str, expected: &[&str]) {
    let faults = read_named("0007_a.sql", text).expect_err(text);
    let shown = |fault: &Fault| {
        let help = fault.help.as_ref().map_or(String::new(), |help| format!(" (hint: {help})"));
        format!("[{}] {}{help}", &text[fault.at.clone()], fault.message)
    };
    assert_eq!(faults.iter().map(shown).collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn headers() {
    let source = source(
        "\u{feff}-- @Name: Create a\r\n\
         -- Description: The first table.\r\n\
         /* a word in between */\r\n\
         --@timestamp:2025-01-22T10:00:00Z\r\n\
         -- @version: 0007\r\n\
         -- @dependencies: [1, 0002_users, \"orders\", 3]\r\n\
         -- @CATEGORY: Schema\r\n\
         -- @rollbackSafe: yes\r\n\
         -- @performance_impact: low\r\n\
         -- @irreversible: \"gone is gone\"\r\n\
         -- @transaction: false\r\n\
         -- @preserve: true\r\n\
         -- @timeout: 30s\r\n\
         -- @expect: drop_column, reason = \"nobody reads it\"\r\n\
         -- @expect: drop_table: empty since May\r\n\
         CREATE TABLE a (x);\r\n",
    );
    let keys = &source.keys;
    assert_eq!((source.name.as_str(), source.version.get()), ("Create a", 7));
    assert_eq!(source.description, "The first table.");
    assert_eq!(keys.created.as_deref(), Some("2025-01-22T10:00:00Z"));
    let depends_on: Vec<_> = keys.depends_on.iter().map(|(version, _)| version.get()).collect();
    assert_eq!(depends_on, [1, 2, 3]);
    let named = &keys.depends_on_names[0];
    assert_eq!((named.0.as_str(), &source.file.text[named.1.clone()]), ("orders", "orders"));
    assert_eq!(keys.category, Some(Category::Schema));
    assert_eq!(keys.rollback_safe, Some(true));
    assert_eq!(keys.impact, Some(Impact::Low));
    assert_eq!(keys.irreversible.as_deref(), Some("gone is gone"));
    assert_eq!(keys.transactional, Transactional::No);
    assert!(keys.preserve.is_some());
    assert_eq!(keys.timeout, Some(std::time::Duration::from_secs(30)));
    let expect: Vec<_> = keys.expect.iter().map(|e| (e.rule.as_str(), e.reason.as_str())).collect();
    assert_eq!(expect, [("drop_column", "nobody reads it"), ("drop_table", "empty since May")]);
    assert_eq!(&source.file.text[keys.expect[1].at.clone()], "drop_table");
    assert_eq!(&source.file.text[source.at.clone()], "0007");
}

#[test]
fn prose_is_no_header() {
    let text = format!("-- Note: x\n-- author: y\n-- @todo later\n-- name\n{SQL}-- @nonsense: x\n");
    let source = source(&text);
    assert_eq!((source.name.as_str(), source.description.as_str()), ("a", ""));
}

#[test]
fn no_dependencies() {
    for value in ["", "none", "[]", "None", "[ ]"] {
        let source = source(&format!("-- @dependencies: {value}\n{SQL}"));
        assert!(source.keys.depends_on.is_empty() && source.keys.depends_on_names.is_empty());
    }
}

#[test]
fn wrong_headers() {
    let known = "`name`, `description`, `timestamp`, `version`, `dependencies`, `category`, \
                 `rollbackSafe`, `performanceImpact`, `irreversible`, `transaction`, `preserve`, \
                 `timeout`, `expect`";
    let near = format!(
        "[@catgory] unknown header `@catgory` (hint: did you mean `category`? the headers are \
         {known})"
    );
    let far = format!(
        "[@author] unknown header `@author` (hint: the headers are {known}; without the `@` the \
         line is prose)"
    );
    let cases: &[(&str, &str)] = &[
        ("@catgory: data", &near),
        ("@author: me", &far),
        (
            "@category: table",
            "[table] `category` knows no `table` (hint: write one of `schema`, `data`, `index`, \
             `constraint`)",
        ),
        (
            "performance-impact: huge",
            "[huge] `performanceImpact` knows no `huge` (hint: write one of `low`, `medium`, \
             `high`)",
        ),
        (
            "@version: 1.2",
            "[1.2] `1.2` is not a version (hint: a version is a whole number from 0 to \
             9223372036854775807)",
        ),
        (
            "@version: 8",
            "[8] the header says version 8, but the file's name `0007_a.sql` says 7 (hint: make \
             them agree, or remove the header)",
        ),
        (
            "@rollback_safe: maybe",
            "[maybe] `rollbackSafe` knows no `maybe` (hint: write `true` or `false`)",
        ),
        (
            "@timeout: 30",
            "[30] `30` is not a timeout (hint: write a number with its unit: `500ms`, `30s`, \
             `5min` or `2h`)",
        ),
        (
            "@irreversible:",
            "[@irreversible:] `irreversible` is empty (hint: write `-- @irreversible: the reason`)",
        ),
        ("@preserve", "[@preserve] `@preserve` has no value (hint: write `-- @preserve: ..`)"),
        (
            "@expect: drop_column",
            "[drop_column] `expect` takes a rule, and the reason why its finding is fine (hint: \
             write `-- @expect: rule_id, reason = \"..\"`)",
        ),
        ("@name: a\n-- @name: b", "[@name: b] `name` is given twice"),
    ];
    for (header, expected) in cases {
        check_faults(&format!("-- {header}\n{SQL}"), &[expected]);
    }
    check_faults(
        "-- @category: x\n-- @timeout: y\n",
        &[
            "[] `0007_a.sql` contains no statement",
            "[x] `category` knows no `x` (hint: write one of `schema`, `data`, `index`, \
             `constraint`)",
            "[y] `y` is not a timeout (hint: write a number with its unit: `500ms`, `30s`, `5min` \
             or `2h`)",
        ],
    );
}

#[test]
fn versions_without_a_number_in_the_name() {
    let source = read_named("seed.sql", &format!("-- @version: 9\n{SQL}")).expect("a version");
    assert_eq!((source.version.get(), source.name.as_str()), (9, "seed"));
    let faults = read_named("seed.sql", SQL).expect_err("no version");
    assert_eq!(faults[0].message, "`seed.sql` has no version");
}

#[test]
fn sections() {
    let no_down = None;
    check(SQL, SQL, no_down);
    check("\u{feff}a;", "a;", no_down);
    check("-- UP MIGRATION\na;\n-- DOWN MIGRATION\nb;\n", "\na;\n", Some("\nb;\n"));
    check(
        "-- ===== Up Migration: add a =====\r\na;\r\n  -- down migration\r\nb;",
        "\r\na;\r\n  ",
        Some("\r\nb;"),
    );
    check("-- DOWN MIGRATION\nb;\n-- UP MIGRATION\na;", "\na;", Some("\nb;\n"));
    check("a;\n-- == Down Migration ==\nb;", "a;\n", Some("\nb;"));
    let remark = "a;\n-- Down migration is not needed: nothing to undo\n";
    check(remark, remark, no_down);
    check("-- UP MIGRATION\na;\n-- DOWN MIGRATION\n-- nothing\n;", "\na;\n", no_down);
    let quoted = "INSERT INTO a VALUES ('\n-- DOWN MIGRATION\n'); /*\n-- UP MIGRATION\n*/";
    check(quoted, quoted, no_down);
    check("a; -- DOWN MIGRATION", "a; -- DOWN MIGRATION", no_down);
    check("-- UPGRADE MIGRATION\na;", "-- UPGRADE MIGRATION\na;", no_down);
}

#[test]
fn sections_of_other_tools() {
    check(
        "-- +goose Up\n-- +goose StatementBegin\na;\n-- +goose StatementEnd\n-- +goose Down\nb;",
        "\n-- +goose StatementBegin\na;\n-- +goose StatementEnd\n",
        Some("\nb;"),
    );
    check("--+goose up\na;\n--+goose down\nb;", "\na;\n", Some("\nb;"));
    check("-- migrate:up transaction:false\na;\n-- migrate:down\nb;", "\na;\n", Some("\nb;"));
}

#[test]
fn transactions_of_other_tools() {
    for text in [
        "-- no-transaction\na;",
        "-- +goose NO TRANSACTION\n-- +goose Up\na;",
        "-- migrate:up transaction:false\na;\n-- migrate:down\nb;",
    ] {
        assert_eq!(source(text).keys.transactional, Transactional::No, "{text}");
    }
    for text in [
        "a;\n-- no-transaction",
        "-- +goose Up\na;",
        "-- migrate:up\na;\n-- migrate:down transaction:false\nb;",
    ] {
        assert_eq!(source(text).keys.transactional, Transactional::Yes, "{text}");
    }
}

#[test]
fn wrong_sections() {
    check_faults(
        "a;\n-- UP MIGRATION\nb;",
        &["[a] this stands before `-- UP MIGRATION`, under no heading (hint: move it under the \
           heading, or reword the comment if it is none)"],
    );
    check_faults(
        "a;\n-- Down migration of a\nb;",
        &["[a] this stands before `-- Down migration of a`, under no heading (hint: write `-- UP \
           MIGRATION` above it, or reword the comment if it is no heading)"],
    );
    check_faults(
        "-- +goose Up\na;\n-- migrate:down\nb;",
        &["[-- migrate:down] `-- migrate:down` does not go with `-- +goose Up` in line 1 (hint: \
           keep to the headings of one tool)"],
    );
    check_faults(
        "-- UP MIGRATION\na;\n-- Up Migration, part 2\nb;",
        &["[-- Up Migration, part 2] a second section for `up` (hint: put all of it under one \
           heading)"],
    );
    check_faults(
        "-- +goose Down\na;",
        &["[-- +goose Down] `-- +goose Down`, but nothing that applies the migration"],
    );
    check_faults(
        "-- UP MIGRATION\n-- DOWN MIGRATION\nb;",
        &["[] `0007_a.sql` contains no statement"],
    );
    check_faults(
        "-- +goose ENVSUB ON\n-- +goose Up\na;",
        &["[-- +goose ENVSUB ON] goose fills in environment variables here (hint: write the \
           values out: what runs must not depend on who runs it)"],
    );
}

#[test]
fn text_that_cannot_be_read() {
    let cases: &[(&str, &str)] = &[
        ("", "[] `0007_a.sql` contains no statement"),
        ("-- a\n/* b */ ; ;\n", "[] `0007_a.sql` contains no statement"),
        ("a;\0b", "[\0] a NUL byte: the engine would stop reading here (hint: remove it)"),
        ("a; /* b; '", "[/*] this comment never ends (no `*/` follows)"),
        ("a; SELECT 'b; --", "['] this string never ends"),
        ("a; SELECT x'b", "[x'] this string never ends"),
        ("a; SELECT \"b", "[\"] this quoted name never ends"),
        ("a; SELECT [b", "[[] this quoted name never ends"),
    ];
    for (text, expected) in cases {
        check_faults(text, &[expected]);
    }
}

#[test]
fn text_of_postgres_that_never_ends() {
    for (text, opening) in
        [("a; SELECT $b$ 'c' $", "$b$"), ("a; DO $$ ';", "$$"), ("a; SELECT E'b\\'", "E'")]
    {
        let stem = Stem::parse("7").expect("a version");
        let file = SourceFile::new("7.sql", text);
        let faults = read(&file, &stem, Reading::entry(Dialect::Postgres)).expect_err(text);
        assert_eq!(&text[faults[0].at.clone()], opening);
        assert!(faults[0].message.ends_with("string never ends"), "{}", faults[0].message);
    }
}

#[test]
fn commented_rollbacks() {
    let commented = |text: &str| source(text).commented_down.map(|sql| sql.text);
    let text =
        format!("{SQL}-- rollback\r\n-- DROP INDEX i;\r\n--\r\n--   DROP TABLE a;\r\n\n-- b");
    assert_eq!(commented(&text).as_deref(), Some("DROP INDEX i;\n\nDROP TABLE a;\n"));
    let sql = source(&text).commented_down.expect("commented");
    let at = sql.file_offset(sql.text.find("TABLE").expect("present"));
    assert_eq!(&text[at..at + 7], "TABLE a");
    for prose in [
        "-- Rollback\n",
        "-- Rollback\n\n-- DROP TABLE a;",
        "-- Rollback: drop a\n-- DROP TABLE a;",
        "-- Rollback\nCREATE TABLE b (x);\n-- DROP TABLE a;",
        "-- Rollback\n--\n--\n",
    ] {
        assert_eq!(commented(&format!("{SQL}{prose}")), None, "{prose}");
    }
    let given = format!("{SQL}-- Rollback\n-- DROP TABLE b;\n-- DOWN MIGRATION\nDROP TABLE a;");
    assert_eq!(commented(&given), None);
}

#[test]
fn comments_are_prose_where_the_tool_says_so() {
    let read_as = |comments, text: &str| {
        let file = SourceFile::new("1_a.sql", text);
        let stem = Stem::parse("1_a").expect("a version");
        let source = read(&file, &stem, Reading::directory(Dialect::Sqlite, comments));
        source.unwrap_or_else(|faults| panic!("{faults:#?}"))
    };
    let text = "-- no-transaction\n-- @author: me\n-- version: old\na;\n-- UP MIGRATION of b\nb;";
    for (comments, transactional) in [
        (Comments::PROSE, Transactional::Yes),
        (Comments::SQLX, Transactional::No),
        (Comments::GOOSE, Transactional::Yes),
        (Comments::DBMATE, Transactional::Yes),
    ] {
        let source = read_as(comments, text);
        assert_eq!((sql(Some(&source.up)), source.keys.transactional), (Some(text), transactional));
    }
    assert_eq!(sql(Some(&read_as(Comments::PROSE, "-- empty").up)), Some("-- empty"));
}

#[test]
fn a_large_file_is_read_once() {
    let statement = "INSERT INTO a VALUES ('some text; and more', [b], 1); -- next\n";
    let text = statement.repeat(10_000_000 / statement.len());
    let source = source(&text);
    assert_eq!(sql(Some(&source.up)).map(str::len), Some(text.len()));
    let faults = read_named("0007_a.sql", &format!("{text}'")).expect_err("unclosed");
    assert_eq!(faults[0].at, text.len()..text.len() + 1);
}
