//! What is wrong with a statement, as the engine would say it.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

use super::model::Ident;
use crate::Dialect;

/// What is wrong with a statement where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// With what sort of thing.
    pub thing: Thing,
    /// Its name.
    pub name: Ident,
    /// The table, or type, that it would be a part of.
    pub within: Option<Ident>,
    /// The bytes of the name in the statement.
    pub at: Range<usize>,
    pub(super) role: Role,
    pub(super) dialect: Dialect,
}

/// Where a column is missing: the engine has words of its own for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    Other,
    Index,
    Key,
    ForeignKey,
    Rename,
}

/// What is wrong with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// There is no such thing.
    Missing,
    /// There is one already.
    Exists,
    /// The statement makes two of them.
    Twice,
    /// It is something else: a view where a table is asked for.
    Another,
    /// Other objects depend on it.
    InUse,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    /// A table.
    Table,
    /// Anything that rows can be read from.
    Relation,
    /// A view.
    View,
    /// A view whose rows are kept.
    MaterializedView,
    /// An index.
    Index,
    /// A trigger.
    Trigger,
    /// A sequence.
    Sequence,
    /// A type or a domain.
    Type,
    /// A label of an enum.
    Label,
    /// A function or a procedure.
    Function,
    /// A schema.
    Schema,
    /// A column.
    Column,
    /// A constraint.
    Constraint,
    /// A primary key.
    PrimaryKey,
    /// Anything else.
    Other,
}

impl Thing {
    /// Its name in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Relation => "relation",
            Self::View => "view",
            Self::MaterializedView => "materialized view",
            Self::Index => "index",
            Self::Trigger => "trigger",
            Self::Sequence => "sequence",
            Self::Type => "type",
            Self::Label => "enum label",
            Self::Function => "function",
            Self::Schema => "schema",
            Self::Column => "column",
            Self::Constraint => "constraint",
            Self::PrimaryKey => "primary key",
            Self::Other => "object",
        }
    }
}

impl Fault {
    /// A short name for it: `no_such_table`, `already_exists`, ..
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match (self.kind, self.thing) {
            (FaultKind::Missing, Thing::Column) => "no_such_column",
            (FaultKind::Missing, Thing::Index) => "no_such_index",
            (FaultKind::Missing, Thing::View | Thing::MaterializedView) => "no_such_view",
            (FaultKind::Missing, Thing::Trigger) => "no_such_trigger",
            (FaultKind::Missing, Thing::Type | Thing::Label) => "no_such_type",
            (FaultKind::Missing, Thing::Constraint | Thing::PrimaryKey) => "no_such_constraint",
            (FaultKind::Missing, Thing::Sequence) => "no_such_sequence",
            (FaultKind::Missing, Thing::Schema) => "no_such_schema",
            (FaultKind::Missing, _) => "no_such_table",
            (FaultKind::Exists | FaultKind::Twice, Thing::Column) => "duplicate_column",
            (FaultKind::Exists | FaultKind::Twice, _) => "already_exists",
            (FaultKind::Another, _) => "another_kind",
            (FaultKind::InUse, _) => "in_use",
        }
    }
}

/// The engine's own words.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.dialect {
            Dialect::Sqlite | Dialect::D1 => self.of_sqlite(f),
            Dialect::Postgres | Dialect::DuckDb => self.of_postgres(f),
        }
    }
}

impl Fault {
    fn of_sqlite(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (thing, name) = (self.thing.as_str(), &self.name);
        match (self.kind, self.thing) {
            (FaultKind::Missing, Thing::Relation) => write!(f, "no such table: {name}"),
            (FaultKind::Missing, _) => write!(f, "no such {thing}: {name}"),
            (FaultKind::Exists, Thing::Index) => write!(f, "index {name} already exists"),
            (_, Thing::Column) => write!(f, "duplicate column name: {name}"),
            (_, Thing::PrimaryKey) => write!(f, "table \"{name}\" has more than one primary key"),
            (FaultKind::Another, _) => write!(f, "{name} is no {thing}"),
            (FaultKind::InUse, _) => write!(f, "{thing} {name} is in use"),
            _ => write!(f, "{thing} {name} already exists"),
        }
    }

    fn of_postgres(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (thing, name) = (self.thing.as_str(), &self.name);
        match (self.kind, self.thing, &self.within) {
            (FaultKind::Missing, Thing::Trigger, Some(table)) => {
                write!(f, "trigger \"{name}\" for table \"{table}\" does not exist")
            }
            (FaultKind::Missing, Thing::Constraint, Some(table)) if self.role == Role::Rename => {
                write!(f, "constraint \"{name}\" for table \"{table}\" does not exist")
            }
            (FaultKind::Exists, Thing::Trigger, Some(table)) => {
                write!(f, "trigger \"{name}\" for relation \"{table}\" already exists")
            }
            (FaultKind::Exists, Thing::Constraint, Some(table)) => {
                write!(f, "constraint \"{name}\" for relation \"{table}\" already exists")
            }
            (FaultKind::Missing, Thing::Label, _) => {
                write!(f, "\"{name}\" is not an existing enum label")
            }
            (FaultKind::Exists, Thing::Label, _) => {
                write!(f, "enum label \"{name}\" already exists")
            }
            (_, Thing::PrimaryKey, _) => {
                write!(f, "multiple primary keys for table \"{name}\" are not allowed")
            }
            (FaultKind::Missing, Thing::Column, _) if self.role != Role::Other => {
                let clause = match self.role {
                    Role::Index | Role::Rename | Role::Other => "",
                    Role::Key => "named in key ",
                    Role::ForeignKey => "referenced in foreign key constraint ",
                };
                write!(f, "column \"{name}\" {clause}does not exist")
            }
            (FaultKind::Missing, _, Some(table)) => {
                write!(f, "{thing} \"{name}\" of relation \"{table}\" does not exist")
            }
            (FaultKind::Exists, _, Some(table)) => {
                write!(f, "{thing} \"{name}\" of relation \"{table}\" already exists")
            }
            (FaultKind::Missing, ..) => write!(f, "{thing} \"{name}\" does not exist"),
            (FaultKind::Exists, Thing::Type | Thing::Schema, _) => {
                write!(f, "{thing} \"{name}\" already exists")
            }
            (FaultKind::Exists, ..) => write!(f, "relation \"{name}\" already exists"),
            (FaultKind::Twice, ..) => write!(f, "{thing} \"{name}\" specified more than once"),
            (FaultKind::Another, ..) => write!(f, "\"{name}\" is not a {thing}"),
            (FaultKind::InUse, Thing::Constraint, Some(table)) => write!(
                f,
                "cannot drop constraint {name} on table {table} because other objects depend on it"
            ),
            (FaultKind::InUse, Thing::Column, Some(table)) => write!(
                f,
                "cannot drop column {name} of table {table} because other objects depend on it"
            ),
            (FaultKind::InUse, ..) => {
                write!(f, "cannot drop {thing} {name} because other objects depend on it")
            }
        }
    }
}
