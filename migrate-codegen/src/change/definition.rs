//! The columns and constraints of a table, as `CREATE TABLE` and `ALTER TABLE` write them.

use std::ops::Range;

use super::cursor::Cursor;
use crate::reader::{Kind, Statement};
use crate::{Dialect, text};

/// What `CREATE TABLE` says of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definition {
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Its constraints that are no column's own, in order.
    pub constraints: Vec<Constraint>,
    /// The words behind the columns, in lower case: `strict`, `without rowid`, `as select ..`.
    pub options: String,
}

/// A column as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, without quotes.
    pub name: String,
    /// The bytes of its name in the statement.
    pub at: Range<usize>,
    /// Its type in lower case, without what stands in parentheses; empty without one.
    pub type_name: String,
    /// What stands in the parentheses of its type.
    pub type_arguments: Option<String>,
    /// The bytes of its type in the statement; empty, behind the name, without one.
    pub type_at: Range<usize>,
    /// What is said of it, in order.
    pub marks: Vec<Mark>,
    /// The end of its definition in the statement.
    pub end: usize,
}

/// One thing that is said of a column. Texts are as they are written, with single blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `NOT NULL`.
    NotNull,
    /// `PRIMARY KEY`.
    PrimaryKey,
    /// `AUTOINCREMENT`, and its bytes in the statement.
    Autoincrement(Range<usize>),
    /// `UNIQUE`.
    Unique,
    /// `CHECK (..)`.
    Check(String),
    /// `DEFAULT ..`.
    Default(String),
    /// `COLLATE ..`.
    Collate(String),
    /// `REFERENCES ..`: the table, in lower case.
    References(String),
    /// `GENERATED .. AS IDENTITY`.
    Identity,
    /// `AS (..) STORED`.
    Stored,
    /// `AS (..)`, computed when it is read.
    Virtual,
}

/// A constraint of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// What it demands.
    pub sort: Sort,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// What stands in its first parentheses, with single blanks.
    pub inside: String,
    /// The words behind that, in lower case: `references ..`, `not valid`, `using index ..`.
    pub rest: String,
    /// Its bytes in the statement.
    pub at: Range<usize>,
}

/// What a constraint demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// `PRIMARY KEY`.
    PrimaryKey,
    /// `UNIQUE`.
    Unique,
    /// `FOREIGN KEY`.
    ForeignKey,
    /// `CHECK`.
    Check,
    /// `EXCLUDE`.
    Exclude,
    /// `NOT NULL` as a constraint of its own, which PostgreSQL 18 has.
    NotNull,
}

/// Words that end the type, or the default, of a column.
const MARKS: &[&str] = &[
    "constraint",
    "not",
    "null",
    "primary",
    "unique",
    "check",
    "default",
    "collate",
    "references",
    "generated",
    "as",
    "autoincrement",
    "deferrable",
    "initially",
    "on",
    "using",
];

/// The columns and constraints of a `CREATE TABLE`; `None` for any other statement.
#[must_use]
pub fn definition(statement: &Statement) -> Option<Definition> {
    let name = statement.object.as_ref().filter(|_| statement.kind == Kind::CreateTable)?;
    of_text(statement.text(), name.range.end - statement.range.start, statement.dialect())
}

/// The same, of a statement whose table's name ends at `from`.
fn of_text(sql: &str, from: usize, dialect: Dialect) -> Option<Definition> {
    let mut cursor = Cursor::new(sql.get(from..)?, dialect);
    let mut table = Definition::default();
    while let Some(token) = cursor.peek().cloned() {
        let Some(inside) = cursor.parentheses() else {
            table.word(token.text(cursor.sql));
            cursor.next();
            continue;
        };
        if table.options.is_empty() && table.columns.is_empty() {
            table.items(sql, from + inside.start..from + inside.end, dialect);
        }
    }
    Some(table)
}

impl Definition {
    /// Reads the text of a table that the engine keeps.
    #[must_use]
    pub fn stored(sql: &str, dialect: Dialect) -> Option<Self> {
        let open = sql.find('(')?;
        of_text(sql, open, dialect)
    }

