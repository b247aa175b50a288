//! What holds for every file of the repository.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cargo::root;

/// Folders of one person's machine, and hosts that cargo's and others' settings should choose.
///
/// They are written in two halves, because this file is searched too.
const FOREIGN: [(&str, &str); 9] = [
    ("/ho", "me/"),
    ("/ro", "ot/"),
    ("/wo", "rk/"),
    ("/Us", "ers/"),
    (r"C:\Us", r"ers\"),
    ("crates", ".io"),
    ("npmjs", ".org"),
    ("npmjs", ".com"),
    ("pypi", ".org"),
];

/// Where cargo itself writes the name of its registry, as opposed to an address.
const REGISTRY: &str = concat!("registry+https://github.com/rust-lang/crates", ".io-index");

#[test]
fn every_rust_file_opens_with_its_purpose() {
    let mut seen = 0;
    for path in files().into_iter().filter(|path| is_ours(path)) {
        seen += 1;
        let text = fs::read_to_string(&path).expect("Rust files are UTF-8");
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! "), "{} opens with `{first}`", path.display());
    }
    assert!(seen > 100, "only {seen} Rust files were found");
}

#[test]
fn no_file_names_a_machine_or_a_registry_host() {
    let foreign = FOREIGN.map(|(start, end)| [start, end].concat());
    for path in files() {
        let text = fs::read(&path).expect("the file is readable");
        let text = String::from_utf8_lossy(&text).replace(REGISTRY, "");
        for (at, line) in text.lines().enumerate() {
            let found = foreign.iter().find(|name| stands_alone(line, name));
            assert_eq!(found, None, "{}:{}: {line}", path.display(), at + 1);
        }
    }
}

/// Whether this is a Rust file of the product: not a case of a test, and not a migration, whose
/// item's documentation is its purpose.
fn is_ours(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let migration = name
        .strip_prefix('m')
        .is_some_and(|rest| rest.len() > 5 && rest.as_bytes()[..4].iter().all(u8::is_ascii_digit));
    let case = path.components().any(|part| part.as_os_str() == "cases");
    path.extension().is_some_and(|extension| extension == "rs") && !migration && !case
}

/// Whether `line` holds `name`, and not as the end of a longer word or path.
fn stands_alone(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '}'))
    })
}

/// The files of the repository: what lies in the workspace, except what builds and git leave there.
fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(root(), &mut files);
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is readable") {
        let path = entry.expect("the entry is readable").path();
        let name = path.file_name().unwrap_or_default();
        if path.is_symlink() || name == "target" || name == ".git" {
            continue;
        }
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
