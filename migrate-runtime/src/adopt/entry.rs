//! What a ledger says of one migration.

use super::proof::Proof;

/// What a ledger says of one migration that is applied.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Which one it is.
    pub(crate) key: Key,
    /// When it was applied, in UTC, where the ledger says so.
    pub(crate) at: Option<String>,
    /// What its text must be.
    pub(crate) proof: Proof,
}

/// How a ledger names a migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// By its version.
    Version(i64),
    /// By a name that begins with its version, such as a file's.
    Name(String),
    /// By its place in the list, from 0.
    Place(usize),
    /// Not at all: this version and all before it are applied.
    Through(i64),
}

impl Entry {
    /// An entry about which nothing else is known.
    pub(super) fn new(key: Key) -> Self {
        Self { key, at: None, proof: Proof::None }
    }

    /// The same, with when it was applied.
    pub(super) fn at(self, at: Option<String>) -> Self {
        Self { at, ..self }
    }

    /// The same, with what its text must be.
    pub(super) fn proof(self, proof: Proof) -> Self {
        Self { proof, ..self }
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Version(number) | Self::Through(number) => write!(f, "{number}"),
            Self::Name(name) => f.write_str(name),
            Self::Place(place) => write!(f, "number {}", place + 1),
        }
    }
}
