//! Rollbacks that stand in comments, under a line that reads `-- Rollback`.

use std::sync::Arc;

use super::scan::{Comment, Scan};
use crate::source::{SourceFile, SqlText};

/// The comment lines right under `-- Rollback`, without their dashes.
///
/// Whether they are SQL is not decided here: they may well be prose.
pub(super) fn commented_rollback(file: &Arc<SourceFile>, scan: &Scan) -> Option<SqlText> {
    let text = &file.text;
    let is_title = |comment: &Comment| {
        let inner = &text[comment.inner(text)];
        inner.eq_ignore_ascii_case("rollback")
    };
    let title = scan.comments.iter().position(is_title)?;
    let mut sql = String::new();
    let mut map = Vec::new();
    for pair in scan.comments[title..].windows(2) {
        if !adjacent(text, &pair[0], &pair[1]) {
            break;
        }
        let line = pair[1].inner(text);
        map.push((sql.len(), line.start));
        sql.push_str(&text[line]);
        sql.push('\n');
    }
    (!sql.trim().is_empty()).then(|| SqlText::mapped(file, sql, map))
}

/// Whether one comment stands on the line after the other.
fn adjacent(text: &str, upper: &Comment, lower: &Comment) -> bool {
    let between = &text[upper.range.end..lower.range.start];
    between.trim().is_empty() && between.matches('\n').count() == 1
}
