//! What is said of an object beside what it is: row security, owners, rights, comments.

use serde::Serialize;

use super::{Ident, Path, Sql};

/// What a statement says of an object, kept as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// The object.
    pub of: Subject,
    /// How it is said.
    pub verb: Verb,
    /// The statement up to the object's name: `ALTER TABLE`, `COMMENT ON COLUMN`.
    pub head: Sql,
    /// What stands behind the name.
    pub tail: Sql,
    /// What it settles; what is said of it later takes its place.
    pub topic: Sql,
}

/// What something is said of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A table, view, index or sequence.
    Relation(Path),
    /// A column of a table or view.
    Column(Path, Ident),
    /// A constraint of a table.
    Constraint(Path, Ident),
    /// A trigger of a table or view.
    Trigger(Path, Ident),
    /// A type that somebody made.
    Type(Path),
    /// A schema.
    Schema(Ident),
}

/// How something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// `ALTER ..`.
    Alter,
    /// `COMMENT ON ..`, `GRANT ..`, `REVOKE ..`.
    Name,
}

impl Subject {
    /// The table, view, index or sequence that it is, or is a part of.
    #[must_use]
    pub fn relation(&self) -> Option<&Path> {
        match self {
            Self::Relation(path)
            | Self::Column(path, _)
            | Self::Constraint(path, _)
            | Self::Trigger(path, _) => Some(path),
            Self::Type(_) | Self::Schema(_) => None,
        }
    }

    pub(in crate::catalog) fn relation_mut(&mut self) -> Option<&mut Path> {
        match self {
            Self::Relation(path)
            | Self::Column(path, _)
            | Self::Constraint(path, _)
            | Self::Trigger(path, _) => Some(path),
            Self::Type(_) | Self::Schema(_) => None,
        }
    }
}
