//! Tables and their columns.

use serde::Serialize;

use super::{Constraint, ForeignKey, Ident, Path, Rule, Sql};

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Its name.
    pub name: Path,
    /// What it is behind its columns.
    pub sort: TableSort,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Its keys, foreign keys and conditions, those that columns are written with too.
    pub constraints: Vec<Constraint>,
    /// What else is said of it, in lower case and in alphabetic order: `strict`, `unlogged`,
    /// `partition by ..`.
    pub options: Vec<Sql>,
    /// Whether it has what is listed and nothing else.
    pub knowledge: Knowledge,
    /// The tables that it is a partition or a child of, while it has what they have and what is
    /// listed, and nothing else.
    #[serde(skip)]
    pub(in crate::catalog) descent: Option<Descent>,
}

/// The tables that a table is a partition or a child of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::catalog) struct Descent {
    pub(in crate::catalog) parents: Vec<Path>,
    /// `FOR VALUES ..` of a partition; `None` where it inherits.
    pub(in crate::catalog) bounds: Option<Sql>,
    /// The columns that it has from them alone.
    pub(in crate::catalog) given: Vec<Ident>,
}

/// What a table is behind its columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TableSort {
    /// Rows on a disk.
    Ordinary,
    /// A virtual table of SQLite: its module and the arguments.
    Virtual(Sql),
    /// A table of another server.
    Foreign,
}

/// Whether what is listed is all that there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Knowledge {
    /// It is.
    #[default]
    Whole,
    /// More may be there, and what is listed may be gone or another: something changed it, or made
    /// it, that cannot be read.
    Partial,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: Ident,
    /// Its type: on SQLite as it is declared, in upper case; on PostgreSQL as the server calls it,
    /// `character varying(20)`. Empty without one.
    #[serde(rename = "type")]
    pub type_name: String,
    /// Whether it may be null.
    pub null: Null,
    /// What rows get that do not say.
    pub default: Option<Sql>,
    /// What it is computed from.
    pub generated: Option<Generated>,
    /// Who gives its numbers.
    pub identity: Option<Identity>,
    /// How its texts are compared.
    pub collation: Option<String>,
    /// What else is said of it, in order: `ON CONFLICT ..` of its `NOT NULL`, `STORAGE ..`.
    pub options: Vec<Sql>,
}

/// Whether a column may be null.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Null {
    /// It may.
    #[default]
    Allowed,
    /// `NOT NULL`.
    Refused,
}

/// What a generated column is computed from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Generated {
    /// The expression.
    pub from: Sql,
    /// When that happens.
    pub kept: Kept,
}

/// When a generated column is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// When it is written.
    Stored,
    /// When it is read.
    Virtual,
}

/// Who gives the numbers of an identity column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// The engine, always.
    Always,
    /// The engine, unless a row brings one.
    ByDefault,
}

impl Table {
    /// A table of which nothing is known but its name.
    #[must_use]
    pub fn new(name: Path) -> Self {
        Self {
            name,
            sort: TableSort::Ordinary,
            columns: Vec::new(),
            constraints: Vec::new(),
            options: Vec::new(),
            knowledge: Knowledge::Whole,
            descent: None,
        }
    }

    /// More may be there than is listed, or less.
    pub(in crate::catalog) fn lose(&mut self) {
        self.knowledge = Knowledge::Partial;
        self.descent = None;
    }

    /// The tables that it is a partition or a child of, where they are known.
    pub(crate) fn parents(&self) -> &[Path] {
        self.descent.as_ref().map_or(&[], |it| &it.parents)
    }

    /// The column of this name.
    #[must_use]
    pub fn column(&self, name: &Ident) -> Option<&Column> {
        self.columns.iter().find(|it| it.name == *name)
    }

    pub(in crate::catalog) fn column_names(&self) -> Vec<Ident> {
        self.columns.iter().map(|it| it.name.clone()).collect()
    }

    /// The constraint of this name.
    #[must_use]
    pub fn constraint(&self, name: &Ident) -> Option<&Constraint> {
        self.constraints.iter().find(|it| it.name.as_ref() == Some(name))
    }

    /// The columns of its primary key, in the key's order.
    #[must_use]
    pub fn primary_key(&self) -> Option<Vec<&Ident>> {
        self.constraints.iter().find_map(|it| match &it.rule {
            Rule::PrimaryKey(key) => Some(key.columns().collect()),
            _ => None,
        })
    }

    /// The sets of columns that identify a row: `PRIMARY KEY` and `UNIQUE`.
    #[must_use]
    pub fn keys(&self) -> Vec<Vec<&Ident>> {
        let keys = self.constraints.iter().filter_map(|it| match &it.rule {
            Rule::PrimaryKey(key) | Rule::Unique(key) => Some(key.columns().collect()),
            _ => None,
        });
        keys.collect()
    }

    /// The keys that find a row by comparing values as the columns do.
    #[must_use]
    pub fn plain_keys(&self) -> Vec<Vec<&Ident>> {
        let keys = self.constraints.iter().filter_map(|it| match &it.rule {
            Rule::PrimaryKey(key) | Rule::Unique(key) if key.is_plain() => {
                Some(key.columns().collect())
            }
            _ => None,
        });
        keys.collect()
    }

    /// Its foreign keys.
    pub fn foreign_keys(&self) -> impl Iterator<Item = &ForeignKey> {
        self.constraints.iter().filter_map(|it| match &it.rule {
            Rule::ForeignKey(key) => Some(key),
            _ => None,
        })
    }

    /// Whether a constraint is about this column, or is written with it.
    #[must_use]
    pub fn binds(&self, column: &Ident) -> bool {
        let with = |it: &Constraint| it.column.as_ref() == Some(column);
        self.constraints.iter().any(|it| it.concerns(column) || with(it))
    }

    /// Whether this is said of it behind its columns: `strict`, `without rowid`.
    #[must_use]
    pub fn says(&self, option: &str) -> bool {
        self.options.iter().any(|it| it.as_str().eq_ignore_ascii_case(option))
    }
}

impl Column {
    /// A column that may be null, without a default.
    #[must_use]
    pub fn new(name: Ident, type_name: String) -> Self {
        Self {
            name,
            type_name,
            null: Null::Allowed,
            default: None,
            generated: None,
            identity: None,
            collation: None,
            options: Vec::new(),
        }
    }
}
