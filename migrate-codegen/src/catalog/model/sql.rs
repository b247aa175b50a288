//! Pieces of SQL that a schema keeps as text: expressions, queries, bodies.

use std::fmt;
use std::ops::Range;

use serde::{Serialize, Serializer};

use super::Ident;
use crate::Dialect;
use crate::text::{Token, TokenKind, tokens};

/// A piece of SQL, kept as it is written with single blanks, and compared token by token: blanks,
/// comments, quotes around names and the case of bare words do not count.
#[derive(Clone, Debug)]
pub struct Sql {
    text: Box<str>,
    plain: Box<str>,
    dialect: Dialect,
}

impl Sql {
    /// This piece of SQL.
    #[must_use]
    pub fn new(text: &str, dialect: Dialect) -> Self {
        let significant: Vec<_> = tokens(text, dialect).filter(Token::is_significant).collect();
        let spaced = spaced(text, &significant);
        let words: Vec<_> = significant.iter().map(|it| plain(it, text, dialect)).collect();
        Self { text: spaced.into(), plain: words.join("\n").into(), dialect }
    }

    /// This piece of SQL with its layout and its comments.
    #[must_use]
    pub fn laid_out(text: &str, dialect: Dialect) -> Self {
        let layout = text.trim().replace("\r\n", "\n");
        Self { text: layout.into(), ..Self::new(text, dialect) }
    }

    /// This piece of SQL with its bare words in lower case; names in quotes and strings stay.
    #[must_use]
    pub fn lowered(text: &str, dialect: Dialect) -> Self {
        let mut lowered = text.to_owned();
        for token in tokens(text, dialect).filter(|it| it.kind == TokenKind::Word) {
            lowered.replace_range(token.range.clone(), &token.text(text).to_ascii_lowercase());
        }
        Self::new(&lowered, dialect)
    }

    /// As it is written, with single blanks and without comments, unless it is
    /// [`laid_out`](Self::laid_out).
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether it is this word alone.
    pub(in crate::catalog) fn is(&self, word: &str) -> bool {
        &*self.plain == word
    }

    pub(in crate::catalog) fn is_postgres(&self) -> bool {
        self.dialect == Dialect::Postgres
    }

    /// The names in it that are no function's: columns, tables, and words that look like them.
    #[must_use]
    pub fn names(&self) -> Vec<Ident> {
        self.named().into_iter().map(|(_, name)| name).collect()
    }

    /// The functions that it calls.
    #[must_use]
    pub fn called(&self) -> Vec<Ident> {
        let sql = &self.text;
        let all: Vec<_> = tokens(sql, self.dialect).filter(Token::is_significant).collect();
        let called = all.windows(2).filter(|pair| pair[1].is_symbol(sql, '('));
        called.filter_map(|pair| name(&pair[0], sql, self.dialect)).collect()
    }

    /// Everything in it that can be a name, those of functions and types too.
    #[must_use]
    pub fn words(&self) -> Vec<Ident> {
        tokens(&self.text, self.dialect)
            .filter_map(|it| name(&it, &self.text, self.dialect))
            .collect()
    }

    /// Whether it is a query that says `*`.
    pub(in crate::catalog) fn lists_all(&self) -> bool {
        let sql = &self.text;
        let all: Vec<_> = tokens(sql, self.dialect).filter(Token::is_significant).collect();
        all.windows(2).any(|pair| {
            let begins = ["select", "distinct", "all"].iter().any(|it| pair[0].is_word(sql, it));
            let lists = begins || pair[0].is_symbol(sql, '.') || pair[0].is_symbol(sql, ',');
            lists && pair[1].is_symbol(sql, '*')
        })
    }

    /// Whether it names this, as a column or a table.
    #[must_use]
    pub fn mentions(&self, name: &Ident) -> bool {
        self.named().iter().any(|(_, it)| it == name)
    }

    /// Puts another name wherever this one stands.
    pub fn rename(&mut self, from: &Ident, to: &Ident) {
        let places: Vec<_> =
            self.named().into_iter().filter(|(_, it)| it == from).map(|(at, _)| at).collect();
        self.replace(&places, to);
    }

    /// Whether it calls a function of this name.
    #[must_use]
    pub fn calls(&self, function: &Ident) -> bool {
        !self.places_of_calls(function).is_empty()
    }

