//! Reading an SQL file never fails to answer, whatever stands in it.
#![cfg(feature = "analyze")]

use migrate_codegen::Dialect;
use migrate_codegen::source::sql::{Reading, Stem, read};
use migrate_codegen::source::{Body, SourceFile};
use proptest::prelude::*;

/// Lines that mean something to one tool or another, and lines that nearly do.
fn line() -> impl Strategy<Value = String> {
    let lines = prop::sample::select(vec![
        "-- UP MIGRATION",
        "-- down migration of é",
        "-- == DOWN MIGRATION ==",
        "-- +goose Up",
        "-- +goose Down",
        "-- +goose NO TRANSACTION",
        "-- migrate:up transaction:false",
        "-- migrate:down",
        "-- no-transaction",
        "-- Rollback",
        "-- DROP TABLE a;",
        "--",
        "--é",
        "--> statement-breakpoint",
        "-- @version: 7",
        "-- @version: é",
        "-- @depends_on: [1, é, \"b\", , 0002_c]",
        "-- @expect: a_b, reason = \"c\"",
        "-- @expect: é",
        "-- @é: x",
        "-- timeout:",
        "/* a",
        "*/",
        "SELECT ';",
        "';",
        "CREATE TABLE a (x);",
        "\u{feff}",
        ";",
        "",
    ]);
    let end = prop::sample::select(vec!["\n", "\r\n", " ", "\t\n\n"]);
    (prop_oneof![9 => lines.prop_map(str::to_owned), 1 => ".{0,8}"], end)
        .prop_map(|(line, end)| line + end)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1024) })]

    #[test]
    fn directions_and_faults_are_places_in_the_file(
        lines in prop::collection::vec(line(), 0..12),
        stem in prop_oneof!["0007_a", "a", "[V0-9._-]{1,6}"],
        dialect in prop::sample::select(Dialect::ALL.to_vec()),
    ) {
        let text = lines.concat();
        let file = SourceFile::new("x.sql", text.as_str());
        let Ok(stem) = Stem::parse(&stem) else { return Ok(()) };
        match read(&file, &stem, Reading::entry(dialect)) {
            Ok(source) => {
                for body in [Some(source.up), source.down].into_iter().flatten() {
                    let Body::Sql(sql) = body else { panic!("a file holds no Rust") };
                    let start = sql.file_offset(0);
                    prop_assert_eq!(&text[start..start + sql.text.len()], &sql.text);
                }
                if let Some(sql) = source.commented_down {
                    for (at, character) in sql.text.char_indices().filter(|&(_, c)| c != '\n') {
                        prop_assert!(text[sql.file_offset(at)..].starts_with(character));
                    }
                }
                prop_assert!(text.get(source.at).is_some());
            }
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                for fault in faults {
                    prop_assert!(text.get(fault.at.clone()).is_some(), "{:?}", fault);
                }
            }
        }
    }
}
