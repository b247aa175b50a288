//! Dependencies that footprints imply: a migration needs the ones that made what it touches.

use std::collections::{BTreeSet, HashMap};

use super::{Columns, Footprint};
use crate::Version;
use crate::check::History;
use crate::reader::{Kind, Lifetime, Statement};

/// For each migration, by index, the earlier ones that made or last renamed what it touches: the
/// object, and the columns that were added or renamed later.
pub(crate) fn implied(history: &History<'_>, footprints: &[Footprint]) -> Vec<BTreeSet<Version>> {
    let mut makers = Makers::default();
    let mut implied = vec![BTreeSet::new(); history.units.len()];
    for &index in &history.order {
        let unit = &history.units[index];
        let version = unit.source.version;
        let needed =
            footprints[index].touched().flat_map(|(name, columns)| makers.of(name, columns));
        implied[index].extend(needed.filter(|&other| other < version));
        for statement in unit.statements() {
            makers.note(statement, version);
        }
    }
    implied
}

/// Who made what, by names in lower case.
#[derive(Default)]
struct Makers {
    objects: HashMap<String, Version>,
    /// Columns that were added or renamed after their table was made: by table, then by name.
    columns: HashMap<String, HashMap<String, Version>>,
}

impl Makers {
    fn of(&self, name: &str, columns: &Columns) -> Vec<Version> {
        let mut found: Vec<_> = self.objects.get(name).copied().into_iter().collect();
        if let (Columns::Some(columns), Some(makers)) = (columns, self.columns.get(name)) {
            found.extend(columns.iter().filter_map(|column| makers.get(column)));
        }
        found
    }

    fn note(&mut self, statement: &Statement, version: Version) {
        let (Some(object), Lifetime::Permanent) = (&statement.object, statement.lifetime) else {
            return;
        };
        let object = object.name.to_ascii_lowercase();
        match (statement.kind, &statement.column, &statement.to) {
            (Kind::AlterRenameTable, _, Some(to)) => {
                self.forget(&object);
                self.objects.insert(to.name.to_ascii_lowercase(), version);
            }
            (Kind::AlterAddColumn, Some(column), _)
            | (Kind::AlterRenameColumn, _, Some(column)) => {
                let columns = self.columns.entry(object).or_default();
                columns.insert(column.name.to_ascii_lowercase(), version);
            }
            (kind, ..) if kind.is_create() => {
                self.objects.entry(object).or_insert(version);
            }
            (kind, ..) if kind.is_drop() => self.forget(&object),
            _ => {}
        }
    }

    fn forget(&mut self, object: &str) {
        self.objects.remove(object);
        self.columns.remove(object);
    }
}