    /// Puts another name wherever a function of this name is called.
    pub(in crate::catalog) fn rename_call(&mut self, from: &Ident, to: &Ident) {
        let places = self.places_of_calls(from);
        self.replace(&places, to);
    }

    fn places_of_calls(&self, function: &Ident) -> Vec<Range<usize>> {
        let sql = &self.text;
        let all: Vec<_> = tokens(sql, self.dialect).filter(Token::is_significant).collect();
        let called = all.windows(2).filter(|pair| {
            let name = name(&pair[0], sql, self.dialect);
            pair[1].is_symbol(sql, '(') && name.as_ref() == Some(function)
        });
        called.map(|pair| pair[0].range.clone()).collect()
    }

    /// Whether a string in it says this.
    pub(in crate::catalog) fn has_string(&self, text: &str) -> bool {
        !self.strings(text).is_empty()
    }

    /// Puts another string wherever one says this.
    pub(in crate::catalog) fn rename_string(&mut self, from: &str, to: &str) {
        let mut text = self.text.to_string();
        for at in self.strings(from).into_iter().rev() {
            text.replace_range(at, &format!("'{}'", to.replace('\'', "''")));
        }
        *self = Self::new(&text, self.dialect);
    }

    fn strings(&self, text: &str) -> Vec<Range<usize>> {
        let says = |it: &Token| {
            let written = it.text(&self.text).trim_matches('\'').replace("''", "'");
            it.kind == TokenKind::String && written == text
        };
        tokens(&self.text, self.dialect).filter(says).map(|it| it.range).collect()
    }

    /// Whether it names this table: behind a word that asks for one, or before a column.
    #[must_use]
    pub fn names_table(&self, table: &Ident) -> bool {
        !self.tables(table).is_empty()
    }

    /// Puts another name wherever a table of this name stands.
    pub(in crate::catalog) fn rename_table(&mut self, from: &Ident, to: &Ident) {
        let places = self.tables(from);
        self.replace(&places, to);
    }

    /// Whether it may give something this name: `AS x`, or `x` right behind an expression.
    pub(in crate::catalog) fn gives_name(&self, to: &Ident) -> bool {
        const BEFORE: &[&str] = &[
            "all",
            "and",
            "between",
            "by",
            "case",
            "delete",
            "distinct",
            "else",
            "escape",
            "except",
            "exists",
            "from",
            "glob",
            "having",
            "if",
            "in",
            "insert",
            "intersect",
            "into",
            "is",
            "join",
            "like",
            "limit",
            "match",
            "not",
            "of",
            "offset",
            "on",
            "or",
            "regexp",
            "returning",
            "select",
            "set",
            "table",
            "then",
            "union",
            "update",
            "using",
            "values",
            "when",
            "where",
        ];
        let sql = &self.text;
        let all: Vec<_> = tokens(sql, self.dialect).filter(Token::is_significant).collect();
        let ends = |token: &Token| match token.kind {
            TokenKind::Word => !BEFORE.iter().any(|word| token.is_word(sql, word)),
            TokenKind::Symbol => token.is_symbol(sql, ')'),
            _ => true,
        };
        all.windows(2)
            .any(|pair| ends(&pair[0]) && name(&pair[1], sql, self.dialect).as_ref() == Some(to))
    }

    /// The places where a table of this name stands.
    fn tables(&self, table: &Ident) -> Vec<Range<usize>> {
        const BEFORE: &[&str] = &[
            "from", "join", "into", "update", "table", "only", "in", "ignore", "replace", "abort",
            "fail", "rollback",
        ];
        let sql = &self.text;
        let all: Vec<_> = tokens(sql, self.dialect).filter(Token::is_significant).collect();
        let found = all.iter().enumerate().filter(|(at, token)| {
            let before = at.checked_sub(1).and_then(|at| all.get(at));
            let asked = before.is_some_and(|before| {
                BEFORE.iter().any(|word| before.is_word(sql, word)) || before.is_symbol(sql, ',')
            });
            let qualifies = all.get(at + 1).is_some_and(|next| next.is_symbol(sql, '.'));
            (asked || qualifies) && name(token, sql, self.dialect).as_ref() == Some(table)
        });
        found.map(|(_, token)| token.range.clone()).collect()
    }

