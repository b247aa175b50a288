//! What to do about a refusal, from the schema and the history as they stand.

use super::catalog;
use super::features;
use super::refusal::Refusal;
use super::run::Context;
use crate::Dialect;
use crate::judge::trail::{Spot, near};
use crate::reader::{Kind, Statement};
use crate::text::{Token, TokenKind, nearest, tokens};

/// Words that statements are made of, for `CRATE` and `TABEL`.
const KEYWORDS: &[&str] = &[
    "ALTER",
    "BEGIN",
    "CASCADE",
    "CHECK",
    "COLUMN",
    "CONSTRAINT",
    "CREATE",
    "DEFAULT",
    "DELETE",
    "DROP",
    "EXISTS",
    "FOREIGN",
    "FROM",
    "INDEX",
    "INSERT",
    "INTO",
    "PRAGMA",
    "PRIMARY",
    "REFERENCES",
    "RENAME",
    "REPLACE",
    "SELECT",
    "TABLE",
    "TRIGGER",
    "UNIQUE",
    "UPDATE",
    "VALUES",
    "VIEW",
    "VIRTUAL",
    "WHERE",
    "WITHOUT",
];

/// What older and newer versions say of an expression that is too deep.
const NESTING: &[&str] =
    &["Recursion limit", "parser stack overflow", "Expression tree is too large"];

/// What to do about a refusal of the statement at `here`; `None` when nothing useful is known.
pub(super) fn hint(
    context: &Context<'_>,
    here: Spot,
    statement: &Statement,
    refusal: &Refusal,
) -> Option<String> {
    let name = refusal.name();
    match refusal.code() {
        "no_such_table" => {
            missing(context, here, name?, &catalog::tables_and_views(context.engine))
        }
        "no_such_view" => missing(context, here, name?, &catalog::names(context.engine, "view")),
        "no_such_index" => missing(context, here, name?, &catalog::names(context.engine, "index")),
        "no_such_trigger" => {
            missing(context, here, name?, &catalog::names(context.engine, "trigger"))
        }
        "no_such_column" => missing_column(context, here, statement, name?),
        "already_exists" => context.trail.creator(here, name?),
        "duplicate_column" => duplicate_column(context, here, statement, name?),
        "in_use" => {
            Some(format!("the {} uses it: drop that first, and create it again afterwards", name?))
        }
        "broken_before" => {
            Some(format!("the {} cannot be used already: repair or drop it before this", name?))
        }
        "no_such_function" if refusal.message.starts_with("wrong number") => None,
        "no_such_function" => Some(features::needed(statement).unwrap_or_else(|| {
            format!(
                "if the application brings it, declare it: `functions({}(1))`",
                name.unwrap_or("name")
            )
        })),
        "no_such_collation" => Some(format!(
            "if the application brings it, declare it: `collations({})`",
            name.unwrap_or("name")
        )),
        "syntax" => syntax(statement, refusal),
        _ if NESTING.iter().any(|words| refusal.message.contains(words)) => {
            Some("it nests deeper than SQLite can read: nest it less".to_owned())
        }
        _ if statement.kind == Kind::Vacuum && statement.dialect() == Dialect::D1 => {
            Some("leave it out: D1 looks after its files itself".to_owned())
        }
        _ if statement.kind == Kind::Vacuum || refusal.message.starts_with("Safety level") => {
            Some("give the statement a migration of its own with `transaction = false`".to_owned())
        }
        _ => None,
    }
}

/// What to do about a syntax error, which needs no schema.
pub(super) fn syntax(statement: &Statement, refusal: &Refusal) -> Option<String> {
    features::needed(statement)
        .or_else(|| guarded_column(statement))
        .or_else(|| incomplete(statement, refusal))
        .or_else(|| never_ends(statement))
        .or_else(|| trailing_comma(statement, refusal))
        .or_else(|| misspelt(statement, refusal))
}

/// A comma after the last column or value.
fn trailing_comma(statement: &Statement, refusal: &Refusal) -> Option<String> {
    let sql = statement.text();
    let (before, rest) = sql.split_at_checked(refusal.offset?)?;
    let read = tokens(before, statement.dialect()).filter(Token::is_significant);
    let comma = read.last().is_some_and(|token| token.is_symbol(sql, ','));
    (comma && rest.starts_with(')')).then(|| "remove the comma before the `)`".to_owned())
}

fn missing(context: &Context<'_>, here: Spot, name: &str, known: &[String]) -> Option<String> {
    context
        .trail
        .fate(here, name, &context.trail.life(name), "created")
        .or_else(|| Some(format!("did you mean `{}`?", near(name, known)?)))
}

