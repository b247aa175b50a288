//! The macro's own tokens in the form that the readers of attributes take.

use std::ops::Range;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

use crate::source::rust::{Lexeme, Token, lex};

/// Tokens whose ranges are indexes into a list of spans.
pub(super) struct Flat {
    pub(super) tokens: Vec<Token>,
    spans: Vec<Span>,
}

impl Flat {
    pub(super) fn new(stream: TokenStream) -> Self {
        let mut flat = Self { tokens: Vec::new(), spans: Vec::new() };
        flat.extend(stream);
        flat
    }

    /// The first and the last span of a range; the macro's own call for an empty one.
    pub(super) fn spans(&self, range: &Range<usize>) -> (Span, Span) {
        let whole = self.spans.get(range.clone()).filter(|spans| !spans.is_empty());
        whole.map_or_else(|| (Span::call_site(), Span::call_site()), |s| (s[0], s[s.len() - 1]))
    }

    fn push(&mut self, lexeme: Lexeme, span: Span) {
        let at = self.spans.len();
        self.tokens.push(Token { lexeme, range: at..at + 1 });
        self.spans.push(span);
    }

    fn extend(&mut self, stream: TokenStream) {
        for tree in stream {
            let span = tree.span();
            match tree {
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    self.push(Lexeme::Ident(name.trim_start_matches("r#").to_owned()), span);
                }
                TokenTree::Punct(punct) => self.push(Lexeme::Punct(punct.as_char()), span),
                TokenTree::Literal(literal) => self.push(lexeme(&literal), span),
                TokenTree::Group(group) => self.group(&group),
            }
        }
    }

    fn group(&mut self, group: &proc_macro2::Group) {
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ('(', ')'),
            Delimiter::Brace => ('{', '}'),
            Delimiter::Bracket => ('[', ']'),
            Delimiter::None => return self.extend(group.stream()),
        };
        self.push(Lexeme::Open(open), group.span_open());
        self.extend(group.stream());
        self.push(Lexeme::Close(close), group.span_close());
    }
}

fn lexeme(literal: &proc_macro2::Literal) -> Lexeme {
    match lex(&literal.to_string()).pop() {
        Some(token) => token.lexeme,
        None => Lexeme::Other,
    }
}
