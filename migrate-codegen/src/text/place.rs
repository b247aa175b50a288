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
    /// How many characters begin before each block of [`BLOCK`] bytes: a text may be one long line.
    characters: Vec<usize>,
}

const BLOCK: usize = 1024;

/// A byte order mark, which no editor shows or counts.
const BOM: char = '\u{feff}';

impl LineIndex {
    /// Reads `text` once. A line ends with `\n`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(ends).collect();
        let mut characters = vec![0];
        for block in text.as_bytes().chunks(BLOCK) {
            characters.push(characters[characters.len() - 1] + beginnings(block));
        }
        Self { starts, characters }
    }

    /// The line and column of the byte `offset` of `text`, which is the text given to
    /// [`LineIndex::new`]. An offset past the end counts as the end, one inside a character as its
    /// first byte.
    #[must_use]
    pub fn place(&self, text: &str, offset: usize) -> Place {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let mark = if line == 0 { text.len() - text.trim_start_matches(BOM).len() } else { 0 };
        let start = (self.starts[line] + mark).min(offset);
        let column = self.before(text, offset) - self.before(text, start);
        Place { line: line + 1, column: column + 1 }
    }

    /// How many characters begin before `offset`.
    fn before(&self, text: &str, offset: usize) -> usize {
        let block = offset / BLOCK;
        self.characters[block] + beginnings(&text.as_bytes()[block * BLOCK..offset])
    }

    /// The byte offset at which the line (from 1) begins; `None` past the last line.
    #[must_use]
    pub fn start_of(&self, line: usize) -> Option<usize> {
        self.starts.get(line.checked_sub(1)?).copied()
    }
}

/// How many characters begin in these bytes of UTF-8.
fn beginnings(bytes: &[u8]) -> usize {
    // The standard library looks at many at once, in builds without optimisation too.
    if bytes.is_ascii() {
        return bytes.len();
    }
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
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

    #[test]
    fn a_byte_order_mark_does_not_count() {
        let text = "\u{feff}ab\ncd";
        let index = LineIndex::new(text);
        for (offset, line, column) in [(0, 1, 1), (3, 1, 1), (4, 1, 2), (6, 2, 1)] {
            assert_eq!(index.place(text, offset), Place { line, column }, "{offset}");
        }
    }

    #[test]
    fn an_offset_inside_a_character_is_its_first_byte() {
        let text = "aé\u{1f600}b";
        let index = LineIndex::new(text);
        let columns: Vec<_> = (0..=9).map(|offset| index.place(text, offset).column).collect();
        assert_eq!(columns, [1, 2, 2, 3, 3, 3, 3, 4, 5, 5]);
    }

    #[test]
    fn long_lines() {
        let text = "é;\u{1f600} ".repeat(1_000);
        let index = LineIndex::new(&text);
        for (expected, (offset, _)) in text.char_indices().enumerate() {
            assert_eq!(index.place(&text, offset), Place { line: 1, column: expected + 1 });
        }
    }
}
