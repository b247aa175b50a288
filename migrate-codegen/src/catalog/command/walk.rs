//! A walk over the tokens of a statement, where names are read as the dialect reads them.

use std::ops::Range;

use crate::Dialect;
use crate::catalog::model::{Ident, Sql, name};
use crate::change::Cursor;
use crate::text::Token;

/// A position in a statement, or in a part of it.
pub(in crate::catalog) struct Walk<'a> {
    cursor: Cursor<'a>,
    /// Where the part begins in the statement.
    base: usize,
}

/// A name and where it stands in its statement.
#[derive(Clone, Debug)]
pub(in crate::catalog) struct Named {
    pub(in crate::catalog) name: Ident,
    pub(in crate::catalog) at: Range<usize>,
}

/// A name that may have a schema, and where it stands in its statement.
#[derive(Clone, Debug)]
pub(in crate::catalog) struct Pathname {
    pub(in crate::catalog) schema: Option<Named>,
    pub(in crate::catalog) name: Ident,
    pub(in crate::catalog) at: Range<usize>,
}

impl<'a> Walk<'a> {
    pub(in crate::catalog) fn new(sql: &'a str, dialect: Dialect) -> Self {
        Self::of(sql, 0..sql.len(), dialect)
    }

    /// A walk over a part of the statement.
    pub(in crate::catalog) fn of(sql: &'a str, part: Range<usize>, dialect: Dialect) -> Self {
        let base = part.start;
        Self { cursor: Cursor::new(sql.get(part).unwrap_or_default(), dialect), base }
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.cursor.dialect
    }

    pub(super) fn is_done(&self) -> bool {
        self.cursor.peek().is_none()
    }

    /// Takes the words, separated by blanks, if they come next, all or none of them.
    pub(in crate::catalog) fn take(&mut self, words: &str) -> bool {
        match words.split_once(' ') {
            None => self.cursor.take(&[words]),
            Some(_) => self.cursor.take(&words.split(' ').collect::<Vec<_>>()),
        }
    }

    /// Takes the first of these that comes next.
    pub(super) fn one_of<'w>(&mut self, all: &[&'w str]) -> Option<&'w str> {
        all.iter().copied().find(|words| self.take(words))
    }

    pub(super) fn sees(&self, word: &str) -> bool {
        self.cursor.sees(word)
    }

    pub(super) fn sees_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.cursor.sees(word))
    }

    pub(super) fn sees_symbol(&self, symbol: char) -> bool {
        self.cursor.sees_symbol(symbol)
    }

    pub(super) fn symbol(&mut self, symbol: char) -> bool {
        self.cursor.take_symbol(symbol)
    }

    /// The next token, taken: its bytes in the statement.
    pub(super) fn skip(&mut self) -> Option<Range<usize>> {
        let at = self.cursor.next()?.range.clone();
        Some(self.shifted(&at))
    }

    /// The next token as it is written.
    pub(super) fn peek(&self) -> Option<&str> {
        self.cursor.peek().map(|token| token.text(self.cursor.sql))
    }

    /// Where the next token begins; the end of the part when there is none.
    pub(super) fn here(&self) -> usize {
        self.base + self.cursor.peek().map_or(self.cursor.sql.len(), |token| token.range.start)
    }

    /// The bytes from here up to the end of the part.
    pub(super) fn rest(&self) -> Range<usize> {
        self.here()..self.base + self.cursor.sql.len()
    }

    /// Takes `( .. )`: the bytes between the two.
    pub(in crate::catalog) fn parentheses(&mut self) -> Option<Range<usize>> {
        let inside = self.cursor.parentheses()?;
        Some(self.shifted(&inside))
    }

    /// Takes the next token, with all that its parentheses or brackets enclose.
    pub(super) fn group(&mut self) {
        if self.parentheses().is_some() {
            return;
        }
        let opens = !self.dialect().is_sqlite() && self.sees_symbol('[');
        self.skip();
        while opens && !self.is_done() && !self.symbol(']') {
            self.group();
        }
    }

    /// Walks to one of the words outside parentheses and takes it.
    pub(in crate::catalog) fn seek(&mut self, words: &[&str]) -> Option<String> {
        self.cursor.seek(words)
    }

    /// A name, taken.
    pub(in crate::catalog) fn named(&mut self) -> Option<Named> {
        let token = self.cursor.peek()?.clone();
        let name = self.name_of(&token)?;
        self.cursor.next();
        Some(Named { name, at: self.shifted(&token.range) })
    }

    /// A name that may have a schema, taken. A database in front of the schema does not count.
    pub(in crate::catalog) fn pathname(&mut self) -> Option<Pathname> {
        let mut last = self.named()?;
        let mut schema = None;
        while self.cursor.take_symbol('.') {
            schema = Some(last);
            last = self.named()?;
        }
        Some(Pathname { schema, name: last.name, at: last.at })
    }

    /// `schema.table.column`, taken.
    pub(super) fn column(&mut self) -> Option<(Pathname, Named)> {
        let mut names = vec![self.named()?];
        while self.symbol('.') {
            names.push(self.named()?);
        }
        let column = names.pop()?;
        let table = names.pop()?;
        Some((Pathname { schema: names.pop(), name: table.name, at: table.at }, column))
    }

    /// Names between commas, taken.
    pub(super) fn pathnames(&mut self) -> Vec<Pathname> {
        let mut all = Vec::new();
        loop {
            self.take("only");
            all.extend(self.pathname());
            self.symbol('*');
            // The arguments of a function.
            self.parentheses();
            if !self.symbol(',') {
                return all;
            }
        }
    }

    /// SQLite takes 'name' for a name where only a name can stand.
    fn name_of(&self, token: &Token) -> Option<Ident> {
        let (sql, dialect) = (self.cursor.sql, self.cursor.dialect);
        let text = || token.identifier(sql).filter(|_| dialect.is_sqlite());
        name(token, sql, dialect).or_else(|| text().map(|it| Ident::new(&it, dialect)))
    }

    fn shifted(&self, at: &Range<usize>) -> Range<usize> {
        self.base + at.start..self.base + at.end
    }

    /// `IF [NOT] EXISTS`, taken.
    pub(super) fn guard(&mut self) -> Guard {
        match self.one_of(&["if not exists", "if exists"]) {
            Some(_) => Guard::Yes,
            None => Guard::No,
        }
    }

    /// `CASCADE` or `RESTRICT`, taken.
    pub(super) fn behaviour(&mut self) -> Behaviour {
        match self.one_of(&["cascade", "restrict"]) {
            Some("cascade") => Behaviour::Cascade,
            _ => Behaviour::Restrict,
        }
    }
}

/// Whether a statement says `IF EXISTS` or `IF NOT EXISTS`, whichever makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::catalog) enum Guard {
    Yes,
    No,
}

/// What happens to what depends on an object that goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::catalog) enum Behaviour {
    /// The statement fails.
    Restrict,
    /// It goes too.
    Cascade,
}

/// A part of a statement as SQL of its own.
pub(super) fn part(sql: &str, at: Range<usize>, dialect: Dialect) -> Sql {
    Sql::new(sql.get(at).unwrap_or_default(), dialect)
}
