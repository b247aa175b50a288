//! What a program links, and how often it is compiled, by the features that it asks for.

use std::collections::BTreeSet;

use crate::cargo::cargo;

#[test]
fn a_deployed_program_links_no_sql_parser() {
    check("sqlite,bundled,cli", Part::Program, "sqlparser", Copies::None);
}

#[test]
fn the_macros_read_sql() {
    check("", Part::Everything, "sqlparser", Copies::One);
}

#[test]
fn checking_sources_needs_the_sql_parser() {
    check("sqlite,bundled,cli,dev", Part::Program, "sqlparser", Copies::One);
}

#[test]
fn without_its_driver_no_sqlite_is_compiled() {
    for package in ["rusqlite", "libsqlite3-sys"] {
        check("", Part::Everything, package, Copies::None);
        check("cli,dev", Part::Everything, package, Copies::None);
    }
}

#[test]
fn the_driver_links_sqlite() {
    check("sqlite", Part::Program, "libsqlite3-sys", Copies::One);
}

/// Cargo builds a package once for the macros and the program when both ask for the same features
/// (in dev builds, without `--target`). SQLite's C takes longer than everything else together.
#[test]
fn the_macros_and_the_program_share_one_sqlite() {
    for features in ["sqlite", "sqlite,bundled", "sqlite,bundled,cli,dev"] {
        check(features, Part::Everything, "libsqlite3-sys", Copies::One);
        check(features, Part::Everything, "rusqlite", Copies::One);
    }
}

/// Which units of a build are looked at.
#[derive(Clone, Copy)]
enum Part {
    /// What is linked into the program.
    Program,
    /// That, and what the macros and build scripts link.
    Everything,
}

/// In how many variants a package is compiled.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Copies {
    None,
    One,
    Several,
}

#[track_caller]
fn check(features: &str, part: Part, package: &str, expected: Copies) {
    let variants = variants(features, part, package);
    let found = match variants.len() {
        0 => Copies::None,
        1 => Copies::One,
        _ => Copies::Several,
    };
    assert_eq!(found, expected, "`{package}` with the features `{features}`: {variants:#?}");
}

/// The versions and features with which `package` is compiled for `migrate-runtime`.
#[track_caller]
fn variants(features: &str, part: Part, package: &str) -> BTreeSet<String> {
    let edges = match part {
        Part::Program => "normal,no-proc-macro",
        Part::Everything => "normal,build",
    };
    let tree = cargo(&[
        "tree",
        "--package=migrate-runtime",
        "--no-default-features",
        &format!("--features={features}"),
        &format!("--edges={edges}"),
        "--prefix=none",
        "--no-dedupe",
        "--format={p} {f}",
    ]);
    let name = format!("{package} ");
    tree.lines().filter(|line| line.starts_with(&name)).map(String::from).collect()
}
