//! SQL text as tokens, by the lexical rules of each dialect, losing nothing and never failing.

use std::ops::Range;

use crate::Dialect;

/// What a piece of SQL text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Spaces, line ends, a byte order mark.
    Blank,
    /// `-- ..` up to the end of the line.
    LineComment,
    /// `/* .. */`, nested in PostgreSQL and DuckDB.
    BlockComment,
    /// `'..'`, with `''` inside; in PostgreSQL also `E'..'` and `$tag$..$tag$`.
    String,
    /// A quoted identifier: `".."`, in SQLite also `` `..` `` and `[..]`.
    Quoted,
    /// A keyword or a bare identifier.
    Word,
    /// A number.
    Number,
    /// Any other single character.
    Symbol,
}

/// One piece of SQL text. All tokens of a text, joined, are that text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// False when a comment, string or quoted identifier has no end.
    pub closed: bool,
}

impl Token {
    /// Its text in `sql`, the text that was read.
    #[must_use]
    pub fn text<'a>(&self, sql: &'a str) -> &'a str {
        &sql[self.range.clone()]
    }

    /// Whether it says something to the engine: neither blank nor comment.
    #[must_use]
    pub fn is_significant(&self) -> bool {
        use TokenKind::{Blank, BlockComment, LineComment};
        !matches!(self.kind, Blank | LineComment | BlockComment)
    }

    /// Whether it is the bare word `word`, in any case.
    #[must_use]
    pub fn is_word(&self, sql: &str, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text(sql).eq_ignore_ascii_case(word)
    }

    /// Whether it is the single character `symbol`.
    #[must_use]
    pub fn is_symbol(&self, sql: &str, symbol: char) -> bool {
        self.kind == TokenKind::Symbol && self.text(sql).starts_with(symbol)
    }

    /// The identifier that a word or a quoted identifier stands for, without its quotes.
    #[must_use]
    pub fn identifier(&self, sql: &str) -> Option<String> {
        let text = self.text(sql);
        match self.kind {
            TokenKind::Word => Some(text.to_owned()),
            TokenKind::Quoted if self.closed => {
                let inner = &text[1..text.len() - 1];
                Some(match text.as_bytes()[0] {
                    b'[' => inner.to_owned(),
                    b'`' => inner.replace("``", "`"),
                    _ => inner.replace("\"\"", "\""),
                })
            }
            // SQLite takes 'name' for a name where only a name can stand.
            TokenKind::String if self.closed && text.starts_with('\'') => {
                Some(text[1..text.len() - 1].replace("''", "'"))
            }
            _ => None,
        }
    }
}

/// Reads `sql` by the lexical rules of `dialect`. Every byte belongs to exactly one token.
///
/// # Example
/// ```
/// use migrate_codegen::Dialect;
/// use migrate_codegen::text::tokens;
///
/// let sql = "SELECT 'it''s' -- so";
/// let words: Vec<&str> = tokens(sql, Dialect::Sqlite)
///     .filter(|token| token.is_significant())
///     .map(|token| token.text(sql))
///     .collect();
/// assert_eq!(words, ["SELECT", "'it''s'"]);
/// ```
pub fn tokens(sql: &str, dialect: Dialect) -> impl Iterator<Item = Token> + '_ {
    Lexer { sql, at: 0, dialect }
}

struct Lexer<'a> {
    sql: &'a str,
    at: usize,
    dialect: Dialect,
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let rest = &self.sql[self.at..];
        let first = rest.chars().next()?;
        let (kind, length, closed) = self.read(rest, first);
        let range = self.at..self.at + length;
        self.at = range.end;
        Some(Token { kind, range, closed })
    }
}

impl Lexer<'_> {
    /// Kind, length in bytes, and whether it is closed, of the token at the start of `rest`.
    fn read(&self, rest: &str, first: char) -> (TokenKind, usize, bool) {
        let sqlite = self.dialect.is_sqlite();
        let quoted = |kind, open: usize, quote| {
            let (length, closed) = until_quote(&rest[open..], quote);
            (kind, open + length, closed)
        };
        match first {
            c if is_blank(c) => (TokenKind::Blank, run(rest, is_blank), true),
            '-' if rest.starts_with("--") => {
                (TokenKind::LineComment, rest.find('\n').unwrap_or(rest.len()), true)
            }
            '/' if rest.starts_with("/*") => self.block_comment(rest),
            '\'' => quoted(TokenKind::String, 1, '\''),
            '"' => quoted(TokenKind::Quoted, 1, '"'),
            '`' if sqlite => quoted(TokenKind::Quoted, 1, '`'),
            '[' if sqlite => match rest.find(']') {
                Some(end) => (TokenKind::Quoted, end + 1, true),
                None => (TokenKind::Quoted, rest.len(), false),
            },
            'x' | 'X' if rest[1..].starts_with('\'') => quoted(TokenKind::String, 2, '\''),
            'e' | 'E' if !sqlite && rest[1..].starts_with('\'') => escaped_string(rest),
            '$' if !sqlite => match dollar_tag(rest) {
                Some(tag) => dollar_string(rest, tag),
                None => (TokenKind::Symbol, 1, true),
            },
            c if c.is_ascii_digit() => (TokenKind::Number, run(rest, is_number), true),
            c if is_word_start(c) => (TokenKind::Word, run(rest, is_word), true),
            c => (TokenKind::Symbol, c.len_utf8(), true),
        }
    }

    fn block_comment(&self, rest: &str) -> (TokenKind, usize, bool) {
        let nests = !self.dialect.is_sqlite();
        let (mut depth, mut at) = (1_usize, 2);
        while let Some(found) = rest[at..].find(['*', '/']) {
            at += found;
            if rest[at..].starts_with("*/") {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    return (TokenKind::BlockComment, at, true);
                }
            } else if nests && rest[at..].starts_with("/*") {
                (depth, at) = (depth + 1, at + 2);
            } else {
                at += 1;
            }
        }
        (TokenKind::BlockComment, rest.len(), false)
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\u{feff}')
}

