//! The columns and constraints of a table, as `CREATE TABLE` and `ALTER TABLE` write them.

use std::ops::Range;

use super::cursor::Cursor;
use super::item::{column, constraint, items};
use crate::Dialect;
use crate::reader::{Kind, Statement};
use crate::text::tokens;

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

/// Whether its type is one of PostgreSQL's `serial`s: an integer with a sequence of its own.
#[must_use]
pub fn is_serial(column: &Column) -> bool {
    const NAMES: &[&str] = &["serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"];
    NAMES.contains(&column.type_name.as_str())
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
        // A name in quotes may have parentheses too.
        let open = tokens(sql, dialect).find(|it| it.is_symbol(sql, '('))?;
        of_text(sql, open.range.start, dialect)
    }

    /// The column of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|it| it.is_named(name))
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
    /// Whether it has this name.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

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