    /// The column of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|it| it.name.eq_ignore_ascii_case(name))
    }

    /// The columns of its primary key.
    #[must_use]
    pub fn key(&self, dialect: Dialect) -> Vec<&Column> {
        let own: Vec<_> = self.columns.iter().filter(|it| it.is(&Mark::PrimaryKey)).collect();
        if !own.is_empty() {
            return own;
        }
        let key = self.constraints.iter().find(|it| it.sort == Sort::PrimaryKey);
        let names = key.map(|it| it.columns(dialect)).unwrap_or_default();
        names.iter().filter_map(|name| self.column(name)).collect()
    }

    /// Whether the words stand behind the columns.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        format!(" {} ", self.options.replace(',', " ")).contains(&format!(" {words} "))
    }

    fn word(&mut self, word: &str) {
        if !self.options.is_empty() {
            self.options.push(' ');
        }
        self.options.push_str(&word.to_ascii_lowercase());
    }

    fn items(&mut self, sql: &str, inside: Range<usize>, dialect: Dialect) {
        for item in items(sql, inside, dialect) {
            match constraint(sql, item.clone(), dialect) {
                Some(constraint) => self.constraints.push(constraint),
                None => self.columns.extend(column(sql, item, dialect)),
            }
        }
    }
}

impl Column {
    /// Whether this is said of it.
    #[must_use]
    pub fn is(&self, mark: &Mark) -> bool {
        self.marks.contains(mark)
    }

    /// Its default as it is written.
    #[must_use]
    pub fn default(&self) -> Option<&str> {
        self.marks.iter().find_map(|mark| match mark {
            Mark::Default(text) => Some(text.as_str()),
            _ => None,
        })
    }
}

impl Constraint {
    /// The names in its first parentheses, where it lists columns.
    #[must_use]
    pub fn columns(&self, dialect: Dialect) -> Vec<String> {
        let first = |item: Range<usize>| Cursor::new(&self.inside[item], dialect).identifier();
        items(&self.inside, 0..self.inside.len(), dialect).into_iter().filter_map(first).collect()
    }

    /// Whether it does not look at the rows that are there.
    #[must_use]
    pub fn is_not_valid(&self) -> bool {
        self.rest.ends_with("not valid")
    }
}

/// The ranges between the commas of `inside`.
pub(super) fn items(sql: &str, inside: Range<usize>, dialect: Dialect) -> Vec<Range<usize>> {
    let mut cursor = Cursor::new(&sql[inside.clone()], dialect);
    let (mut found, mut start) = (Vec::new(), inside.start);
    while let Some(token) = cursor.peek().cloned() {
        if cursor.take_symbol(',') {
            found.push(start..inside.start + token.range.start);
            start = inside.start + token.range.end;
        } else if cursor.parentheses().is_none() {
            cursor.next();
        }
    }
    found.push(start..inside.end);
    found.into_iter().filter_map(|range| trimmed(sql, range)).collect()
}

fn trimmed(sql: &str, range: Range<usize>) -> Option<Range<usize>> {
    let text = &sql[range.clone()];
    let start = range.start + text.len() - text.trim_start().len();
    let end = start + text.trim().len();
    (start < end).then_some(start..end)
}

/// Reads a constraint of a table; `None` when the item is something else.
pub(super) fn constraint(sql: &str, at: Range<usize>, dialect: Dialect) -> Option<Constraint> {
    let mut cursor = Cursor::new(&sql[at.clone()], dialect);
    let name = if cursor.take(&["constraint"]) { cursor.identifier() } else { None };
    let sort = match () {
        () if cursor.take(&["primary", "key"]) => Sort::PrimaryKey,
        () if cursor.take(&["foreign", "key"]) => Sort::ForeignKey,
        () if cursor.sees("unique") && cursor.take(&["unique"]) => Sort::Unique,
        () if cursor.take(&["check"]) => Sort::Check,
        () if cursor.take(&["exclude"]) => Sort::Exclude,
        () if name.is_some() && cursor.take(&["not", "null"]) => Sort::NotNull,
        () => return None,
    };
    let mut constraint = Constraint { sort, name, inside: String::new(), rest: String::new(), at };
    while let Some(token) = cursor.peek().cloned() {
        if let Some(inside) = cursor.parentheses() {
            if constraint.inside.is_empty() {
                constraint.inside = spaced(&cursor.sql[inside], dialect);
            }
            continue;
        }
        let blank = if constraint.rest.is_empty() { "" } else { " " };
        let word = token.text(cursor.sql).to_ascii_lowercase();
        constraint.rest.extend([blank, &word]);
        cursor.next();
    }
    Some(constraint)
}

