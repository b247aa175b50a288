//! The version whose schema a database has.

use migrate_codegen::Version;

use super::Replay;
use crate::error::{Error, Result};
use crate::schema::{Schema, differences};
use crate::set::Set;

/// What looking through all versions found.
#[derive(Debug, Default)]
pub(crate) struct Search {
    /// The versions with just this schema, in ascending order: several when some change rows only.
    pub(crate) exact: Vec<Version>,
    /// The version that comes nearest; `None` when an empty schema does.
    pub(crate) nearest: Option<Version>,
    /// What differs there.
    pub(crate) differences: Vec<String>,
    /// How many objects differ there.
    distance: usize,
    /// Why later versions were not looked at.
    pub(crate) stuck: Option<Error>,
}

/// Compares the schema with that of each version.
///
/// # Errors
/// When the engine fails.
pub(crate) fn search(set: &Set, live: &Schema) -> Result<Search> {
    let mut replay = Replay::new()?;
    // Texts tell which versions come near; what differs in the nearest is told in full.
    let texts = live.clone().without_columns();
    let mut search = Search { distance: distance(&replay.texts()?, &texts), ..Search::default() };
    let mut last = (replay.schema_version()?, search.distance == 0);
    for migration in set.migrations() {
        if let Err(error) = replay.apply(migration) {
            search.stuck = Some(error);
            break;
        }
        let now = replay.schema_version()?;
        if now == last.0 {
            // The rows may have changed, and nothing here can tell.
            search.exact.extend(last.1.then(|| migration.version()));
            continue;
        }
        let distance = distance(&replay.texts()?, &texts);
        last = (now, distance == 0);
        if last.1 {
            // Two versions may even have the same schema with others in between.
            search.exact.push(migration.version());
        }
        // Of two that are as near, the later one: what is missing is made more easily than undone.
        if distance <= search.distance {
            (search.nearest, search.distance) = (Some(migration.version()), distance);
        }
    }
    if search.exact.is_empty() {
        search.differences = told(set, search.nearest, live)?;
    }
    Ok(search)
}

/// In how many objects the schemas differ.
fn distance(expected: &Schema, live: &Schema) -> usize {
    let mut objects: Vec<_> =
        differences(expected, live).iter().map(|it| it.object.title()).collect();
    objects.dedup();
    objects.len()
}

/// What differs from the schema of a version.
fn told(set: &Set, version: Option<Version>, live: &Schema) -> Result<Vec<String>> {
    let before = set.migrations().iter().filter(|it| Some(it.version()) <= version);
    let expected = Replay::schema_of(before)?;
    Ok(differences(&expected, live).iter().map(ToString::to_string).collect())
}
