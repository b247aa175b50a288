//! Where the set and the history contradict each other.

use migrate_codegen::Version;
use serde::Serialize;

use super::late::{Hindered, Hindrance, OutOfOrder, Ran};
use crate::error::{self, Back, Error, Kind};
use crate::history::{Entry, History, RowStatus};
use crate::migration::Migration;
use crate::set::Set;

/// A contradiction between the set and the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    /// Which contradiction.
    pub kind: ConflictKind,
    /// The migration.
    pub version: Version,
    /// Of a migration out of order: a later one that ran already, and keeps it from running.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Version>,
    /// Why it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<Hindrance>,
}

/// The contradictions, each with its own way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ConflictKind {
    /// It reads differently than when it was applied.
    Edited,
    /// It is applied, and the set lacks it between others.
    Missing,
    /// It is applied, and stands behind the set's last.
    Newer,
    /// Its rollback began outside a transaction, and did not end.
    HalfRolledBack,
    /// It is not applied, stands before one that is, and does not run by itself.
    OutOfOrder,
}

/// All contradictions: edited ones first, then missing, newer, half rolled back, and out of order.
#[must_use]
pub fn conflicts(set: &Set, history: &History, order: OutOfOrder) -> Vec<Conflict> {
    let mut found = contradicted(set, history);
    found.extend(half_rolled_back(history));
    let mut pending = pending(set, history);
    pending.retain(|migration| !history.stands(migration.version()));
    let ran = Ran::behind(pending.first().map(|first| first.version()), set, history, order);
    found.extend(pending.iter().filter_map(|migration| out_of_order(&ran, migration)));
    found
}

/// What is not applied, in the order of versions.
pub(super) fn pending(set: &Set, history: &History) -> Vec<&'static Migration> {
    let migrations = set.migrations().iter();
    migrations.filter(|migration| !history.is_applied(migration.version())).collect()
}

/// What no run may build upon, for nobody knows what of it is there; `down` ends it.
pub(super) fn half_rolled_back(history: &History) -> impl Iterator<Item = Conflict> + '_ {
    let kind = ConflictKind::HalfRolledBack;
    history.rolling_back().map(move |entry| Conflict::new(kind, entry.version))
}

/// The migration as a contradiction, when it is late and does not run by itself.
pub(super) fn out_of_order(ran: &Ran<'_>, migration: &Migration) -> Option<Conflict> {
    let Hindered { after, because } = ran.hindrance(migration)?;
    let (kind, version) = (ConflictKind::OutOfOrder, migration.version());
    Some(Conflict { kind, version, after: Some(after), because: Some(because) })
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
        found.push(Conflict::new(kind, entry.version));
    }
    found.sort_by_key(|conflict| conflict.kind);
    found
}

/// The error about an applied migration that the set lacks.
pub(crate) fn lacking(set: &Set, history: &History, version: Version) -> Error {
    let newest = set.migrations().last().map(Migration::version);
    let kind = if Some(version) > newest { ConflictKind::Newer } else { ConflictKind::Missing };
    Conflict::new(kind, version).error(set, history)
}

/// Only what is applied can be edited: what stopped half-way is meant to be corrected.
fn is_edited(entry: &Entry<'_>, checksum: &str) -> bool {
    entry.status == RowStatus::Applied && entry.checksum != checksum
}

impl Conflict {
    fn new(kind: ConflictKind, version: Version) -> Self {
        Self { kind, version, after: None, because: None }
    }

    /// The error that stops a run.
    pub(crate) fn error(self, set: &Set, history: &History) -> Error {
        let kind = match self.kind {
            ConflictKind::Edited => Kind::Edited { applied_at: None },
            ConflictKind::Missing => Kind::Missing { back: Back::Unknown },
            ConflictKind::Newer => {
                let last = set.migrations().last().map(Migration::version);
                Kind::Newer { last, back: Back::Unknown }
            }
            ConflictKind::HalfRolledBack => Kind::HalfRolledBack,
            ConflictKind::OutOfOrder => {
                let after = self.after.unwrap_or(self.version);
                Kind::OutOfOrder(Box::new(error::OutOfOrder {
                    after,
                    name: set.get(after).map(|other| other.name().to_owned()),
                    because: self.because.unwrap_or(Hindrance::Refused),
                    last: history.last().unwrap_or(after),
                }))
            }
        };
        let error = Error::new(kind);
        match set.get(self.version) {
            Some(migration) => error.of(self.version, migration.name()),
            None => error.on(self.version),
        }
    }
}
