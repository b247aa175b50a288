//! Walking over tokens: values, lists, and the complaints on the way.

use std::ops::Range;

use super::lexer::{Lexeme, Token};

/// What is wrong with an attribute, and where: in the units of the tokens' ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFault {
    /// Where.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl KeyFault {
    pub(super) fn new(
        at: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { at, message: message.into(), help: Some(help.into()) }
    }
}

/// One `key`, `key = value` or `key(..)` of an attribute's list.
pub(super) struct Argument<'a> {
    pub(super) key: &'a str,
    pub(super) key_at: Range<usize>,
    pub(super) value: Value<'a>,
}

/// What follows a key.
pub(super) enum Value<'a> {
    Nothing,
    /// The tokens after `=`.
    Is(&'a [Token]),
    /// The tokens between the brackets of `key(..)`.
    List(&'a [Token]),
}

impl Argument<'_> {
    /// The key and its value.
    pub(super) fn at(&self) -> Range<usize> {
        let end = match &self.value {
            Value::Nothing => None,
            Value::Is(tokens) | Value::List(tokens) => tokens.last(),
        };
        self.key_at.start..end.map_or(self.key_at.end, |token| token.range.end)
    }
}

/// Reads the comma-separated arguments of an attribute; what is none becomes a fault.
pub(super) fn arguments<'a>(tokens: &'a [Token], faults: &mut Vec<KeyFault>) -> Vec<Argument<'a>> {
    let mut found = Vec::new();
    for part in split_commas(tokens) {
        match argument(part) {
            Ok(argument) => found.push(argument),
            Err(fault) => faults.push(fault),
        }
    }
    found
}

fn argument(tokens: &[Token]) -> Result<Argument<'_>, KeyFault> {
    let key = &tokens[0];
    let Some(name) = key.ident() else {
        let help = match &key.lexeme {
            Lexeme::Int(digits) => format!("write `version = {digits}`"),
            _ => "write `key = value`".to_owned(),
        };
        return Err(KeyFault::new(span(tokens), "expected a key", help));
    };
    let value = match tokens.get(1) {
        None => Value::Nothing,
        Some(token) if token.is_punct('=') => Value::Is(&tokens[2..]),
        Some(token) if token.opens('(') => {
            Value::List(&tokens[2..closing(tokens, 1).unwrap_or(tokens.len())])
        }
        Some(token) => {
            let message = format!("expected `=` after `{name}`");
            return Err(KeyFault::new(token.range.clone(), message, "write `key = value`"));
        }
    };
    Ok(Argument { key: name, key_at: key.range.clone(), value })
}

/// The non-empty parts between the commas that stand outside all brackets.
pub(super) fn split_commas(tokens: &[Token]) -> Vec<&[Token]> {
    let mut depth = 0_usize;
    tokens
        .split(|token| {
            match token.lexeme {
                Lexeme::Open(_) => depth += 1,
                Lexeme::Close(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && token.is_punct(',')
        })
        .filter(|part| !part.is_empty())
        .collect()
}

/// The index of the bracket that closes the one at `open`.
pub(super) fn closing(tokens: &[Token], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.lexeme {
            Lexeme::Open(_) => depth += 1,
            Lexeme::Close(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// From the first token's start to the last one's end; `0..0` without tokens.
pub(super) fn span(tokens: &[Token]) -> Range<usize> {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.range.start..last.range.end,
        _ => 0..0,
    }
}
