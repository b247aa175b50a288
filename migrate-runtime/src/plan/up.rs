//! What applying would do.

use migrate_codegen::{Direction, Version};

use super::conflict::{contradicted, half_rolled_back, out_of_order, pending};
use super::late::Ran;
use super::{OutOfOrder, Plan, Target};
use crate::error::{Error, Kind, Result};
use crate::history::History;
use crate::migration::Migration;
use crate::set::Set;

impl Plan {
    /// What applying would do. Migrations that the target names one by one may also be late.
    ///
    /// # Errors
    /// When the history contradicts the set, a dependency is not applied, or the target does not
    /// exist.
    pub fn up(set: &Set, history: &History, target: &Target, order: OutOfOrder) -> Result<Self> {
        let mut conflicts = contradicted(set, history).into_iter().chain(half_rolled_back(history));
        if let Some(conflict) = conflicts.next() {
            return Err(conflict.error(set, history));
        }
        let selected = select(set, history, target)?;
        let first = selected.first().map(|first| first.version());
        let ran = Ran::behind(first, set, history, order);
        if let Target::Only(_) = target {
            // Who names it knows that it is late.
        } else if let Some(conflict) = selected.iter().find_map(|it| out_of_order(&ran, it)) {
            return Err(conflict.error(set, history));
        }
        refuse_unmet(history, &selected)?;
        let late = selected.iter().filter_map(|it| ran.late(it.version())).collect();
        let begun = history.begun().map(|entry| entry.version);
        let begun =
            begun.filter(|begun| selected.iter().any(|it| it.version() == *begun)).collect();
        Ok(Self::new(Direction::Up, selected).with_late(late).with_begun(begun))
    }
}

fn select(set: &Set, history: &History, target: &Target) -> Result<Vec<&'static Migration>> {
    let all = pending(set, history);
    let pending = all.iter().copied();
    Ok(match target {
        Target::Usual | Target::All => all,
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
