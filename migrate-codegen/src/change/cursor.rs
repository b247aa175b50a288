//! A reader that walks over the significant tokens of one statement.

use std::ops::Range;

use crate::Dialect;
use crate::text::{Token, TokenKind, tokens};

/// A position among the significant tokens of one statement.
pub(crate) struct Cursor<'a> {
    pub(crate) sql: &'a str,
    pub(crate) dialect: Dialect,
    tokens: Vec<Token>,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(sql: &'a str, dialect: Dialect) -> Self {
        let tokens = tokens(sql, dialect).filter(Token::is_significant).collect();
        Self { sql, dialect, tokens, at: 0 }
    }

    pub(crate) fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    pub(crate) fn next(&mut self) -> Option<&Token> {
        self.at += 1;
        self.tokens.get(self.at - 1)
    }

    /// The token that was taken last.
    pub(super) fn before(&self) -> Option<&Token> {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at))
    }

    /// Whether the next word is `word`; nothing is taken.
    pub(crate) fn sees(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.is_word(self.sql, word))
    }

    /// Whether the next token is `symbol`; nothing is taken.
    pub(crate) fn sees_symbol(&self, symbol: char) -> bool {
        self.peek().is_some_and(|token| token.is_symbol(self.sql, symbol))
    }

    /// Takes the words if they come next, all or none of them.
    pub(crate) fn take(&mut self, words: &[&str]) -> bool {
        let ahead = self.tokens.get(self.at..self.at + words.len()).unwrap_or_default();
        let fits = ahead.len() == words.len()
            && ahead.iter().zip(words).all(|(token, word)| token.is_word(self.sql, word));
        self.at += if fits { words.len() } else { 0 };
        fits
    }

    pub(crate) fn take_symbol(&mut self, symbol: char) -> bool {
        let fits = self.sees_symbol(symbol);
        self.at += usize::from(fits);
        fits
    }

    /// The next word in lower case, taken.
    pub(crate) fn word(&mut self) -> Option<String> {
        let token = self.peek().filter(|token| token.kind == TokenKind::Word)?;
        let word = token.text(self.sql).to_ascii_lowercase();
        self.at += 1;
        Some(word)
    }

    /// The next identifier, taken, without its quotes.
    pub(crate) fn identifier(&mut self) -> Option<String> {
        let name = self.peek()?.identifier(self.sql)?;
        self.at += 1;
        Some(name)
    }

    /// The next name, taken, without the schema in front of it.
    pub(crate) fn name(&mut self) -> Option<String> {
        let first = self.identifier()?;
        if self.take_symbol('.') { self.identifier() } else { Some(first) }
    }

    /// Takes a balanced `( .. )` if one comes next; the bytes of the statement between the two.
    pub(crate) fn parentheses(&mut self) -> Option<Range<usize>> {
        if !self.sees_symbol('(') {
            return None;
        }
        let start = self.next()?.range.end;
        let mut depth = 1_usize;
        while let Some(token) = self.tokens.get(self.at) {
            self.at += 1;
            depth += usize::from(token.is_symbol(self.sql, '('));
            depth -= usize::from(token.is_symbol(self.sql, ')'));
            if depth == 0 {
                return Some(start..token.range.start);
            }
        }
        Some(start..self.sql.len())
    }

    /// Walks to the first of `words` outside parentheses and takes it; `None` when there is none.
    pub(crate) fn seek(&mut self, words: &[&str]) -> Option<String> {
        while let Some(token) = self.peek() {
            if words.iter().any(|word| token.is_word(self.sql, word)) {
                return self.word();
            }
            if self.parentheses().is_none() {
                self.at += 1;
            }
        }
        None
    }

    /// Every name that follows `from` or `join`, at any depth, from the beginning.
    pub(crate) fn sources(&self) -> Vec<String> {
        let mut again = Cursor::new(self.sql, self.dialect);
        let mut names = Vec::new();
        while let Some(token) = again.next() {
            if ["from", "join"].iter().any(|word| token.is_word(self.sql, word)) {
                names.extend(again.name());
            }
        }
        names
    }
}
