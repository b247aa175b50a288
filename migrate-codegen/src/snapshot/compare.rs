//! Comparing a generated file with the one that is committed.

use super::COMMAND;
use super::merged;
use super::seal::unsigned;

/// A committed file that is not what the migrations say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// The file's name.
    pub name: String,
    /// What is wrong with it and what to do.
    pub message: String,
    /// What it holds, and what it has to hold; `None` where a difference would say nothing.
    pub texts: Option<(String, String)>,
}

/// Says what is wrong with a committed file; `None` when it is current.
///
/// Line ends do not count, because git may change them when it checks a file out.
///
/// # Example
/// ```
/// use migrate_codegen::snapshot::compare;
///
/// assert_eq!(compare("schema.sql", "SELECT 1;\n", Some("SELECT 1;\r\n")), None);
/// let missing = compare("schema.sql", "SELECT 1;\n", None).expect("missing");
/// assert_eq!(missing.message, "`schema.sql` is missing (hint: `cargo migrate snapshot` writes it)");
/// ```
#[must_use]
pub fn compare(name: &str, expected: &str, found: Option<&str>) -> Option<Stale> {
    let stale = |message, texts| Some(Stale { name: name.to_owned(), message, texts });
    let Some(found) = found else {
        return stale(format!("`{name}` is missing (hint: `{COMMAND}` writes it)"), None);
    };
    let found = found.replace("\r\n", "\n");
    // Another engine may have judged the same.
    if found == expected || unsigned(&found) == unsigned(expected) {
        return None;
    }
    if let Some(message) = merged::traces(name, &found) {
        return stale(message, None);
    }
    let message = format!("`{name}` is out of date (hint: `{COMMAND}` brings it up to date)");
    stale(message, Some((found, expected.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: &str, expected: &str) {
        let stale = compare("migrations.sum", "", Some(found));
        assert_eq!(stale.expect("it differs").message, expected);
    }

    #[test]
    fn bad_merges_have_their_own_words() {
        let then = "(hint: keep the migrations of both sides, each with a version of its own, \
                    then run `cargo migrate snapshot`)";
        check(
            "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n",
            &format!("`migrations.sum` has conflict markers, the first in line 2 {then}"),
        );
        check(
            "[total]\nmigrations = 1\n[total]\nmigrations = 1\n",
            &format!("`migrations.sum` has 2 totals: two branches were merged into it {then}"),
        );
        check(
            "version = 2\nversion = 2\n",
            &format!(
                "`migrations.sum` has migration 2 twice: two branches were merged into it {then}"
            ),
        );
        check(
            "x",
            "`migrations.sum` is out of date (hint: `cargo migrate snapshot` brings it up to date)",
        );
    }
}