/// Reads a column; `None` when the item is something else, such as `LIKE other`.
pub(super) fn column(sql: &str, at: Range<usize>, dialect: Dialect) -> Option<Column> {
    let own = &sql[at.clone()];
    let mut cursor = Cursor::new(own, dialect);
    let token = cursor.peek()?.range.clone();
    if !dialect.is_sqlite() && cursor.sees("like") {
        return None;
    }
    let name = cursor.identifier()?;
    let after = at.start + token.end;
    let mut column = Column {
        name,
        at: at.start + token.start..after,
        type_name: String::new(),
        type_arguments: None,
        type_at: after..after,
        marks: Vec::new(),
        end: at.end,
    };
    column.type_of(&mut cursor, at.start);
    while cursor.peek().is_some() {
        column.mark(&mut cursor, at.start);
    }
    Some(column)
}

impl Column {
    /// Takes the words of the type; `base` is where the cursor's text begins in the statement.
    pub(super) fn type_of(&mut self, cursor: &mut Cursor<'_>, base: usize) {
        let mut start = None;
        while let Some(token) = cursor.peek().cloned() {
            if MARKS.iter().any(|word| cursor.sees(word)) {
                break;
            }
            if let Some(inside) = cursor.parentheses() {
                self.type_arguments = Some(cursor.sql[inside.clone()].trim().to_owned());
                self.type_at.end = base + inside.end + 1;
                continue;
            }
            let begin = *start.get_or_insert(base + token.range.start);
            self.type_at = begin..base + token.range.end;
            let word = token.text(cursor.sql).to_ascii_lowercase();
            let apart = self.type_name.is_empty() || token.kind != text::TokenKind::Word;
            let blank = if apart || self.type_name.ends_with('.') { "" } else { " " };
            self.type_name.extend([blank, &word]);
            cursor.next();
        }
    }

    fn mark(&mut self, cursor: &mut Cursor<'_>, base: usize) {
        let at = cursor.peek().map_or(0..0, |it| base + it.range.start..base + it.range.end);
        let mark = match () {
            () if cursor.take(&["not", "null"]) => Mark::NotNull,
            () if cursor.take(&["primary", "key"]) => Mark::PrimaryKey,
            () if cursor.take(&["autoincrement"]) => Mark::Autoincrement(at),
            () if cursor.take(&["unique"]) => Mark::Unique,
            () if cursor.take(&["check"]) => Mark::Check(inside(cursor)),
            () if cursor.take(&["default"]) => Mark::Default(value(cursor)),
            () if cursor.take(&["collate"]) => Mark::Collate(cursor.name().unwrap_or_default()),
            () if cursor.take(&["references"]) => return self.reference(cursor),
            () if cursor.take(&["as", "identity"]) => Mark::Identity,
            () if cursor.take(&["as"]) => {
                cursor.parentheses();
                if cursor.take(&["stored"]) { Mark::Stored } else { Mark::Virtual }
            }
            () => {
                // `BY DEFAULT AS IDENTITY` has no default, and `ON CONFLICT ..` says nothing here.
                if !cursor.take(&["by", "default"]) && cursor.parentheses().is_none() {
                    cursor.next();
                }
                return;
            }
        };
        self.marks.push(mark);
    }

    /// After `REFERENCES`: what it does with rows is no mark of the column.
    fn reference(&mut self, cursor: &mut Cursor<'_>) {
        let table = cursor.name().unwrap_or_default().to_lowercase();
        self.marks.push(Mark::References(table));
        cursor.parentheses();
        while cursor.take(&["on"]) || cursor.take(&["match"]) {
            cursor.next();
            let _ = cursor.take(&["set", "null"])
                || cursor.take(&["set", "default"])
                || cursor.take(&["no", "action"])
                || cursor.take(&["cascade"])
                || cursor.take(&["restrict"]);
        }
    }
}

