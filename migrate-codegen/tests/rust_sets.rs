//! Sets in Rust files on disk: where their modules lie, and what is said when one is amiss.
#![cfg(feature = "analyze")]

use std::path::Path;

use migrate_codegen::Dialect;
use migrate_codegen::source::rust::{SetFile, read_set};

const SET: &str = "#[migrations]\npub static SHOP: Migrations<Sqlite> = [m0001_a, m0002_b];\n";

fn migration(version: u32) -> String {
    format!("#[migration(version = {version})]\nconst A: &str = \"CREATE TABLE t{version} (x)\";\n")
}

/// Writes the files, reads the set `SHOP` in the first of them, and lists what came of each entry.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        std::fs::write(path, text).expect("a file");
    }
    let path = folder.path().join(files[0].0);
    let shown = Path::new("crate").join(files[0].0);
    let found = match read_set(&path, &shown, "shop", None, Dialect::Sqlite) {
        Ok(set) => describe(&set),
        Err(gap) => vec![gap.message],
    };
    assert_eq!(found, expected);
}

fn describe(set: &SetFile) -> Vec<String> {
    let entries = set.entries.iter().flat_map(|entry| match (&entry.read, entry.source()) {
        (_, Some(source)) => {
            vec![format!("{} {} in {}", source.version, source.name, source.file.name)]
        }
        (Err(gaps), _) => gaps.iter().map(|gap| gap.message.clone()).collect(),
        (Ok(_), None) => vec!["broken".to_owned()],
    });
    entries.chain(set.unlisted.iter().map(|gap| gap.message.clone())).collect()
}

#[test]
fn modules_of_every_kind_of_file() {
    let set = format!("mod m0001_a;\nmod m0002_b;\n{SET}");
    let (one, two) = (migration(1), migration(2));
    for (root, folder) in [
        ("src/lib.rs", "src"),
        ("src/main.rs", "src"),
        ("src/shop/mod.rs", "src/shop"),
        ("src/shop.rs", "src/shop"),
        ("tests/shop.rs", "tests"),
    ] {
        let (first, second) = (format!("{folder}/m0001_a.rs"), format!("{folder}/m0002_b/mod.rs"));
        check(
            &[(root, &set), (&first, &one), (&second, &two)],
            &[&format!("1 a in crate/{first}"), &format!("2 a in crate/{second}")],
        );
    }
}

#[test]
fn inline_modules_and_paths() {
    let inline = format!(
        "mod db {{ mod m0001_a {{ {} }} #[path = \"b.rs\"] mod m0002_b; {SET} }}",
        migration(1)
    );
    check(
        &[("src/lib.rs", &inline), ("src/db/b.rs", &migration(2))],
        &["1 a in crate/src/lib.rs", "2 a in crate/src/db/b.rs"],
    );
}

#[test]
fn what_is_amiss_with_entries() {
    let list = "#[migrations]\nstatic SHOP: Migrations<Sqlite> = [m0001_a, m2, m3, m0004_d, 5, \"x.sql\"];\n\
                mod m0001_a;\nmod m3;\nmod m0004_d;";
    check(
        &[
            ("lib.rs", list),
            ("m0001_a.rs", &migration(7)),
            ("m3.rs", "// none"),
            ("m0005_e.rs", &migration(5)),
        ],
        &[
            "the file is numbered 1, its migration 7",
            "no module `m2` stands beside the list",
            "the module `m3` holds no migration",
            "broken",
            "expected a module or an SQL file",
            "`crate/x.sql` does not exist",
            "`m0005_e.rs` is not listed in SHOP",
        ],
    );
}

#[test]
fn sql_files_and_their_rollbacks() {
    let list = "#[migrations] static SHOP: Migrations<Sqlite> = [\"0001_a.sql\"];";
    check(
        &[
            ("lib.rs", list),
            ("0001_a.sql", "CREATE TABLE a (x);"),
            ("0001_a.down.sql", "DROP TABLE a;"),
            ("0002_b.sql", "CREATE TABLE b (x);"),
            ("notes.sql", "SELECT 1;"),
        ],
        &["1 a in crate/0001_a.sql", "`0002_b.sql` is not listed in SHOP"],
    );
}

#[test]
fn no_such_set() {
    check(
        &[("lib.rs", "static SHOP: u8 = 0;")],
        &["`crate/lib.rs` holds no static `shop` with `#[migrations]`"],
    );
}
