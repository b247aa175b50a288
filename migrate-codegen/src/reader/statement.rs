//! One statement of a migration, and how a text becomes a list of them.

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use super::headline;
use super::kind::Kind;
use super::parse::{self, Read};
use crate::Dialect;
use crate::source::SqlText;
use crate::text::{Place, split};

/// One statement of a migration.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its bytes in the text it was read from, without the closing `;`.
    pub range: Range<usize>,
    /// The comments and blanks before it.
    pub leading: Range<usize>,
    /// Where it begins in the file.
    pub place: Place,
    /// What it does.
    pub kind: Kind,
    /// Whom it does it to: the table, index, view or trigger that it makes, changes or removes, the
    /// table whose rows it changes, or a pragma's name.
    pub object: Option<Name>,
    /// The table that an index or a trigger is made on.
    pub on: Option<Name>,
    /// The column that `ALTER TABLE` adds, drops or renames.
    pub column: Option<Name>,
    /// The new name that `ALTER TABLE .. RENAME` gives.
    pub to: Option<Name>,
    /// What a pragma is set to, as it is written.
    pub value: Option<String>,
    /// `IF EXISTS`, `IF NOT EXISTS`, or neither.
    pub existence: Existence,
    /// Whether the object outlives the connection.
    pub lifetime: Lifetime,
    dialect: Dialect,
    text: Box<str>,
    read: OnceLock<Read>,
}

/// A name as SQL writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// What stands before the dot, without quotes.
    pub schema: Option<String>,
    /// The name, without quotes.
    pub name: String,
    /// The bytes of the name itself, quotes included, in the text that the statement was read from.
    pub range: Range<usize>,
}

impl Name {
    /// Whether both stand for the same object, as SQLite compares names: in any (ASCII) case.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.schema {
            Some(schema) => write!(f, "{schema}.{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// What a statement makes of an object that is there already, or is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Existence {
    /// It fails.
    #[default]
    Strict,
    /// `IF EXISTS`: nothing when it is missing.
    IfExists,
    /// `IF NOT EXISTS`: nothing when it is there.
    IfNotExists,
}

/// How long an object lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lifetime {
    /// Until it is dropped.
    #[default]
    Permanent,
    /// As long as the connection: `TEMP`.
    Temporary,
}

/// Reads a text into its statements, in order. It never fails.
///
/// # Example
/// ```
/// use migrate_codegen::Dialect;
/// use migrate_codegen::reader::{Kind, read};
/// use migrate_codegen::source::{SourceFile, SqlText};
///
/// let file = SourceFile::new("1.sql", "CREATE TABLE a (id INT); DROP TABLE IF EXISTS b;");
/// let text = SqlText::slice(&file, 0..file.text.len());
/// let statements = read(&text, Dialect::Sqlite);
/// assert_eq!(statements[0].kind, Kind::CreateTable);
/// assert_eq!(statements[1].object.as_ref().map(|name| name.name.as_str()), Some("b"));
/// ```
#[must_use]
pub fn read(text: &SqlText, dialect: Dialect) -> Vec<Statement> {
    split(&text.text, dialect)
        .into_iter()
        .map(|found| Statement::new(text, found.range, found.leading, dialect))
        .collect()
}

impl Statement {
    fn new(text: &SqlText, range: Range<usize>, leading: Range<usize>, dialect: Dialect) -> Self {
        let own = &text.text[range.clone()];
        let mut statement = Self {
            place: text.place(range.start),
            leading,
            kind: Kind::Other,
            object: None,
            on: None,
            column: None,
            to: None,
            value: None,
            existence: Existence::Strict,
            lifetime: Lifetime::Permanent,
            dialect,
            text: own.into(),
            read: OnceLock::new(),
            range,
        };
        headline::read(&mut statement, dialect);
        statement
    }

    /// Its text, without the closing `;`.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The dialect it was read by.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Its syntax tree, or why sqlparser has none. Read on the first call.
    #[must_use]
    pub fn read(&self) -> &Read {
        self.read.get_or_init(|| parse::parse(&self.text, self.dialect))
    }

    /// Its syntax tree; `None` when it is opaque.
    #[must_use]
    pub fn ast(&self) -> Option<&sqlparser::ast::Statement> {
        match self.read() {
            Read::Parsed(tree) => Some(tree),
            Read::Opaque(_) => None,
        }
    }
}
