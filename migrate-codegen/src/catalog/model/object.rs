//! Everything in a schema that is no table: indexes, views, triggers, sequences, types, routines.

use serde::Serialize;

use super::{Ident, Knowledge, Path, Sql};

/// An index that a statement of its own makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Index {
    /// Its name.
    pub name: Path,
    /// The table, or materialized view, that it is for.
    pub table: Path,
    /// Whether the partitions of its table have one like it.
    pub reach: Reach,
    /// Whether two rows may have the same entry.
    pub unique: Unique,
    /// `gin`, `hash`, ..; `None` for the usual one.
    pub method: Option<Ident>,
    /// What it is sorted by.
    pub parts: Vec<IndexPart>,
    /// Columns that it only carries along.
    pub include: Vec<Ident>,
    /// The rows that it has; all without a condition.
    pub filter: Option<Sql>,
    /// What else is said of it, in order: `nulls not distinct`, `with ( .. )`.
    pub options: Sql,
}

/// Whether two rows may have the same entry in an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unique {
    /// They may not.
    Yes,
    /// They may.
    No,
}

/// Whether the partitions of a table have an index like its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// They have.
    #[default]
    Partitions,
    /// `ON ONLY`: they have not, unless it is given one of theirs.
    Only,
}

/// One column or expression of an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IndexPart {
    /// The column, or an expression.
    pub of: Sql,
    /// The column, where it is one.
    pub column: Option<Ident>,
    /// What is said of it, in lower case: `collate nocase desc`, `text_pattern_ops`.
    pub options: Sql,
}

/// A view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct View {
    /// Its name.
    pub name: Path,
    /// Whether its rows are kept.
    pub sort: ViewSort,
    /// Its columns, where they are listed.
    pub columns: Option<Vec<Ident>>,
    /// What else is said of it: `with (security_barrier)`.
    pub options: Sql,
    /// Its query.
    pub query: Sql,
    /// Whether that is still its query: a rename beneath it rewrites it.
    pub knowledge: Knowledge,
    /// A query that gives the same as the engine's own, where it has rewritten this one and it is
    /// sure how.
    #[serde(skip)]
    pub(in crate::catalog) followed: Option<Sql>,
}

impl View {
    /// A query that gives what the view gives; `None` where nobody knows one.
    pub(crate) fn query_now(&self) -> Option<&Sql> {
        match self.knowledge {
            Knowledge::Whole => Some(&self.query),
            Knowledge::Partial => self.followed.as_ref(),
        }
    }

    /// Whether they are made by the same words, be they still the engine's or not.
    pub(crate) fn is_made_like(&self, other: &Self) -> bool {
        let Self { knowledge, followed, .. } = self.clone();
        Self { knowledge, followed, ..other.clone() } == *self
    }
}

/// Whether the rows of a view are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewSort {
    /// They are read anew.
    Ordinary,
    /// `MATERIALIZED`.
    Materialized,
}

/// A trigger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trigger {
    /// Its name.
    pub name: Ident,
    /// Whether it can wait for the end of the transaction.
    pub sort: TriggerSort,
    /// The table or view that it watches.
    pub table: Path,
    /// When it fires: `AFTER UPDATE OF a`.
    pub when: Sql,
    /// What it does, from behind the table's name.
    pub body: Sql,
    /// Whether that is still what it does: a rename rewrites it.
    pub knowledge: Knowledge,
}

/// Whether a trigger can wait for the end of the transaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerSort {
    /// It cannot.
    #[default]
    Ordinary,
    /// `CONSTRAINT`: it can.
    Constraint,
}

/// A sequence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sequence {
    /// Its name.
    pub name: Path,
    /// The table and column that it goes with.
    pub owner: Option<(Path, Ident)>,
    /// What is said of it.
    pub options: Sql,
}

/// An extension of PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Extension {
    /// Its name.
    pub name: Ident,
    /// What is said of it: `SCHEMA x`.
    pub options: Sql,
}

/// A type that somebody made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Type {
    /// Its name.
    pub name: Path,
    /// What it is.
    pub sort: TypeSort,
}

/// What a type is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeSort {
    /// One of these labels, in their order.
    Enum(Vec<String>),
    /// A domain over another type: what is said of it.
    Domain(Sql),
    /// Anything else, as it is written.
    Other(Sql),
}

/// A function or a procedure of PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Routine {
    /// Its name, which others may share that take other arguments.
    pub name: Path,
    /// Whether it is called in expressions.
    pub sort: RoutineSort,
    /// The types of what it takes.
    pub arguments: Vec<String>,
    /// What stands behind its name, from the arguments on.
    pub definition: Sql,
}

/// Whether a routine is called in expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RoutineSort {
    /// It is.
    Function,
    /// `CALL` runs it.
    Procedure,
}

impl RoutineSort {
    /// As SQL writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Function => "FUNCTION",
            Self::Procedure => "PROCEDURE",
        }
    }
}
