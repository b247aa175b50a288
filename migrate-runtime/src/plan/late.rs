//! Migrations that stand before applied ones: whether their order matters.

use migrate_codegen::vocabulary::{Extent, Meeting};
use migrate_codegen::{Footprint, Version};
use serde::{Deserialize, Serialize};

use super::conflict::pending;
use crate::history::{History, RowStatus};
use crate::migration::Migration;
use crate::set::Set;

/// What happens to late migrations: those that are not applied and stand before one that is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum OutOfOrder {
    /// They run where the order does not matter: nothing that they touch is touched by a later one
    /// that ran already
    #[default]
    Footprint,
    /// They run, unless a later one that ran already depends on them
    Allow,
    /// They do not run
    Refuse,
}

/// A migration that runs although a later one ran already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Late {
    /// The migration.
    pub version: Version,
    /// The last one that ran before it.
    pub after: Version,
}

impl Late {
    /// Behind which one the migration runs, if it is among the late ones.
    #[must_use]
    pub fn of(late: &[Self], version: Version) -> Option<Version> {
        late.iter().find(|it| it.version == version).map(|it| it.after)
    }
}

/// What is not applied although a later one ran already, whether it runs by itself or not.
#[must_use]
pub fn late(set: &Set, history: &History) -> Vec<Late> {
    let last = ran(history).last();
    let pending = pending(set, history).into_iter().map(Migration::version);
    let late = |version| last.filter(|last| *last > version).map(|after| Late { version, after });
    pending.filter_map(late).collect()
}

/// Why a late migration does not run by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Hindrance {
    /// Late migrations are refused.
    Refused,
    /// The one that ran depends on it.
    Dependent,
    /// Both touch these tables and columns, and at least one of them changes them.
    Touched(Vec<String>),
    /// Nobody can tell what this one of the two touches.
    Opaque(Version),
}

/// Why a late migration does not run, and because of which one that ran.
#[derive(Debug)]
pub(super) struct Hindered {
    pub(super) after: Version,
    pub(super) because: Hindrance,
}

/// What ran of a history, from some version on, with what each migration touched.
pub(super) struct Ran<'a> {
    order: OutOfOrder,
    set: &'a Set,
    history: &'a History,
    /// In ascending order; those before the first late migration are left out.
    touched: Vec<(Version, Footprint)>,
}

impl<'a> Ran<'a> {
    /// What ran behind the first of the migrations that may be late.
    pub(super) fn behind(
        first: Option<Version>,
        set: &'a Set,
        history: &'a History,
        order: OutOfOrder,
    ) -> Self {
        let is_behind = |version: &Version| first.is_some_and(|first| *version > first);
        let versions = ran(history).filter(is_behind);
        let touched = versions.map(|version| (version, touched(version, set, history))).collect();
        Self { order, set, history, touched }
    }

    /// The migration as a late one; `None` when nothing behind it ran.
    pub(super) fn late(&self, version: Version) -> Option<Late> {
        let (after, _) = self.touched.last()?;
        (*after > version).then_some(Late { version, after: *after })
    }

    /// Why the migration, which is late, does not run.
    pub(super) fn hindrance(&self, migration: &Migration) -> Option<Hindered> {
        let version = migration.version();
        let late = self.late(version)?;
        if self.order == OutOfOrder::Refuse {
            return Some(Hindered { after: late.after, because: Hindrance::Refused });
        }
        let behind = || self.touched.iter().filter(|(other, _)| *other > version);
        if let Some((after, _)) = behind().find(|(other, _)| self.depends(*other, version)) {
            return Some(Hindered { after: *after, because: Hindrance::Dependent });
        }
        if self.order == OutOfOrder::Allow {
            return None;
        }
        let own = read(migration.footprint());
        behind().find_map(|(after, theirs)| {
            let because = match own.meets(theirs)? {
                Meeting::Objects(names) => Hindrance::Touched(names),
                Meeting::Anything if own.extent == Extent::Everything => Hindrance::Opaque(version),
                Meeting::Anything => Hindrance::Opaque(*after),
            };
            Some(Hindered { after: *after, because })
        })
    }

    /// Whether one that ran needs the other, as the set or its row says.
    fn depends(&self, ran: Version, on: Version) -> bool {
        let own = self.set.get(ran).is_some_and(|own| own.depends_on().contains(&on));
        own || self.history.trace(ran).is_some_and(|trace| trace.depends_on.contains(&on))
    }
}

/// What ran, also in part, in ascending order.
fn ran(history: &History) -> impl Iterator<Item = Version> {
    let ran = history.entries().filter(|entry| entry.status != RowStatus::RolledBack);
    ran.map(|entry| entry.version)
}

/// What a migration touched when it ran, and what it would touch by the set.
///
/// Both, because they can differ: the row knows a schema without the late migration, the set one
/// with it (and its columns in every `SELECT *`, its triggers behind every `INSERT`).
fn touched(version: Version, set: &Set, history: &History) -> Footprint {
    let stored = history.trace(version).and_then(|trace| trace.footprint.clone());
    let own = set.get(version).and_then(Migration::footprint).map(|text| read(Some(text)));
    match (stored, own) {
        (Some(mut stored), Some(own)) => {
            stored.extend(&own);
            stored
        }
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => Footprint::everything(),
    }
}

/// Whether the order of two migrations matters: one depends on the other, or both touch the same.
pub(crate) fn order_matters(one: &Migration, other: &Migration) -> bool {
    let depends = |own: &Migration, on: &Migration| own.depends_on().contains(&on.version());
    depends(one, other)
        || depends(other, one)
        || read(one.footprint()).meets(&read(other.footprint())).is_some()
}

/// What nobody wrote down may be anything.
fn read(text: Option<&str>) -> Footprint {
    let read = text.and_then(|text| serde_json::from_str(text).ok());
    read.unwrap_or_else(Footprint::everything)
}