fn is_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_')
}

fn is_word_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}

fn is_word(c: char) -> bool {
    is_word_start(c) && c != '\u{feff}' || c.is_ascii_digit() || c == '$'
}

fn run(text: &str, belongs: fn(char) -> bool) -> usize {
    // Byte by byte where that is enough: macros are compiled without optimisation.
    let mut at = 0;
    for &byte in text.as_bytes() {
        if !byte.is_ascii() {
            return at + text[at..].find(|c| !belongs(c)).unwrap_or(text.len() - at);
        }
        if !belongs(char::from(byte)) {
            return at;
        }
        at += 1;
    }
    at
}

/// Bytes up to and with the closing quote, where a doubled quote stands for one.
fn until_quote(text: &str, quote: char) -> (usize, bool) {
    let mut at = 0;
    while let Some(found) = text[at..].find(quote) {
        at += found + 1;
        if !text[at..].starts_with(quote) {
            return (at, true);
        }
        at += 1;
    }
    (text.len(), false)
}

/// `E'..'`, where a backslash takes the next character along.
fn escaped_string(rest: &str) -> (TokenKind, usize, bool) {
    let mut characters = rest.char_indices().skip(2).peekable();
    while let Some((at, c)) = characters.next() {
        match c {
            '\\' => drop(characters.next()),
            '\'' if characters.peek().is_some_and(|&(_, next)| next == '\'') => {
                characters.next();
            }
            '\'' => return (TokenKind::String, at + 1, true),
            _ => {}
        }
    }
    (TokenKind::String, rest.len(), false)
}

/// The opening `$tag$` at the start of `rest`; `$1` is a parameter and has none.
fn dollar_tag(rest: &str) -> Option<&str> {
    let end = rest[1..].find('$')? + 1;
    let name = &rest[1..end];
    let fits = name.chars().all(|c| is_word(c) && c != '$')
        && !name.starts_with(|c: char| c.is_ascii_digit());
    fits.then(|| &rest[..=end])
}

fn dollar_string(rest: &str, tag: &str) -> (TokenKind, usize, bool) {
    match rest[tag.len()..].find(tag) {
        Some(found) => (TokenKind::String, found + 2 * tag.len(), true),
        None => (TokenKind::String, rest.len(), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(dialect: Dialect, sql: &str, expected: &[&str]) {
        let read: Vec<_> = tokens(sql, dialect).collect();
        let joined: String = read.iter().map(|token| token.text(sql)).collect();
        assert_eq!(joined, sql, "nothing is lost");
        let significant: Vec<_> =
            read.iter().filter(|t| t.is_significant()).map(|t| t.text(sql)).collect();
        assert_eq!(significant, expected);
    }

    #[test]
    fn quotes_and_comments() {
        check(Dialect::Sqlite, "a'b''c'\"d\"\"e\"", &["a", "'b''c'", "\"d\"\"e\""]);
        check(Dialect::Sqlite, "`a``b`[c d]x'00'", &["`a``b`", "[c d]", "x'00'"]);
        check(Dialect::Sqlite, "1/* /* */2*/3", &["1", "2", "*", "/", "3"]);
        check(Dialect::Postgres, "1/* /* */2*/3", &["1", "3"]);
        check(Dialect::Sqlite, "a--b'\nc", &["a", "c"]);
        check(Dialect::Sqlite, "\u{feff}a\r\n", &["a"]);
    }

    #[test]
    fn postgres_strings() {
        check(Dialect::Postgres, r"E'a\'b' 'c\'", &[r"E'a\'b'", r"'c\'"]);
        check(Dialect::Postgres, "$$a;'b$$ $t$ $$ $t$", &["$$a;'b$$", "$t$ $$ $t$"]);
        check(Dialect::Postgres, "a[1] = $1", &["a", "[", "1", "]", "=", "$", "1"]);
    }

    #[test]
    fn what_never_ends_takes_the_rest() {
        for sql in ["'a", "\"a", "`a", "[a", "/* a"] {
            let last = tokens(sql, Dialect::Sqlite).last().expect("one token");
            assert!(!last.closed, "{sql}");
            assert_eq!(last.range, 0..sql.len());
        }
    }

    #[test]
    fn names_lose_their_quotes() {
        for (sql, name) in
            [("a", "a"), ("\"a\"\"b\"", "a\"b"), ("`a`", "a"), ("[a b]", "a b"), ("'a'", "a")]
        {
            let token = tokens(sql, Dialect::Sqlite).next().expect("one token");
            assert_eq!(token.identifier(sql).as_deref(), Some(name));
        }
    }
}
