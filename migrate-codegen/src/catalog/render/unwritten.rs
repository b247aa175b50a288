//! Why an object cannot be written as a statement.

use std::fmt;

use serde::Serialize;

use super::super::fault::Thing;

/// An object that cannot be written as a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unwritten {
    /// What it is.
    pub thing: Thing,
    /// Its name.
    pub name: String,
    /// Why nobody can.
    pub why: Why,
}

/// Why an object cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A statement that cannot be read may have changed or removed it.
    Doubtful,
    /// Something is said of it that the catalog has no place for.
    Partial,
    /// Only statements of PostgreSQL are written.
    Dialect,
}

impl Unwritten {
    pub(super) fn new(thing: Thing, name: &impl ToString, why: Why) -> Self {
        Self { thing, name: name.to_string(), why }
    }
}

/// ``view `v` cannot be written: ..``
impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.why {
            Why::Doubtful => "a statement that cannot be read may have changed it",
            Why::Partial => "not all of it is known",
            Why::Dialect => "only objects of PostgreSQL are",
        };
        write!(f, "{} `{}` cannot be written: {why}", self.thing.as_str(), self.name)
    }
}

impl std::error::Error for Unwritten {}
