//! What the catalog does not know, because something changed the schema that cannot be read.

use std::collections::BTreeSet;

use super::model::Ident;

/// The names of objects about which nothing is certain: there may be any, and those that are listed
/// may be gone or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// These.
    Names(BTreeSet<Ident>),
    /// All but those that were made since.
    AllBut(BTreeSet<Ident>),
}

impl Default for Doubt {
    fn default() -> Self {
        Self::Names(BTreeSet::new())
    }
}

impl Doubt {
    pub(super) fn covers(&self, name: &Ident) -> bool {
        match self {
            Self::Names(names) => names.contains(name),
            Self::AllBut(names) => !names.contains(name),
        }
    }

    pub(super) fn add(&mut self, name: &Ident) {
        match self {
            Self::Names(names) => drop(names.insert(name.clone())),
            Self::AllBut(names) => drop(names.remove(name)),
        }
    }

    /// Anything may be there under other names than these, which are as sure as they were.
    pub(super) fn all_but(&mut self, mut listed: BTreeSet<Ident>) {
        match self {
            Self::Names(names) => listed.retain(|it| !names.contains(it)),
            Self::AllBut(_) => return,
        }
        *self = Self::AllBut(listed);
    }

    pub(super) fn everything(&mut self) {
        *self = Self::AllBut(BTreeSet::new());
    }

    /// A statement says what this is.
    pub(super) fn settle(&mut self, name: &Ident) {
        match self {
            Self::Names(names) => drop(names.remove(name)),
            Self::AllBut(names) => drop(names.insert(name.clone())),
        }
    }
}
