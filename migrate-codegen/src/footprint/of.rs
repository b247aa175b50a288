//! The footprint of a migration, from what the engine saw and from the words.

use super::{Extent, Footprint, words};
use crate::change::Before;
use crate::check::{Seen, Side, Unit};
use crate::reader::{Kind, Statement};

/// What applying the migration touches.
///
/// A step in Rust may touch anything; what its `sql!` and `schema` texts show is listed all the
/// same.
pub(crate) fn of(unit: &Unit<'_>, seen: &Seen) -> Footprint {
    let mut footprint = Footprint::default();
    for (at, statement) in unit.statements().iter().enumerate() {
        let before = seen.before.get(at).unwrap_or(&Before::Unknown);
        footprint.extend(&one(statement, before, seen.footprints.get(at)));
    }
    // What it makes itself it need not find.
    for made in unit.statements().iter().filter(|it| it.kind.is_create()) {
        made.object.iter().for_each(|object| footprint.reads.remove(&object.name));
    }
    if let Side { code: Some(texts), .. } = &unit.up {
        footprint.extent = Extent::Everything;
        let statements = texts.iter().flat_map(|text| &text.statements);
        for (at, statement) in statements.enumerate() {
            footprint.extend(&one(statement, &Before::Unknown, seen.in_code.get(at)));
        }
    }
    footprint
}

/// What one statement touches; `seen` is what the engine saw it read and change, where it looked.
fn one(statement: &Statement, before: &Before, seen: Option<&Option<Footprint>>) -> Footprint {
    match seen {
        // The engine sees what a view reads, and not that it is made.
        Some(Some(seen)) if statement.kind == Kind::CreateView => {
            let writes = words::writes(statement);
            Footprint { writes, ..seen.clone() }
        }
        // Making a table writes into the engine's own; what matters is what its query reads.
        Some(Some(seen)) if statement.kind == Kind::CreateTable => {
            let mut footprint = words::of(statement, before);
            footprint.reads.extend(&seen.reads);
            footprint
        }
        Some(Some(seen)) => seen.clone(),
        _ => {
            let mut footprint = words::of(statement, before);
            // Words do not say what triggers do.
            if statement.kind.is_data() && statement.dialect().is_sqlite() {
                footprint.extent = Extent::Everything;
            }
            footprint
        }
    }
}
