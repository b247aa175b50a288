//! The verbs of a text that change rows, and the tables behind them.

use super::reach::Change;
use crate::Dialect;
use crate::catalog::{Ident, Table};
use crate::change::{OnConflict, Write};
use crate::reader::{Kind, Statement};
use crate::text::{Token, tokens};

/// What a statement does to a table that it names.
pub(super) struct Target {
    pub(super) verb: Verb,
    /// Where the verb stands.
    pub(super) at: usize,
    pub(super) schema: Option<Ident>,
    pub(super) name: Ident,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Insert,
    Update,
    Delete,
    Truncate,
    Merge,
}

impl Target {
    /// What `statement` does to the rows of its table.
    pub(super) fn change(&self, statement: &Statement, table: &Table) -> Change {
        match self.verb {
            Verb::Insert if inserts_alone(statement) => Change::More,
            Verb::Delete | Verb::Truncate => Change::Fewer,
            Verb::Update => written(statement, table),
            Verb::Insert | Verb::Merge => Change::Anything,
        }
    }
}

/// The tables behind the verbs of a text, those of its queries too.
pub(super) fn targets(sql: &str, dialect: Dialect) -> Vec<Target> {
    let all: Vec<_> = tokens(sql, dialect).filter(Token::is_significant).collect();
    let is = |at: usize, word: &str| all.get(at).is_some_and(|it| it.is_word(sql, word));
    let mut found = Vec::new();
    for at in 0..all.len() {
        let before = |words: &[&str]| at > 0 && words.iter().any(|it| is(at - 1, it));
        let (verb, mut name) = match () {
            () if is(at, "insert") && is(at + 1, "into") => (Verb::Insert, at + 2),
            () if is(at, "delete") && is(at + 1, "from") => (Verb::Delete, at + 2),
            () if is(at, "merge") && is(at + 1, "into") => (Verb::Merge, at + 2),
            () if is(at, "truncate") && at == 0 => (Verb::Truncate, at + 1),
            () if is(at, "update") && !before(&["do", "for", "on", "key"]) => {
                (Verb::Update, at + 1)
            }
            () => continue,
        };
        loop {
            while is(name, "table") || is(name, "only") {
                name += 1;
            }
            let Some(first) = all.get(name).and_then(|it| ident(it, sql, dialect)) else { break };
            let second = all.get(name + 1).filter(|it| it.is_symbol(sql, '.'));
            let second = second.and(all.get(name + 2)).and_then(|it| ident(it, sql, dialect));
            let width = if second.is_some() { 3 } else { 1 };
            let (schema, own) = match second {
                Some(own) => (Some(first), own),
                None => (None, first),
            };
            found.push(Target { verb, at: all[at].range.start, schema, name: own });
            // Only `TRUNCATE` takes several.
            let lists = all.get(name + width).is_some_and(|it| it.is_symbol(sql, ','));
            if verb != Verb::Truncate || !lists {
                break;
            }
            name += width + 1;
        }
    }
    found
}

pub(super) fn ident(token: &Token, sql: &str, dialect: Dialect) -> Option<Ident> {
    let name = token.identifier(sql)?;
    let of = if token.text(sql).starts_with('"') { Ident::new } else { Ident::bare };
    Some(of(&name, dialect))
}

/// Whether all that it does to rows is adding some.
fn inserts_alone(statement: &Statement) -> bool {
    let plain = Write::read(statement).is_some_and(|it| it.conflict == OnConflict::Keep);
    statement.kind == Kind::Insert && plain && !says(statement, "do update")
}

/// Whether these words follow each other.
pub(super) fn says(statement: &Statement, words: &str) -> bool {
    let text = statement.text().to_ascii_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ").contains(words)
}

/// The columns that an `UPDATE` sets, where they are certain.
fn written(statement: &Statement, table: &Table) -> Change {
    let write = Write::read(statement).filter(|_| statement.kind == Kind::Update);
    let Some(write) = write.filter(|it| it.conflict == OnConflict::Keep) else {
        return Change::Anything;
    };
    let column = |it: &String| {
        let own = table.columns.iter().find(|column| column.name.as_str() == it);
        let bare = || table.columns.iter().find(|column| column.name.as_str() == it.to_lowercase());
        match (own, bare()) {
            // Which of the two is meant depends on quotes.
            (Some(one), Some(other)) if one.name != other.name => None,
            (one, other) => one.or(other).map(|it| it.name.clone()),
        }
    };
    match write.set.iter().map(column).collect::<Option<Vec<_>>>() {
        Some(columns) if !columns.is_empty() => Change::Columns(columns),
        _ => Change::Anything,
    }
}

/// What stands between the dollar quotes of a routine.
pub(super) fn body(definition: &str) -> Option<&str> {
    let from = definition.find('$')?;
    let tag = &definition[from..=from + 1 + definition[from + 1..].find('$')?];
    let rest = &definition[from + tag.len()..];
    rest.rfind(tag).map(|end| &rest[..end])
}
