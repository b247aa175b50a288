//! What applying would do.

use migrate_codegen::{Direction, Version};

use super::conflict::{Conflict, ConflictKind, contradicted};
use super::{Plan, Target};
use crate::error::{Error, Kind, Result};
use crate::history::History;
use crate::migration::Migration;
use crate::set::Set;

impl Plan {
    /// What applying would do.
    ///
    /// # Errors
    /// When the history contradicts the set, a dependency is not applied, or the target does not
    /// exist.
    pub fn up(set: &Set, history: &History, target: &Target) -> Result<Self> {
        if let Some(conflict) = contradicted(set, history).first() {
            return Err(conflict.error(set, history));
        }
        let selected = select(set, history, target)?;
        refuse_late(set, history, target, &selected)?;
        refuse_unmet(history, &selected)?;
        Ok(Self::new(Direction::Up, selected))
    }
}

fn select(set: &Set, history: &History, target: &Target) -> Result<Vec<&'static Migration>> {
    let pending =
        set.migrations().iter().filter(|migration| !history.is_applied(migration.version()));
    Ok(match target {
        Target::Usual | Target::All => pending.collect(),
        Target::Steps(count) => pending.take(*count).collect(),
        Target::To(version) => {
            known(set, *version)?;
            pending.filter(|migration| migration.version() <= *version).collect()
        }
        Target::Only(versions) => {
            versions.iter().try_for_each(|version| known(set, *version))?;
            pending.filter(|migration| versions.contains(&migration.version())).collect()
        }
    })
}

fn known(set: &Set, version: Version) -> Result<()> {
    match set.get(version) {
        Some(_) => Ok(()),
        None => Err(Error::new(Kind::UnknownVersion { asked: version })),
    }
}

/// A migration before the last applied one runs only when it is named.
fn refuse_late(
    set: &Set,
    history: &History,
    target: &Target,
    selected: &[&'static Migration],
) -> Result<()> {
    if matches!(target, Target::Only(_)) {
        return Ok(());
    }
    let (Some(first), Some(last)) = (selected.first(), history.last()) else { return Ok(()) };
    if first.version() > last {
        return Ok(());
    }
    let conflict = Conflict { kind: ConflictKind::OutOfOrder, version: first.version() };
    Err(conflict.error(set, history))
}

fn refuse_unmet(history: &History, selected: &[&'static Migration]) -> Result<()> {
    for (at, migration) in selected.iter().enumerate() {
        let earlier = |version| selected[..at].iter().any(|other| other.version() == version);
        let unmet = migration
            .depends_on()
            .iter()
            .find(|&&version| !history.is_applied(version) && !earlier(version));
        if let Some(&needs) = unmet {
            let error = Error::new(Kind::MissingDependency { needs });
            return Err(error.of(migration.version(), migration.name()));
        }
    }
    Ok(())
}
