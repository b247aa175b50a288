//! Where the set and the history contradict each other.

use migrate_codegen::Version;
use serde::Serialize;

use crate::error::{Back, Error, Kind};
use crate::history::{Entry, History, RowStatus};
use crate::migration::Migration;
use crate::set::Set;

/// A contradiction between the set and the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    /// Which contradiction.
    pub kind: ConflictKind,
    /// The migration.
    pub version: Version,
}

/// The four contradictions, each with its own way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ConflictKind {
    /// It reads differently than when it was applied.
    Edited,
    /// It is applied, and the set lacks it between others.
    Missing,
    /// It is applied, and stands behind the set's last.
    Newer,
    /// It is not applied, and stands before one that is.
    OutOfOrder,
}

/// All contradictions: edited ones first, then missing, newer, and out of order.
#[must_use]
pub fn conflicts(set: &Set, history: &History) -> Vec<Conflict> {
    let mut found = contradicted(set, history);
    let last = history.last();
    let late = set.migrations().iter().map(Migration::version).filter(|version| {
        last.is_some_and(|last| *version < last) && !history.is_applied(*version)
    });
    found.extend(late.map(|version| Conflict { kind: ConflictKind::OutOfOrder, version }));
    found
}

/// The rows of the history that the set contradicts, in the order of their kinds.
pub(super) fn contradicted(set: &Set, history: &History) -> Vec<Conflict> {
    let mut found = Vec::new();
    let mut migrations = set.migrations().iter().peekable();
    let newest = set.migrations().last().map(Migration::version);
    for entry in history.entries().filter(|entry| entry.status != RowStatus::RolledBack) {
        while migrations.next_if(|migration| migration.version() < entry.version).is_some() {}
        let same = migrations.next_if(|migration| migration.version() == entry.version);
        let kind = match same {
            Some(migration) if is_edited(&entry, migration.checksum()) => ConflictKind::Edited,
            Some(_) => continue,
            None if Some(entry.version) > newest => ConflictKind::Newer,
            None => ConflictKind::Missing,
        };
        found.push(Conflict { kind, version: entry.version });
    }
    found.sort_by_key(|conflict| conflict.kind);
    found
}

/// The error about an applied migration that the set lacks.
pub(crate) fn lacking(set: &Set, history: &History, version: Version) -> Error {
    let newest = set.migrations().last().map(Migration::version);
    let kind = if Some(version) > newest { ConflictKind::Newer } else { ConflictKind::Missing };
    Conflict { kind, version }.error(set, history)
}

/// Only what is applied can be edited: what stopped half-way is meant to be corrected.
fn is_edited(entry: &Entry<'_>, checksum: &str) -> bool {
    entry.status == RowStatus::Applied && entry.checksum != checksum
}

impl Conflict {
    /// The error that stops a run.
    pub(crate) fn error(&self, set: &Set, history: &History) -> Error {
        let kind = match self.kind {
            ConflictKind::Edited => Kind::Edited { applied_at: None },
            ConflictKind::Missing => Kind::Missing { back: Back::Unknown },
            ConflictKind::Newer => {
                let last = set.migrations().last().map(Migration::version);
                Kind::Newer { last, back: Back::Unknown }
            }
            ConflictKind::OutOfOrder => {
                Kind::OutOfOrder { after: history.last().unwrap_or(self.version) }
            }
        };
        let error = Error::new(kind);
        match set.get(self.version) {
            Some(migration) => error.of(self.version, migration.name()),
            None => error.on(self.version),
        }
    }
}
