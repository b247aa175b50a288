//! From byte offsets to lines and columns.

/// A position as people read it: both counted from 1, the column in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// Where the lines of a text begin, so that looking up a position does not read it again.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Reads `text` once. A line ends with `\n`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        Self { starts: std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect() }
    }

    /// The line and column of the byte `offset` of `text`, which is the text given to
    /// [`LineIndex::new`]. An offset past the end, or inside a character, counts as the nearest
    /// character before it.
    #[must_use]
    pub fn place(&self, text: &str, offset: usize) -> Place {
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let start = self.starts[line];
        let column = text[start..].char_indices().take_while(|(at, _)| start + at < offset).count();
        Place { line: line + 1, column: column + 1 }
    }

    /// The byte offset at which the line (from 1) begins; `None` past the last line.
    #[must_use]
    pub fn start_of(&self, line: usize) -> Option<usize> {
        self.starts.get(line.checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_not_bytes() {
        let text = "a\nbé c\r\nd";
        let index = LineIndex::new(text);
        let at = |needle: &str| index.place(text, text.find(needle).expect("present"));
        assert_eq!(at("a"), Place { line: 1, column: 1 });
        assert_eq!(at("c"), Place { line: 2, column: 4 });
        assert_eq!(at("d"), Place { line: 3, column: 1 });
        assert_eq!(index.place(text, 1_000), Place { line: 3, column: 2 });
    }
}