fn inside(cursor: &mut Cursor<'_>) -> String {
    let dialect = cursor.dialect;
    let inside = cursor.parentheses().unwrap_or_default();
    spaced(&cursor.sql[inside], dialect)
}

/// The expression of a default: in parentheses, or up to what is said next.
fn value(cursor: &mut Cursor<'_>) -> String {
    let (sql, dialect) = (cursor.sql, cursor.dialect);
    let Some(first) = cursor.peek().cloned() else { return String::new() };
    let mut end = first.range.end;
    loop {
        match cursor.parentheses() {
            Some(inside) => end = inside.end + 1,
            None => end = cursor.next().map_or(end, |it| it.range.end),
        }
        if cursor.peek().is_none() || MARKS.iter().any(|word| cursor.sees(word)) {
            return spaced(&sql[first.range.start..end.min(sql.len())], dialect);
        }
    }
}

/// The significant tokens, with single blanks between them.
fn spaced(sql: &str, dialect: Dialect) -> String {
    let words = text::tokens(sql, dialect).filter(text::Token::is_significant);
    words.map(|it| it.text(sql)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::read;
    use crate::source::{SourceFile, SqlText};

    fn read_one(sql: &str, dialect: Dialect) -> (Definition, String) {
        let file = SourceFile::new("1.sql", format!("SELECT 1; {sql}"));
        let text = SqlText::slice(&file, 0..file.text.len());
        let statement = &read(&text, dialect)[1];
        (definition(statement).expect("a table"), statement.text().to_owned())
    }

    #[test]
    fn tables() {
        let (table, sql) = read_one(
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, -- x\n\
             price DECIMAL(10, 2) NOT NULL DEFAULT (1 + 2) CHECK (price > 0) COLLATE nocase, \
             c TEXT REFERENCES P (id) ON DELETE SET NULL DEFAULT 'a', UNIQUE (id, c), \
             CONSTRAINT k FOREIGN KEY (c) REFERENCES p (id)) STRICT, WITHOUT ROWID",
            Dialect::Sqlite,
        );
        let [id, price, c] = &table.columns[..] else { panic!("three columns") };
        assert_eq!((&sql[id.type_at.clone()], id.type_name.as_str()), ("INTEGER", "integer"));
        assert!(matches!(&id.marks[..], [Mark::PrimaryKey, Mark::Autoincrement(at)]
            if &sql[at.clone()] == "AUTOINCREMENT"));
        assert_eq!(&sql[price.type_at.clone()], "DECIMAL(10, 2)");
        assert_eq!(
            price.marks,
            [
                Mark::NotNull,
                Mark::Default("( 1 + 2 )".to_owned()),
                Mark::Check("price > 0".to_owned()),
                Mark::Collate("nocase".to_owned()),
            ]
        );
        assert_eq!(c.marks, [Mark::References("p".to_owned()), Mark::Default("'a'".to_owned())]);
        let sorts: Vec<_> = table.constraints.iter().map(|it| it.sort).collect();
        assert_eq!(sorts, [Sort::Unique, Sort::ForeignKey]);
        assert_eq!(table.constraints[0].columns(Dialect::Sqlite), ["id", "c"]);
        assert!(table.says("strict") && table.says("without rowid") && !table.says("rowid x"));
    }

    #[test]
    fn tables_of_postgres() {
        let (table, _) = read_one(
            "CREATE TABLE t (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, \
             at timestamp(3) without time zone DEFAULT now() NOT NULL, LIKE other)",
            Dialect::Postgres,
        );
        let [id, at] = &table.columns[..] else { panic!("two columns") };
        assert_eq!(id.marks, [Mark::Identity, Mark::PrimaryKey]);
        assert_eq!(at.type_name, "timestamp without time zone");
        assert_eq!(at.marks, [Mark::Default("now ( )".to_owned()), Mark::NotNull]);
    }
}
