//! Numbers and texts in one text: how the macros hand a program what they found out.
//!
//! rustc types and evaluates every token of an expansion, for a thousand migrations each time that
//! one of them changes. One string literal is one token, whatever it holds.
//!
//! A number is its decimal digits and a blank, a text its length as a number and then its bytes, a
//! list the number of its elements and then each of them.

use std::fmt::Write;

/// Writes numbers and texts into one text.
///
/// # Example
/// ```
/// use migrate_codegen::baked::{Reader, Writer};
///
/// let mut writer = Writer::default();
/// writer.number(7);
/// writer.list(&["a", "b c"], |writer, text| writer.text(text));
/// assert_eq!(writer.finish(), "7 2 1 a3 b c");
///
/// let mut reader = Reader::new("7 2 1 a3 b c");
/// assert_eq!(reader.number(), 7);
/// assert_eq!(reader.list(Reader::text), ["a", "b c"]);
/// ```
#[derive(Debug, Default)]
pub struct Writer(String);

impl Writer {
    /// Adds a number.
    pub fn number(&mut self, number: u64) {
        // Writing to a `String` cannot fail.
        let _ = write!(self.0, "{number} ");
    }

    /// Adds a length or a position.
    pub fn size(&mut self, size: usize) {
        self.number(size as u64);
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) {
        self.size(text.len());
        self.0.push_str(text);
    }

    /// Adds a list, with `one` for each element.
    pub fn list<T>(&mut self, all: &[T], mut one: impl FnMut(&mut Self, &T)) {
        self.size(all.len());
        for element in all {
            one(self, element);
        }
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> String {
        self.0
    }
}

/// Reads what a [`Writer`] wrote, in the same order. Texts are slices of the whole.
///
/// The writer is of the same version, so there is nothing to complain about: past the end, numbers
/// are 0 and texts are empty.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a>(&'a str);

impl<'a> Reader<'a> {
    /// Reads from the start of the text.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        let (digits, rest) = self.0.split_once(' ').unwrap_or((self.0, ""));
        self.0 = rest;
        digits.parse().unwrap_or(0)
    }

    /// The next length or position.
    pub fn size(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or(0)
    }

    /// The next text.
    pub fn text(&mut self) -> &'a str {
        let length = self.size();
        let (text, rest) = self.0.split_at_checked(length).unwrap_or((self.0, ""));
        self.0 = rest;
        text
    }

    /// The next list, with `one` for each element.
    pub fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let length = self.size();
        // Nothing is shorter than a digit and a blank.
        let mut all = Vec::with_capacity(length.min(self.0.len()));
        for _ in 0..length.min(self.0.len()) {
            all.push(one(self));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(numbers: &[u64], texts: &[&str]) {
        let mut writer = Writer::default();
        writer.list(numbers, |writer, number| writer.number(*number));
        writer.list(texts, |writer, text| writer.text(text));
        writer.number(4);
        let text = writer.finish();
        let mut reader = Reader::new(&text);
        assert_eq!(reader.list(Reader::number), numbers);
        assert_eq!(reader.list(Reader::text), texts);
        assert_eq!(reader.number(), 4);
    }

    #[test]
    fn what_is_written_is_read() {
        check(&[], &[]);
        check(&[0, u64::MAX], &["", " ", "1 2", "a\nb\0c", "日本 "]);
    }

    #[test]
    fn a_text_that_nobody_wrote_ends() {
        for text in ["", "9", "9 ", "99999999999999999999 x", "3 日", "1000000000 1 a"] {
            let mut reader = Reader::new(text);
            let all = reader.list(Reader::text);
            assert!(all.len() <= text.len(), "{text:?}: {all:?}");
            assert_eq!((reader.number(), reader.text()), (0, ""), "{text:?}");
        }
    }
}