    fn replace(&mut self, places: &[Range<usize>], to: &Ident) {
        if places.is_empty() {
            return;
        }
        let mut text = self.text.to_string();
        for at in places.iter().rev() {
            text.replace_range(at.clone(), &crate::change::quoted(to.as_str(), self.dialect));
        }
        let plain = Self::new(&text, self.dialect).plain;
        *self = Self { text: text.into(), plain, dialect: self.dialect };
    }

    /// The tokens that may name a column or a table, with their bytes in the text.
    fn named(&self) -> Vec<(Range<usize>, Ident)> {
        let sql = &self.text;
        let all: Vec<_> = tokens(sql, self.dialect).filter(Token::is_significant).collect();
        let word = |at: Option<usize>, word: &str| {
            at.and_then(|at| all.get(at)).is_some_and(|it: &Token| it.is_word(sql, word))
        };
        let found = all.iter().enumerate().filter_map(|(at, token)| {
            let called = all.get(at + 1).is_some_and(|next| next.is_symbol(sql, '('));
            let cast = token.kind == TokenKind::Word && word(at.checked_sub(1), "as");
            let collation = word(at.checked_sub(1), "collate");
            let name = name(token, sql, self.dialect)?;
            let is_call = called && token.kind == TokenKind::Word && !in_list(token, sql);
            (!is_call && !cast && !collation).then(|| (token.range.clone(), name))
        });
        found.collect()
    }
}

/// Words before a parenthesis that begin no call.
fn in_list(token: &Token, sql: &str) -> bool {
    ["in", "and", "or", "not", "on", "values"].iter().any(|word| token.is_word(sql, word))
}

/// The name that a token stands for; `None` for everything that cannot be one.
pub(in crate::catalog) fn name(token: &Token, sql: &str, dialect: Dialect) -> Option<Ident> {
    match token.kind {
        TokenKind::Word => Some(Ident::bare(token.text(sql), dialect)),
        TokenKind::Quoted => token.identifier(sql).map(|it| Ident::new(&it, dialect)),
        _ => None,
    }
}

fn plain(token: &Token, sql: &str, dialect: Dialect) -> String {
    let text = token.text(sql);
    match name(token, sql, dialect) {
        Some(name) if token.kind == TokenKind::Word => name.key().to_lowercase(),
        Some(name) if dialect == Dialect::Postgres => crate::change::quoted(name.as_str(), dialect),
        Some(name) => name.key().to_owned(),
        None if token.kind == TokenKind::Number => text.to_ascii_lowercase(),
        None => text.to_owned(),
    }
}

/// The tokens with one blank wherever there was any, so that operators of several characters stay.
fn spaced(sql: &str, significant: &[Token]) -> String {
    let mut text = String::new();
    let mut end = None;
    for token in significant {
        if end.is_some_and(|end| end < token.range.start) {
            text.push(' ');
        }
        text.push_str(token.text(sql));
        end = Some(token.range.end);
    }
    text
}

impl PartialEq for Sql {
    fn eq(&self, other: &Self) -> bool {
        self.plain == other.plain
    }
}

impl Eq for Sql {}

/// On one line.
impl fmt::Display for Sql {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.text.contains('\n') {
            return f.write_str(&self.text);
        }
        let all: Vec<_> = tokens(&self.text, self.dialect).filter(Token::is_significant).collect();
        f.write_str(&spaced(&self.text, &all))
    }
}

impl Serialize for Sql {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sql(text: &str) -> Sql {
        Sql::new(text, Dialect::Sqlite)
    }

    #[test]
    fn blanks_quotes_and_case_do_not_count() {
        assert_eq!(sql("a  > /* x */ 0 AND \"b\" IS NULL"), sql("A > 0 and [B] is null"));
        assert_ne!(sql("a = 'B'"), sql("a = 'b'"));
        let postgres = |text| Sql::new(text, Dialect::Postgres);
        assert_eq!(postgres("\"a\" || 'x'"), postgres("A || 'x'"));
        assert_ne!(postgres("\"A\""), postgres("A"));
    }

    #[test]
    fn renames_names_and_nothing_else() {
        let mut text = sql("date (x) > date and cast(x as date) in (\"date\", 'date')");
        let name = |it| Ident::new(it, Dialect::Sqlite);
        text.rename(&name("date"), &name("a day"));
        let expected = "date (x) > \"a day\" and cast(x as date) in (\"a day\", 'date')";
        assert_eq!(text.as_str(), expected);
    }
}
