//! What rolling back would do.

use migrate_codegen::{Direction, Version};

use super::conflict::{ConflictKind, contradicted};
use super::{Plan, Target};
use crate::error::{Error, Kind, Result};
use crate::history::History;
use crate::migration::Migration;
use crate::set::Set;

/// What happens to applied migrations that depend on those to roll back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dependents {
    /// Nothing is rolled back, and the error names them.
    #[default]
    Refuse,
    /// They are rolled back too, and first.
    Include,
}

impl Plan {
    /// What rolling back would do, newest first.
    ///
    /// # Errors
    /// When a migration is not the one that was applied, has no rollback, or another applied one
    /// depends on it and does not go too; when a later one, or one that depends on it, began and
    /// did not end; and when the target does not exist.
    pub fn down(
        set: &Set,
        history: &History,
        target: &Target,
        dependents: Dependents,
    ) -> Result<Self> {
        let mut versions = select(set, history, target)?;
        if dependents == Dependents::Include {
            versions = with_dependents(set, history, &versions);
        }
        refuse_contradicted(set, history, &versions)?;
        let selected: Vec<_> = versions.iter().filter_map(|version| set.get(*version)).collect();
        refuse_below_begun(set, history, target, &selected)?;
        refuse_dependents(set, history, &selected)?;
        refuse_irreversible(&selected)?;
        Ok(Self::new(Direction::Down, selected))
    }
}

fn select(set: &Set, history: &History, target: &Target) -> Result<Vec<Version>> {
    let newest_first = history.standing().rev().map(|entry| entry.version);
    Ok(match target {
        // What stopped half-way is ended before anything else begins.
        Target::Usual => match history.rolling_back().next_back() {
            Some(half) => vec![half.version],
            None => newest_first.take(1).collect(),
        },
        Target::All => newest_first.collect(),
        Target::Steps(count) => newest_first.take(*count).collect(),
        Target::To(version) => {
            let start = version.get() == 0;
            if !start && set.get(*version).is_none() && history.get(*version).is_none() {
                return Err(Error::new(Kind::UnknownVersion { asked: *version }));
            }
            newest_first.filter(|other| start || other > version).collect()
        }
        Target::Only(versions) => {
            let half = |version| history.stands(version) && !history.is_applied(version);
            let mut others = versions.iter().filter(|&&version| !half(version));
            others.try_for_each(|version| applied(set, history, *version))?;
            newest_first.filter(|version| versions.contains(version)).collect()
        }
    })
}

/// The versions, and the applied ones that need them, newest first.
fn with_dependents(set: &Set, history: &History, versions: &[Version]) -> Vec<Version> {
    let mut all = versions.to_vec();
    // A dependent stands behind what it needs, so one pass in ascending order finds them all.
    for migration in set.migrations() {
        let needs = migration.depends_on().iter().any(|needed| all.contains(needed));
        let version = migration.version();
        if needs && history.stands(version) && !all.contains(&version) {
            all.push(version);
        }
    }
    all.sort_unstable_by(|a, b| b.cmp(a));
    all
}

/// Refuses what is not applied.
pub(crate) fn applied(set: &Set, history: &History, version: Version) -> Result<()> {
    if history.is_applied(version) {
        return Ok(());
    }
    let known = set.get(version).is_some() || history.get(version).is_some();
    let asked = version;
    Err(Error::new(if known { Kind::NotApplied { asked } } else { Kind::UnknownVersion { asked } }))
}

/// Of what the set lacks, nobody here knows what it depends on; so nothing before it is touched.
fn refuse_contradicted(set: &Set, history: &History, versions: &[Version]) -> Result<()> {
    let Some(&lowest) = versions.last() else { return Ok(()) };
    let mut found = contradicted(set, history).into_iter();
    let stops = found.find(|conflict| match conflict.kind {
        ConflictKind::Missing | ConflictKind::Newer => conflict.version >= lowest,
        ConflictKind::Edited | ConflictKind::HalfRolledBack | ConflictKind::OutOfOrder => {
            versions.contains(&conflict.version)
        }
    });
    stops.map_or(Ok(()), |conflict| Err(conflict.error(set, history)))
}

/// What began and did not end would go on later, on ground that is gone; so it comes to its end
/// first. It is the newest step, and of migrations named one by one a dependent.
fn refuse_below_begun(
    set: &Set,
    history: &History,
    target: &Target,
    selected: &[&'static Migration],
) -> Result<()> {
    let needs = |begun: Version, needed: Version| {
        set.get(begun).is_some_and(|migration| migration.depends_on().contains(&needed))
    };
    let stands_on = |begun: Version, version: Version| match target {
        Target::Only(_) => needs(begun, version),
        Target::Usual | Target::All | Target::Steps(_) | Target::To(_) => begun > version,
    };
    // `up` waits for half a rollback, so that may always go on.
    let whole = selected.iter().filter(|migration| history.is_applied(migration.version()));
    for migration in whole {
        let mut begun = history.begun().map(|entry| entry.version);
        if let Some(other) = begun.find(|begun| stands_on(*begun, migration.version())) {
            let name = set.get(other).map(|other| other.name().to_owned());
            let error = Error::new(Kind::BelowHalfDone { half_done: other, name });
            return Err(error.of(migration.version(), migration.name()));
        }
    }
    Ok(())
}

fn refuse_dependents(set: &Set, history: &History, selected: &[&'static Migration]) -> Result<()> {
    let goes = |version| selected.iter().any(|migration| migration.version() == version);
    for migration in selected {
        let dependents: Vec<Version> = set
            .migrations()
            .iter()
            .filter(|other| other.depends_on().contains(&migration.version()))
            .map(Migration::version)
            .filter(|&version| history.stands(version) && !goes(version))
            .collect();
        if !dependents.is_empty() {
            let error = Error::new(Kind::HasDependents { dependents });
            return Err(error.of(migration.version(), migration.name()));
        }
    }
    Ok(())
}

fn refuse_irreversible(selected: &[&'static Migration]) -> Result<()> {
    match selected.iter().find(|migration| migration.down().is_none()) {
        None => Ok(()),
        Some(migration) => {
            let reason = migration.irreversible().map(str::to_owned);
            let error = Error::new(Kind::Irreversible { reason });
            Err(error.of(migration.version(), migration.name()))
        }
    }
}
