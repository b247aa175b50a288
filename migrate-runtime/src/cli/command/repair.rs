//! `repair`: accept the new text of a migration that was edited after it was applied.

use super::change::{self, Document};
use crate::cli::args;
use crate::cli::engine;
use crate::cli::failure::Failure;
use crate::cli::order::options;
use crate::cli::output::{Reader, WARN};
use crate::cli::session::{Database, Session};
use crate::cli::versions::version;
use crate::cli::words::words;
use crate::exit_code;
use crate::human;
use crate::report::{Edit, Extent};

/// Shows what differs, asks, and accepts it.
pub(crate) fn repair(session: &Session<'_>, args: &args::Repair) -> Result<u8, Failure> {
    let database = session.one_database(&args.directory)?;
    let version = version(&database.set, &args.version)?;
    let options = options(session, &args.change);
    if args.change.dry_run {
        let dry = engine::read(&database)?.repair_dry_run(version, &options)?;
        change::print(session, &database, &dry);
        session.reader.document(&Document { databases: vec![dry] });
        return Ok(exit_code::DONE);
    }
    session.announce(&database);
    let mut engine = engine::existing(&database)?;
    let edit = engine.edit(version, &options)?;
    show(session.reader, &edit);
    if edit.extent != Extent::Nothing {
        session.confirm(&question(&edit, &database))?;
    }
    let edit = engine.repair(version, &options)?;
    session.reader.line(&summary(&edit));
    session.reader.document(&Document { databases: vec![edit] });
    Ok(exit_code::DONE)
}

/// What differs, on stderr, where the question will stand too.
fn show(reader: Reader, edit: &Edit) {
    let Edit { version, name, .. } = edit;
    let applied = edit.applied_at.as_deref().map(human::day);
    let applied = applied.map(|day| format!(" on {day}")).unwrap_or_default();
    if edit.extent != Extent::Nothing {
        reader.note(&format!("{version} {name} was edited after it was applied{applied}:"));
    }
    for change in &edit.changes {
        reader.note(&words(change));
    }
    match (edit.extent, edit.changes.is_empty()) {
        (Extent::Around, true) => {
            reader.note(
                "    its statements are the same: its layout, its rollback or its keys differ",
            );
        }
        (Extent::Meaning, true) => {
            reader.note(
                "    its old text is not in the history: it is a step in Rust, or something else \
                 recorded it",
            );
        }
        _ => {}
    }
    if edit.rollback_class.as_str() != edit.old_rollback_class {
        let (old, new) = (&edit.old_rollback_class, edit.rollback_class);
        reader.note(&format!("    rollback: {new}, was {old}"));
    }
    if edit.extent == Extent::Meaning {
        reader.note(&format!(
            "{WARN}nothing of it is run{WARN:#}: the schema stays as the old text made it"
        ));
    }
}

/// What is asked: `accept the new text of 1 customers in sqlite:app.db`.
fn question(edit: &Edit, database: &Database) -> String {
    format!("accept the new text of {} {} in {}", edit.version, edit.name, database.location)
}

fn summary(edit: &Edit) -> String {
    let Edit { version, name, .. } = edit;
    match edit.extent {
        Extent::Nothing => format!("nothing to do: {version} {name} is as it was applied"),
        Extent::Around | Extent::Meaning => format!("repaired {version} {name}"),
    }
}
