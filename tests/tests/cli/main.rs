//! The command line, end to end: each `tests/cli/*.txt` is a case (see `case.rs` for the format).
//!
//! `UPDATE_CASES=1 cargo test -p migrate-tests --test cli` writes what is printed now into the
//! files, for review; `CASE=name` runs only the cases whose name has that word in it.

mod case;
#[cfg(target_os = "linux")]
mod lost;
mod step;

use std::path::{Path, PathBuf};

use case::Case;

#[test]
fn every_case_prints_what_it_says() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("cli");
    let wanted = std::env::var("CASE").unwrap_or_default();
    let paths = case_files(&directory, &wanted);
    assert!(!paths.is_empty(), "no case is called `{wanted}` in {}", directory.display());
    let failures: Vec<_> = paths.iter().filter_map(|path| failure(path)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn case_files(directory: &Path, wanted: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).expect("the directory of the cases is there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("is readable").path()).collect();
    paths.retain(|path| {
        path.extension().is_some_and(|it| it == "txt")
            && path.file_stem().is_some_and(|it| it.to_string_lossy().contains(wanted))
    });
    paths.sort();
    paths
}

/// Runs the case; what differs, if something does.
fn failure(path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path).expect("a case is UTF-8");
    let case = Case::parse(&text);
    let printed = case.run();
    if printed == text {
        return None;
    }
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(path, &printed).expect("the case can be written");
        return None;
    }
    Some(format!("==== {}\n{}", path.display(), difference(&text, &printed)))
}

/// The lines that differ, from the first to the last.
fn difference(expected: &str, found: &str) -> String {
    let (expected, found): (Vec<_>, Vec<_>) = (expected.lines().collect(), found.lines().collect());
    let pairs = || expected.iter().zip(&found);
    let start = pairs().take_while(|(a, b)| a == b).count();
    let shorter = expected.len().min(found.len()) - start;
    let tail = expected.iter().rev().zip(found.iter().rev());
    let end = tail.take(shorter).take_while(|(a, b)| a == b).count();
    let part = |lines: &[&str], sign: &str| -> String {
        lines[start..lines.len() - end].iter().flat_map(|line| [sign, line, "\n"]).collect()
    };
    format!("line {}:\n{}{}", start + 1, part(&expected, "- "), part(&found, "+ "))
}
