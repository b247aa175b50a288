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
    let (differences, distance) = compare(&replay.schema()?, live);
    let mut search = Search { differences, distance, ..Search::default() };
    let mut last = (replay.schema_version()?, distance == 0);
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
        let (differences, distance) = compare(&replay.schema()?, live);
        last = (now, distance == 0);
        if last.1 {
            // Two versions may even have the same schema with others in between.
            search.exact.push(migration.version());
        }
        // Of two that are as near, the later one: what is missing is made more easily than undone.
        if distance <= search.distance {
            let nearest = Some(migration.version());
            (search.nearest, search.differences, search.distance) =
                (nearest, differences, distance);
        }
    }
    Ok(search)
}

/// What differs, and in how many objects.
fn compare(expected: &Schema, live: &Schema) -> (Vec<String>, usize) {
    let differences = differences(expected, live);
    let mut objects: Vec<_> = differences.iter().map(|it| it.object.title()).collect();
    objects.dedup();
    (differences.iter().map(ToString::to_string).collect(), objects.len())
}