fn missing_column(
    context: &Context<'_>,
    here: Spot,
    statement: &Statement,
    name: &str,
) -> Option<String> {
    let tables = mentioned(context, statement);
    let all: Vec<(&String, Vec<String>)> =
        tables.iter().map(|table| (table, catalog::columns(context.engine, table))).collect();
    let life = context.trail.column_life(&tables, name);
    context
        .trail
        .fate(here, name, &life, "added")
        .or_else(|| {
            all.iter().find_map(|(table, columns)| {
                let near = near(name, columns)?;
                Some(format!("did you mean `{near}`? (table `{table}` has it)"))
            })
        })
        .or_else(|| match &all[..] {
            [(table, columns)] if !columns.is_empty() && columns.len() <= 12 => {
                Some(format!("`{table}` has the columns `{}`", columns.join("`, `")))
            }
            _ => None,
        })
}

/// The tables and views whose names stand in the statement.
fn mentioned(context: &Context<'_>, statement: &Statement) -> Vec<String> {
    let sql = statement.text();
    let words: Vec<String> = tokens(sql, statement.dialect())
        .filter_map(|token| token.identifier(sql))
        .map(|word| word.to_lowercase())
        .collect();
    let mut known = catalog::tables_and_views(context.engine);
    known.retain(|table| words.contains(&table.to_lowercase()));
    known
}

fn duplicate_column(
    context: &Context<'_>,
    here: Spot,
    statement: &Statement,
    name: &str,
) -> Option<String> {
    if statement.kind != Kind::AlterAddColumn {
        return None;
    }
    context.trail.column_creator(here, &statement.object.as_ref()?.name, name)
}

/// `ADD COLUMN IF NOT EXISTS` is PostgreSQL's.
fn guarded_column(statement: &Statement) -> Option<String> {
    let sql = statement.text();
    let words: Vec<Token> =
        tokens(sql, statement.dialect()).filter(Token::is_significant).collect();
    let is = |at: usize, word| words.get(at).is_some_and(|it: &Token| it.is_word(sql, word));
    let guard = |at| is(at, "if") && (is(at + 1, "exists") || is(at + 1, "not"));
    let columns = [Kind::AlterAddColumn, Kind::AlterDropColumn].contains(&statement.kind);
    let from = words.iter().position(|it| it.is_word(sql, "add") || it.is_word(sql, "drop"))?;
    (columns && (guard(from + 1) || guard(from + 2))).then(|| {
        "SQLite has no such guard for columns: leave it out, the history knows which ones there are"
            .to_owned()
    })
}

fn incomplete(statement: &Statement, refusal: &Refusal) -> Option<String> {
    if refusal.message != "incomplete input" {
        return None;
    }
    let trigger = (statement.kind == Kind::CreateTrigger)
        .then(|| "the body of a trigger ends with `END`".to_owned());
    unclosed(statement).or(trigger)
}

/// The parenthesis that is never closed, by the word before it.
fn unclosed(statement: &Statement) -> Option<String> {
    let sql = statement.text();
    let mut before = "";
    let mut open = Vec::new();
    for token in tokens(sql, statement.dialect()).filter(Token::is_significant) {
        if token.is_symbol(sql, '(') {
            open.push(before);
        } else if token.is_symbol(sql, ')') {
            open.pop();
        }
        before = token.text(sql);
    }
    Some(format!("the `(` after `{}` is not closed", open.pop()?))
}

/// What SQLite calls an unrecognized token: all that follows a quote without its other half.
fn never_ends(statement: &Statement) -> Option<String> {
    let sql = statement.text();
    if sql.contains('\0') {
        return Some("remove the NUL byte".to_owned());
    }
    let last = tokens(sql, statement.dialect()).last().filter(|token| !token.closed)?;
    match last.kind {
        TokenKind::String => {
            Some("the string never ends: a `'` that belongs to it is written twice".to_owned())
        }
        TokenKind::Quoted => Some("the quoted name never ends".to_owned()),
        _ => None,
    }
}

fn misspelt(statement: &Statement, refusal: &Refusal) -> Option<String> {
    let sql = statement.text();
    let offset = refusal.offset?;
    let read: Vec<Token> = tokens(sql, statement.dialect()).filter(Token::is_significant).collect();
    let at = read.iter().position(|token| token.range.end > offset)?;
    // The engine stumbles over the misspelt word, or over the one after it.
    [Some(at), at.checked_sub(1)].into_iter().flatten().find_map(|at| {
        let word = read[at].text(sql);
        let is_word = read[at].kind == TokenKind::Word && word.len() > 3;
        let near = nearest(word, KEYWORDS.iter().copied()).filter(|_| is_word)?;
        (!near.eq_ignore_ascii_case(word)).then(|| format!("did you mean `{near}`?"))
    })
}
