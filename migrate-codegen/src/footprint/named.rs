//! The tables and views that a statement names, by the words in front of them.

use super::Objects;
use crate::reader::Statement;
use crate::text::{Token, tokens};

/// Words after which the name of a table or view stands.
const BEFORE_NAMES: &[&str] = &["from", "join", "into", "update", "references", "only", "in"];

/// Words that are no names where one is expected: `UPDATE OF`, `DO UPDATE SET`, `FROM LATERAL`.
const NO_NAMES: &[&str] =
    &["lateral", "nowait", "of", "on", "only", "select", "set", "skip", "values"];

/// Words that end a list of tables.
const AFTER_TABLES: &[&str] = &[
    "except",
    "group",
    "having",
    "intersect",
    "limit",
    "order",
    "returning",
    "set",
    "union",
    "where",
];

/// Tokens of a statement that are looked at: what is longer is data.
const LONGEST: usize = 100_000;

/// The tables and views that the statement names, and of referenced tables the columns, where it
/// says which.
///
/// Some names too many do no harm; a column or a variable may stand behind such a word too.
pub(super) fn named(statement: &Statement) -> Objects {
    let sql = statement.text();
    let significant = tokens(sql, statement.dialect()).filter(Token::is_significant);
    let mut names = Names {
        sql,
        tokens: significant.take(LONGEST).collect(),
        at: 0,
        lists: vec![List::Other],
        found: Objects::default(),
    };
    while names.at < names.tokens.len() {
        names.step();
    }
    names.found
}

/// A walk over the tokens of a statement.
struct Names<'a> {
    sql: &'a str,
    tokens: Vec<Token>,
    at: usize,
    /// What a comma separates, one for each open parenthesis.
    lists: Vec<List>,
    found: Objects,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    /// `FROM a, b`
    Tables,
    Other,
}

impl Names<'_> {
    fn step(&mut self) {
        let (before_name, references) = (self.is_before_name(), self.is_word(0, "references"));
        self.nest();
        let or = self.is_word(0, "update") && self.is_word(1, "or");
        self.at += if or { 3 } else { 1 };
        if before_name && let Some(name) = self.name() {
            match self.columns().filter(|_| references) {
                Some(columns) => columns.iter().for_each(|it| self.found.column(&name, it)),
                None => self.found.whole(&name),
            }
        }
    }

    fn is_before_name(&self) -> bool {
        let in_tables = self.lists.last() == Some(&List::Tables);
        self.is_one_of(BEFORE_NAMES) && !self.is_distinct() || in_tables && self.is_symbol(',')
    }

    /// Follows the lists of tables that the token begins or ends.
    fn nest(&mut self) {
        if self.is_symbol('(') {
            self.lists.push(List::Other);
        } else if self.is_symbol(')') && self.lists.len() > 1 {
            self.lists.pop();
        } else if self.is_word(0, "from") && !self.is_distinct() {
            self.becomes(List::Tables);
        } else if self.is_one_of(AFTER_TABLES) || self.is_symbol(';') {
            self.becomes(List::Other);
        }
    }

    /// `IS DISTINCT FROM` is no list of tables.
    fn is_distinct(&self) -> bool {
        self.at > 0 && self.tokens[self.at - 1].is_word(self.sql, "distinct")
    }

    fn is_one_of(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is_word(0, word))
    }

    fn becomes(&mut self, list: List) {
        if let Some(last) = self.lists.last_mut() {
            *last = list;
        }
    }

    fn is_word(&self, ahead: usize, word: &str) -> bool {
        self.tokens.get(self.at + ahead).is_some_and(|token| token.is_word(self.sql, word))
    }

    fn is_symbol(&self, symbol: char) -> bool {
        self.tokens.get(self.at).is_some_and(|token| token.is_symbol(self.sql, symbol))
    }

    fn identifier(&mut self) -> Option<String> {
        let name = self.tokens.get(self.at)?.identifier(self.sql)?;
        self.at += 1;
        Some(name)
    }

    /// A name, taken, without the schema in front of it. A keyword is left where it is.
    fn name(&mut self) -> Option<String> {
        if self.is_one_of(NO_NAMES) {
            return None;
        }
        let mut name = self.identifier()?;
        while self.is_symbol('.') {
            self.at += 1;
            name = self.identifier()?;
        }
        Some(name)
    }

    /// `(a, b)`; nothing is taken.
    fn columns(&self) -> Option<Vec<String>> {
        let mut rest = self.tokens[self.at..].iter();
        rest.next().filter(|token| token.is_symbol(self.sql, '('))?;
        let inner = rest.take_while(|token| !token.is_symbol(self.sql, ')'));
        Some(inner.filter_map(|token| token.identifier(self.sql)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::reader::read;
    use crate::source::{SourceFile, SqlText};

    #[track_caller]
    fn check(sql: &str, expected: &str) {
        let file = SourceFile::new("1.sql", sql);
        let statements = read(&SqlText::slice(&file, 0..sql.len()), Dialect::Sqlite);
        assert_eq!(named(&statements[0]).names().join(" "), expected);
    }

    #[test]
    fn where_tables_are_named() {
        check(
            "SELECT a FROM b JOIN main.c ON d = e, f g, (SELECT 1 FROM h, i WHERE j, k), l",
            "b c f h i l",
        );
        check("SELECT f(a, b), c FROM d AS e, \"F\" WHERE g IN (1, 2) ORDER BY h, i", "d f");
        check("SELECT 1 WHERE a IS DISTINCT FROM b AND c IN d AND e IN (SELECT f FROM g)", "d g");
        check("UPDATE OR IGNORE aux.a SET b = 1, c = 2 FROM d, e WHERE f", "a d e");
        check("INSERT OR REPLACE INTO a SELECT * FROM b UNION SELECT c, d FROM e", "a b e");
        check("DELETE FROM ONLY a", "a");
    }

    #[test]
    fn what_is_referenced() {
        check(
            "CREATE TABLE a (b INT REFERENCES c (d), FOREIGN KEY (b, e) REFERENCES f (g, \"H\"))",
            "c.d f.g f.h",
        );
        check("CREATE TABLE a (b INT REFERENCES c, d INT REFERENCES c (e) ON DELETE CASCADE)", "c");
        check(
            "CREATE TRIGGER t AFTER UPDATE OF a ON b BEGIN INSERT INTO c SELECT d FROM e, f; UPDATE g SET h = 1, i = 2; END",
            "c e f g",
        );
    }
}
