//! Rust source as tokens with their bytes, enough to find migrations; it never fails.

use std::ops::Range;

use super::literal;

/// A piece of Rust that matters for reading attributes and items.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Lexeme {
    /// A name or a keyword, without `r#`.
    Ident(String),
    /// A string literal, escapes resolved.
    Str(String),
    /// A whole number without suffix: its digits, without the `_` between them.
    Int(String),
    /// Any other literal, or a lifetime.
    Other,
    /// One character of punctuation.
    Punct(char),
    /// An opening bracket of any kind.
    Open(char),
    /// A closing bracket of any kind.
    Close(char),
    /// The text of an outer doc comment.
    Doc(String),
}

/// A lexeme and where it stands: bytes of a file, or an index into a list of spans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub lexeme: Lexeme,
    /// Where it stands.
    pub range: Range<usize>,
}

impl Token {
    /// Whether it is the name `name`.
    #[must_use]
    pub fn is_ident(&self, name: &str) -> bool {
        matches!(&self.lexeme, Lexeme::Ident(ident) if ident == name)
    }

    /// Whether it is the punctuation `c`.
    #[must_use]
    pub fn is_punct(&self, c: char) -> bool {
        self.lexeme == Lexeme::Punct(c)
    }

    /// Whether it opens the bracket `c`.
    #[must_use]
    pub fn opens(&self, c: char) -> bool {
        self.lexeme == Lexeme::Open(c)
    }

    /// The name that it is, if it is one.
    #[must_use]
    pub fn ident(&self) -> Option<&str> {
        match &self.lexeme {
            Lexeme::Ident(ident) => Some(ident),
            _ => None,
        }
    }
}

/// Reads Rust source. Comments other than outer docs are left out, ranges are bytes of `text`.
#[must_use]
pub fn lex(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let (lexeme, length) = read(&text[at..], first);
        if let Some(lexeme) = lexeme {
            tokens.push(Token { lexeme, range: at..at + length });
        }
        at += length;
    }
    tokens
}

/// The lexeme at the start of `rest` (none for blanks and comments) and its length in bytes.
fn read(rest: &str, first: char) -> (Option<Lexeme>, usize) {
    if let Some((text, length)) = literal::string(rest) {
        return (Some(text.map_or(Lexeme::Other, Lexeme::Str)), length);
    }
    match first {
        _ if rest.starts_with("//") => line_comment(rest),
        _ if rest.starts_with("/*") => block_comment(rest),
        c if c.is_whitespace() || c == '\u{feff}' => (None, c.len_utf8()),
        'r' if rest.starts_with("r#") && rest[2..].starts_with(starts_ident) => {
            let length = run(&rest[2..]);
            (Some(Lexeme::Ident(rest[2..2 + length].to_owned())), 2 + length)
        }
        c if starts_ident(c) => {
            let length = run(rest);
            (Some(Lexeme::Ident(rest[..length].to_owned())), length)
        }
        c if c.is_ascii_digit() => number(rest),
        '\'' => (Some(Lexeme::Other), quote(rest)),
        '(' | '[' | '{' => (Some(Lexeme::Open(first)), 1),
        ')' | ']' | '}' => (Some(Lexeme::Close(first)), 1),
        c => (Some(Lexeme::Punct(c)), c.len_utf8()),
    }
}

fn starts_ident(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn run(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len())
}

fn line_comment(rest: &str) -> (Option<Lexeme>, usize) {
    let length = rest.find('\n').unwrap_or(rest.len());
    let is_doc = rest.starts_with("///") && !rest.starts_with("////");
    let text = || rest[3..length].trim_end_matches('\r').to_owned();
    (is_doc.then(|| Lexeme::Doc(text())), length)
}

fn block_comment(rest: &str) -> (Option<Lexeme>, usize) {
    let (mut depth, mut length) = (0_usize, 0);
    while length < rest.len() {
        if rest[length..].starts_with("/*") {
            (depth, length) = (depth + 1, length + 2);
        } else if rest[length..].starts_with("*/") {
            (depth, length) = (depth - 1, length + 2);
            if depth == 0 {
                break;
            }
        } else {
            length += rest[length..].chars().next().map_or(1, char::len_utf8);
        }
    }
    let is_doc = rest.starts_with("/**") && length > 5 && !rest.starts_with("/***") && depth == 0;
    (is_doc.then(|| Lexeme::Doc(rest[3..length - 2].to_owned())), length)
}

fn number(rest: &str) -> (Option<Lexeme>, usize) {
    let mut length = run(rest);
    let fraction = rest[length..].strip_prefix('.');
    if fraction.is_some_and(|digits| digits.starts_with(|c: char| c.is_ascii_digit())) {
        length += 1 + run(&rest[length + 1..]);
        return (Some(Lexeme::Other), length);
    }
    let digits = &rest[..length];
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    (Some(if plain { Lexeme::Int(digits.replace('_', "")) } else { Lexeme::Other }), length)
}

/// The length of a character literal or a lifetime.
fn quote(rest: &str) -> usize {
    let mut inner = rest[1..].chars();
    match (inner.next(), inner.next()) {
        (Some('\\'), Some(escaped)) => {
            let from = 2 + escaped.len_utf8();
            rest[from..].find('\'').map_or(rest.len(), |end| from + end + 1)
        }
        (Some(c), Some('\'')) => 2 + c.len_utf8(),
        _ => 1 + run(&rest[1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = lex(text).iter().map(|token| &text[token.range.clone()]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_stands_between_strings_is_not_a_string() {
        check(
            r##"a("b\"c", r#"d"e"#, 'f', 'g)"##,
            &["a", "(", r#""b\"c""#, ",", r##"r#"d"e"#"##, ",", "'f'", ",", "'g", ")"],
        );
        check("/* /* \" */ */ x // \"\n'\\'' y '\"' z", &["x", "'\\''", "y", "'\"'", "z"]);
        check(
            "b\"a\" br#\"b\"# c\"d\" r#fn 1.5 1..2",
            &["b\"a\"", "br#\"b\"#", "c\"d\"", "r#fn", "1.5", "1", ".", ".", "2"],
        );
    }

    #[test]
    fn outer_docs_stay() {
        let docs: Vec<_> = lex("/// a\r\n//! b\n//// c\n/** d */ /***/ /**/ x")
            .into_iter()
            .filter_map(|token| match token.lexeme {
                Lexeme::Doc(text) => Some(text),
                _ => None,
            })
            .collect();
        assert_eq!(docs, [" a", " d "]);
    }

    #[test]
    fn nothing_panics() {
        for text in ["\"", "r#\"", "'", "'\\", "/*", "/**", "'é", "b'", "r#", "\\", "\u{feff}é'"]
        {
            let _ = lex(text);
        }
    }
}
