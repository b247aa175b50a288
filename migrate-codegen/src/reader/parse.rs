//! The syntax tree of a statement, from sqlparser.

use sqlparser::ast;
use sqlparser::dialect::{Dialect as Grammar, DuckDbDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::{Parser, ParserError};

use crate::Dialect;
use crate::text::{Token, tokens};

/// A statement longer than this is opaque without trying: it is data, not structure.
const LONGEST: usize = 1 << 20;

/// A run of tokens without a comma longer than this, and the statement is opaque.
const LONGEST_CHAIN: usize = 2_000;

/// What sqlparser made of a statement.
#[derive(Clone, Debug)]
pub enum Read {
    /// The tree.
    Parsed(Box<ast::Statement>),
    /// It could not be read; the engine may still accept it.
    Opaque(Opaque),
}

/// Why a statement has no tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opaque {
    /// What sqlparser says, without the position.
    pub message: String,
    /// The byte of the statement that it stumbled over, where it says so.
    pub at: Option<usize>,
}

impl Read {
    /// `parsed` or `opaque`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Parsed(_) => "parsed",
            Self::Opaque(_) => "opaque",
        }
    }
}

/// Reads one statement.
pub(super) fn parse(sql: &str, dialect: Dialect) -> Read {
    if sql.len() > LONGEST {
        return opaque("the statement is too long to be read", None);
    }
    if is_a_chain(sql, dialect) {
        return opaque("the statement is nested too deeply", None);
    }
    match statements(sql, grammar(dialect)) {
        Ok(mut found) => match (found.pop(), found.is_empty()) {
            (Some(tree), true) => Read::Parsed(Box::new(tree)),
            _ => opaque("not one statement", None),
        },
        Err(ParserError::TokenizerError(message) | ParserError::ParserError(message)) => {
            let (message, at) = position(&message, sql);
            opaque(message, at)
        }
        Err(ParserError::RecursionLimitExceeded) => {
            opaque("the statement is nested too deeply", None)
        }
    }
}

/// The syntax tree of a query; `None` where sqlparser has none.
pub(crate) fn parse_query(sql: &str, dialect: Dialect) -> Option<Box<ast::Query>> {
    match parse(sql, dialect) {
        Read::Parsed(tree) => match *tree {
            ast::Statement::Query(query) => Some(query),
            _ => None,
        },
        Read::Opaque(_) => None,
    }
}

fn statements(sql: &str, grammar: &dyn Grammar) -> Result<Vec<ast::Statement>, ParserError> {
    Parser::new(grammar).try_with_sql(sql)?.parse_statements()
}

fn grammar(dialect: Dialect) -> &'static dyn Grammar {
    match dialect {
        Dialect::Sqlite | Dialect::D1 => &SQLiteDialect {},
        Dialect::Postgres => &PostgreSqlDialect {},
        Dialect::DuckDb => &DuckDbDialect {},
    }
}

/// Whether the statement has a chain of operators so long that dropping its tree, which is as deep
/// as the chain is long, could exhaust the stack. sqlparser limits parentheses only; SQLite itself
/// refuses expressions more than 1,000 deep.
fn is_a_chain(sql: &str, dialect: Dialect) -> bool {
    let mut open = vec![0_usize];
    let mut compounds = 0_usize;
    for token in tokens(sql, dialect).filter(Token::is_significant) {
        let set = ["union", "except", "intersect"].iter().any(|word| token.is_word(sql, word));
        compounds += usize::from(set);
        match token.text(sql) {
            "(" => open.push(0),
            ")" if open.len() > 1 => drop(open.pop()),
            "," | ";" => open.last_mut().map_or((), |run| *run = 0),
            _ => open.last_mut().map_or((), |run| *run += 1),
        }
        if compounds > LONGEST_CHAIN || open.last().is_some_and(|&run| run > LONGEST_CHAIN) {
            return true;
        }
    }
    false
}

fn opaque(message: &str, at: Option<usize>) -> Read {
    Read::Opaque(Opaque { message: message.to_owned(), at })
}

/// Cuts ` at Line: 1, Column: 8` off a message and turns it into a byte of the statement.
fn position<'a>(message: &'a str, sql: &str) -> (&'a str, Option<usize>) {
    let Some((text, place)) = message.rsplit_once(" at Line: ") else { return (message, None) };
    let at = place.split_once(", Column: ").and_then(|(line, column)| {
        let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
        let start = match line.checked_sub(2) {
            None => 0,
            Some(before) => sql.match_indices('\n').nth(before)?.0 + 1,
        };
        let (within, _) = sql[start..].char_indices().nth(column.checked_sub(1)?)?;
        Some(start + within)
    });
    (text, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sql: &str, expected: &str) {
        let found = match parse(sql, Dialect::Sqlite) {
            Read::Parsed(_) => "parsed".to_owned(),
            Read::Opaque(Opaque { message, at }) => match at {
                Some(at) => format!("{message} | {}", &sql[at..]),
                None => message,
            },
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn positions_are_bytes() {
        check("SELECT 1", "parsed");
        check("SELECT 'é',\n 'é' FROM a WHERE )", "Expected: an expression, found: ) | )");
    }

    #[test]
    fn what_is_too_much_is_opaque() {
        let deep = format!("SELECT {}1{}", "(".repeat(10_000), ")".repeat(10_000));
        check(&deep, "the statement is nested too deeply");
        let chain = format!("SELECT 1{}", " OR 1".repeat(100_000));
        check(&chain, "the statement is nested too deeply");
        let compound = format!("SELECT 1, 2{}", " UNION SELECT 1, 2".repeat(30_000));
        check(&compound, "the statement is nested too deeply");
        let long = format!("SELECT '{}'", "x".repeat(LONGEST));
        check(&long, "the statement is too long to be read");
        check("", "not one statement");
    }
}
