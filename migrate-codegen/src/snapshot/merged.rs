//! What a bad merge leaves in a generated file.

use super::COMMAND;

/// What a bad merge left in the text, and what to do; `None` when nothing shows.
pub(super) fn traces(name: &str, text: &str) -> Option<String> {
    let marker =
        |line: &str| ["<<<<<<< ", ">>>>>>> ", "||||||| "].iter().any(|it| line.starts_with(it));
    let then = format!(
        "keep the migrations of both sides, each with a version of its own, then run `{COMMAND}`"
    );
    if let Some(at) = text.lines().position(marker) {
        return Some(format!(
            "`{name}` has conflict markers, the first in line {} (hint: {then})",
            at + 1
        ));
    }
    let totals = text.lines().filter(|line| line.trim_end() == "[total]").count();
    if totals > 1 {
        return Some(format!(
            "`{name}` has {totals} totals: two branches were merged into it (hint: {then})"
        ));
    }
    let mut versions: Vec<_> = text.lines().filter(|line| line.starts_with("version = ")).collect();
    versions.sort_unstable();
    let twice = versions.windows(2).find(|pair| pair[0] == pair[1])?;
    let version = twice[0].trim_start_matches("version = ");
    Some(format!(
        "`{name}` has migration {version} twice: two branches were merged into it (hint: {then})"
    ))
}
