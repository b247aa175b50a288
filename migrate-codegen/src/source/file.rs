//! A file that was read, and SQL text that knows where in it it stands.

use std::ops::Range;
use std::sync::Arc;

use crate::text::{LineIndex, Place};

/// A file that was read, under the name that messages show.
#[derive(Debug)]
pub struct SourceFile {
    /// The path as messages show it.
    pub name: String,
    /// Its whole text.
    pub text: String,
    lines: LineIndex,
}

impl SourceFile {
    /// A file called `name` in messages, with this text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        let text = text.into();
        let lines = LineIndex::new(&text);
        Arc::new(Self { name: name.into(), text, lines })
    }

    /// Line and column of a byte of the file.
    #[must_use]
    pub fn place(&self, offset: usize) -> Place {
        self.lines.place(&self.text, offset)
    }

    /// The byte at which the line (from 1) begins.
    #[must_use]
    pub fn line_start(&self, line: usize) -> Option<usize> {
        self.lines.start_of(line)
    }
}

/// SQL as the engine gets it, with the way back to the file it stands in.
///
/// The text of a Rust string literal is not the bytes of its file where the literal has escapes,
/// so the way back is a list of places where the two drift apart.
#[derive(Clone, Debug)]
pub struct SqlText {
    /// What the engine gets.
    pub text: String,
    /// The file it stands in.
    pub file: Arc<SourceFile>,
    /// Pairs of (offset in `text`, offset in the file), ascending; between two of them both advance
    /// alike. The first pair begins at 0.
    map: Vec<(usize, usize)>,
}

impl SqlText {
    /// The bytes `range` of the file, as they are.
    #[must_use]
    pub fn slice(file: &Arc<SourceFile>, range: Range<usize>) -> Self {
        let text = file.text[range.clone()].to_owned();
        Self { text, file: Arc::clone(file), map: vec![(0, range.start)] }
    }

    /// A text with its own way back: pairs of (offset in `text`, offset in the file), ascending,
    /// the first at 0.
    #[must_use]
    pub fn mapped(file: &Arc<SourceFile>, text: String, map: Vec<(usize, usize)>) -> Self {
        debug_assert!(map.first().is_some_and(|&(at, _)| at == 0));
        Self { text, file: Arc::clone(file), map }
    }

    /// Where the byte `offset` of the text stands in the file.
    #[must_use]
    pub fn file_offset(&self, offset: usize) -> usize {
        let after = self.map.partition_point(|&(at, _)| at <= offset).max(1);
        let (at, in_file) = self.map[after - 1];
        (in_file + offset.saturating_sub(at)).min(self.file.text.len())
    }

    /// Line and column, in the file, of the byte `offset` of the text.
    #[must_use]
    pub fn place(&self, offset: usize) -> Place {
        self.file.place(self.file_offset(offset))
    }
}
