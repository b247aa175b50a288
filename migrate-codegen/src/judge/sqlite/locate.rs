//! Where in a statement a refusal points.

use std::ops::Range;

use super::refusal::Refusal;
use crate::reader::{Read, Statement};
use crate::text::{Token, TokenKind, tokens};

/// The bytes, within the text of the statement, that the refusal is about.
///
/// SQLite's own offset where it gives one; else, of a syntax error, the place where sqlparser
/// stumbled too, and of others the name that SQLite complains about; else the object.
pub(super) fn locate(statement: &Statement, refusal: &Refusal) -> Range<usize> {
    let sql = statement.text();
    let read: Vec<Token> = tokens(sql, statement.dialect()).filter(Token::is_significant).collect();
    refusal
        .offset
        .and_then(|offset| qualified(sql, &read, offset, refusal).or(token_at(&read, offset)))
        .or_else(|| stumbled(statement, &read, refusal))
        .or_else(|| named(sql, &read, refusal))
        .or_else(|| object(statement))
        .or_else(|| read.first().map(|token| token.range.clone()))
        .unwrap_or(0..0)
}

/// The bytes of `name` in the statement, if it is there.
pub(super) fn find(statement: &Statement, name: &str) -> Option<Range<usize>> {
    let sql = statement.text();
    let is = |token: &Token| is_name(sql, token, name);
    let found = tokens(sql, statement.dialect()).find(|token| token.is_significant() && is(token));
    found.map(|token| token.range)
}

fn token_at(read: &[Token], offset: usize) -> Option<Range<usize>> {
    let after = read.partition_point(|token| token.range.end <= offset);
    // At the very end stands nothing: the last token is what is incomplete.
    read.get(after).or(read.last()).map(|token| token.range.clone())
}

/// Of `o.totl` SQLite gives the beginning; the fault is the last part.
fn qualified(sql: &str, read: &[Token], offset: usize, refusal: &Refusal) -> Option<Range<usize>> {
    let name = refusal.name().filter(|_| refusal.code() == "no_such_column")?;
    let first = read.partition_point(|token| token.range.end <= offset);
    let parts = read.get(first..)?.chunks(2);
    let last = parts
        .take_while(|part| part[0].identifier(sql).is_some())
        .find(|part| part.get(1).is_none_or(|dot| !dot.is_symbol(sql, '.')))?;
    is_name(sql, &last[0], name).then(|| last[0].range.clone())
}

fn named(sql: &str, read: &[Token], refusal: &Refusal) -> Option<Range<usize>> {
    if refusal.is_syntax() {
        return read.last().map(|token| token.range.clone());
    }
    let name = refusal.name()?;
    let mut found = read.iter().filter(|token| is_name(sql, token, name));
    let token = match refusal.code() {
        "duplicate_column" => found.next_back(),
        _ => found.next(),
    };
    token.map(|token| token.range.clone())
}

fn is_name(sql: &str, token: &Token, name: &str) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Quoted | TokenKind::String)
        && token.identifier(sql).is_some_and(|own| own.eq_ignore_ascii_case(name))
}

fn stumbled(statement: &Statement, read: &[Token], refusal: &Refusal) -> Option<Range<usize>> {
    match statement.read() {
        Read::Opaque(opaque) if refusal.is_syntax() => token_at(read, opaque.at?),
        _ => None,
    }
}

fn object(statement: &Statement) -> Option<Range<usize>> {
    let name = statement.column.as_ref().or(statement.object.as_ref())?;
    let base = statement.range.start;
    Some(name.range.start - base..name.range.end - base)
}
