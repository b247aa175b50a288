//! What a table demands of its rows: keys, foreign keys, conditions.

use serde::Serialize;

use super::{Ident, Path, Sql};

/// A constraint of a table, also one that is written with a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Constraint {
    /// Its name. PostgreSQL gives one to those that have none; SQLite does not.
    pub name: Option<Ident>,
    /// What it demands.
    pub rule: Rule,
    /// What else is said of it, in lower case: `not valid`, `deferrable initially deferred`,
    /// `on conflict replace`.
    pub options: Sql,
    /// The column that it is written with: it goes with it.
    #[serde(skip)]
    pub(in crate::catalog) column: Option<Ident>,
}

/// What a constraint demands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// These columns identify a row, and are not null.
    PrimaryKey(Key),
    /// These columns are different in every row.
    Unique(Key),
    /// These columns name a row of another table.
    ForeignKey(ForeignKey),
    /// This is not false.
    Check(Sql),
    /// No two rows may meet like this.
    Exclude(Sql),
}

/// The columns of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Key {
    /// Each with what is said of it, such as `COLLATE NOCASE DESC`.
    pub parts: Vec<KeyPart>,
    /// Whether numbers that were used once do not come back.
    pub numbers: Numbers,
}

/// One column of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyPart {
    /// The column.
    pub column: Ident,
    /// What stands behind it.
    pub options: Sql,
}

/// Whether numbers that were used once come back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Numbers {
    /// They may.
    #[default]
    Reused,
    /// `AUTOINCREMENT`: they do not.
    Autoincrement,
}

/// A reference to the rows of another table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForeignKey {
    /// Its columns.
    pub columns: Vec<Ident>,
    /// The table that it points at.
    pub table: Path,
    /// The columns there; empty for the primary key.
    pub to: Vec<Ident>,
    /// Whether it looks at rows of which some columns are null.
    pub matching: Match,
    /// What happens to its rows when the other row goes.
    pub on_delete: Action,
    /// The columns that are set then; all of them where none are listed.
    pub sets: Vec<Ident>,
    /// What happens to them when its key changes.
    pub on_update: Action,
}

/// Whether a foreign key looks at rows of which some columns are null.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// It does not.
    #[default]
    Simple,
    /// `MATCH FULL`: all of them are null, or none.
    Full,
}

/// What a foreign key does when the row that it points at changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It refuses, at the end of the statement or the transaction.
    #[default]
    NoAction,
    /// It refuses at once.
    Restrict,
    /// The rows follow.
    Cascade,
    /// The columns become null.
    SetNull,
    /// The columns get their defaults.
    SetDefault,
}

impl Key {
    /// Whether it compares values as its columns do: nothing in it is collated in another way.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        let collates = |it: &KeyPart| it.options.as_str().to_ascii_lowercase().contains("collate");
        !self.parts.iter().any(collates)
    }

    /// The columns alone.
    pub fn columns(&self) -> impl Iterator<Item = &Ident> {
        self.parts.iter().map(|it| &it.column)
    }
}

impl ForeignKey {
    /// Whether rows follow when the row that they point at changes.
    #[must_use]
    pub fn acts(&self) -> bool {
        let acts = |it: Action| !matches!(it, Action::NoAction | Action::Restrict);
        acts(self.on_delete) || acts(self.on_update)
    }
}

impl Action {
    /// As SQL writes it: `NO ACTION`, `CASCADE`, ..
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        }
    }
}

impl Constraint {
    /// The columns of its table that it is about: those of a key, and those that a condition names.
    #[must_use]
    pub fn concerns(&self, column: &Ident) -> bool {
        match &self.rule {
            Rule::PrimaryKey(key) | Rule::Unique(key) => key.columns().any(|it| it == column),
            Rule::ForeignKey(key) => key.columns.contains(column),
            Rule::Check(sql) | Rule::Exclude(sql) => sql.mentions(column),
        }
    }

    /// Whether an index of its name stands behind it, where it has one.
    #[must_use]
    pub fn has_index(&self) -> bool {
        matches!(self.rule, Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::Exclude(_))
    }

    /// Whether the rows that are there need not keep it: only `ALTER TABLE` can say that.
    #[must_use]
    pub fn is_not_valid(&self) -> bool {
        self.options.as_str().to_ascii_lowercase().contains("not valid")
    }

    /// Whether they demand the same, whatever their names.
    #[must_use]
    pub fn demands_the_same(&self, other: &Self) -> bool {
        self.rule == other.rule && self.options == other.options
    }
}
