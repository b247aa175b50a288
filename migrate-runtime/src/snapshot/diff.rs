//! Two texts side by side.

use similar::TextDiff;

/// The difference as `diff -u` prints it: what a file holds, and what it must hold.
pub(super) fn unified(name: &str, found: &str, expected: &str) -> String {
    let diff = TextDiff::from_lines(found, expected);
    let expected = format!("{name} (as the migrations say)");
    diff.unified_diff().context_radius(3).header(name, &expected).to_string()
}
