//! One pass over a file: its comment lines, where its SQL begins, and what keeps it from being SQL.

use std::ops::Range;
use std::sync::Arc;

use super::fault::{advised, fault};
use crate::Dialect;
use crate::source::{Fault, SourceFile};
use crate::text::{Token, TokenKind, tokens};

/// What one pass over a file finds.
pub(super) struct Scan {
    /// The line comments that have their line for themselves, without the line's end.
    pub(super) comments: Vec<Comment>,
    /// The tokens that say something, as the first byte of each run between two comment lines.
    statements: Vec<Range<usize>>,
}

/// A `--` comment alone on its line.
#[derive(Clone)]
pub(super) struct Comment {
    /// From its dashes to its last character that is not blank.
    pub(super) range: Range<usize>,
}

impl Comment {
    /// Its bytes without the dashes, blanks around it removed.
    pub(super) fn inner(&self, text: &str) -> Range<usize> {
        let inner = &text[self.range.start + 2..self.range.end];
        let start = self.range.start + 2 + (inner.len() - inner.trim_start().len());
        start..self.range.end.max(start)
    }
}

impl Scan {
    /// Reads the file once.
    ///
    /// # Errors
    /// If it holds a NUL byte, or a comment, string or quoted name that never ends.
    pub(super) fn read(file: &Arc<SourceFile>, dialect: Dialect) -> Result<Self, Fault> {
        let text = &file.text;
        if let Some(at) = text.find('\0') {
            let message = "a NUL byte: the engine would stop reading here".to_owned();
            return Err(advised(file, at..at + 1, message, "remove it"));
        }
        let mut scan = Self { comments: Vec::new(), statements: Vec::new() };
        let mut alone = true;
        let mut joins = false;
        for token in tokens(text, dialect) {
            if !token.closed {
                return Err(fault(file, opening(text, &token), never_ends(text, &token)));
            }
            if token.kind == TokenKind::LineComment && alone {
                let end = token.range.start + token.text(text).trim_end().len();
                scan.comments.push(Comment { range: token.range.start..end });
                joins = false;
            } else if token.is_significant() && !is_separator(text, &token) {
                scan.significant(token.range.clone(), joins);
                joins = true;
            }
            alone = match token.kind {
                TokenKind::Blank => alone || token.text(text).contains('\n'),
                _ => false,
            };
        }
        Ok(scan)
    }

    fn significant(&mut self, range: Range<usize>, joins: bool) {
        match self.statements.last_mut() {
            Some(last) if joins => last.end = range.end,
            _ => self.statements.push(range),
        }
    }

    /// The first SQL that stands in `range`, comments and lone `;` aside.
    pub(super) fn sql_in(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let after = self.statements.partition_point(|run| run.end <= range.start);
        self.statements.get(after).filter(|run| run.start < range.end).cloned()
    }

    /// The comment lines before the first SQL.
    pub(super) fn leading(&self) -> &[Comment] {
        let first = self.statements.first().map_or(usize::MAX, |run| run.start);
        &self.comments[..self.comments.partition_point(|comment| comment.range.start < first)]
    }
}

fn is_separator(text: &str, token: &Token) -> bool {
    token.is_symbol(text, ';')
}

/// What opens a token: its quote with the letter before it, its `$tag$`, or its `/*`.
fn opening(text: &str, token: &Token) -> Range<usize> {
    let inner = &token.text(text)[1..];
    let length = match token.kind {
        TokenKind::BlockComment => 2,
        _ if token.text(text).starts_with('$') => inner.find('$').map_or(1, |end| end + 2),
        // `x'..'` and `E'..'`.
        _ if inner.starts_with('\'') && token.text(text).starts_with(char::is_alphabetic) => 2,
        _ => 1,
    };
    token.range.start..token.range.start + length
}

fn never_ends(text: &str, token: &Token) -> String {
    match token.kind {
        TokenKind::BlockComment => "this comment never ends (no `*/` follows)".to_owned(),
        TokenKind::Quoted => "this quoted name never ends".to_owned(),
        _ if token.text(text).starts_with('$') => "this dollar-quoted string never ends".to_owned(),
        _ => "this string never ends".to_owned(),
    }
}

/// The text after a byte order mark.
pub(super) fn body(text: &str) -> Range<usize> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    start..text.len()
}
