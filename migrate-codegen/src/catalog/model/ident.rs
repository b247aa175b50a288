//! Names, compared as each dialect compares them.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Serialize, Serializer};

use crate::Dialect;
use crate::change::quoted;

/// The name of a table, a column or anything else in a schema, without quotes.
///
/// Two of them are equal where the engine takes them for the same: in SQLite and DuckDB in any
/// (ASCII) case; in PostgreSQL letter by letter, after it has turned bare words into lower case.
#[derive(Clone, Debug)]
pub struct Ident {
    written: Box<str>,
    /// What is compared, where that is not what is written.
    key: Option<Box<str>>,
}

impl Ident {
    /// A name as it is kept: without quotes, and in lower case where the dialect asks for it.
    ///
    /// # Example
    /// ```
    /// use migrate_codegen::Dialect;
    /// use migrate_codegen::catalog::Ident;
    ///
    /// let same = |dialect| Ident::new("Orders", dialect) == Ident::new("orders", dialect);
    /// assert!(same(Dialect::Sqlite));
    /// assert!(!same(Dialect::Postgres));
    /// ```
    #[must_use]
    pub fn new(name: &str, dialect: Dialect) -> Self {
        let name = if dialect == Dialect::Postgres { cut(name) } else { name };
        let folds = dialect != Dialect::Postgres && name.bytes().any(|it| it.is_ascii_uppercase());
        Self { written: name.into(), key: folds.then(|| name.to_ascii_lowercase().into()) }
    }

    /// A word of a statement that stands for a name, bare and without quotes.
    #[must_use]
    pub fn bare(word: &str, dialect: Dialect) -> Self {
        match dialect {
            Dialect::Postgres => Self { written: cut(&word.to_lowercase()).into(), key: None },
            _ => Self::new(word, dialect),
        }
    }

    /// The name as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The name as it is compared.
    #[must_use]
    pub fn key(&self) -> &str {
        self.key.as_ref().unwrap_or(&self.written)
    }
}

/// PostgreSQL keeps 63 bytes of a name.
fn cut(name: &str) -> &str {
    let end = (0..=name.len().min(63)).rev().find(|&at| name.is_char_boundary(at));
    &name[..end.unwrap_or_default()]
}

impl PartialEq for Ident {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Ident {}

impl PartialOrd for Ident {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ident {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(other.key())
    }
}

impl Hash for Ident {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl Serialize for Ident {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}

/// The name of an object and the schema that it lies in.
///
/// On SQLite the schema is `main`, or `temp` for what lives as long as the connection; on
/// PostgreSQL it is `public` unless somebody says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path {
    /// The schema.
    pub schema: Ident,
    /// The name in it.
    pub name: Ident,
}

impl Path {
    /// The object `name` of `schema`.
    #[must_use]
    pub fn new(schema: Ident, name: Ident) -> Self {
        Self { schema, name }
    }

    /// Whether it goes with the connection.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(self.schema.key(), "temp" | "pg_temp")
    }

    /// As a statement of PostgreSQL writes it, without the schema that everybody means.
    #[must_use]
    pub fn to_sql(&self) -> String {
        let name = |it: &Ident| quoted(it.as_str(), Dialect::Postgres);
        match self.schema.key() {
            "public" => name(&self.name),
            _ => format!("{}.{}", name(&self.schema), name(&self.name)),
        }
    }

    /// The same schema with another name.
    #[must_use]
    pub fn renamed(&self, name: Ident) -> Self {
        Self { schema: self.schema.clone(), name }
    }
}

/// Without the schema that everybody means.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.schema.key() {
            "main" | "public" => f.write_str(self.name.as_str()),
            _ => write!(f, "{}.{}", self.schema, self.name),
        }
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
