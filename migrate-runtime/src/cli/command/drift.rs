//! `drift`: how the schema that is there differs from the one that the migrations make.

use crate::cli::args;
use crate::cli::failure::Failure;
use crate::cli::session::Session;

/// Compares the schema of each database, object by object.
#[cfg(feature = "sqlite")]
pub(crate) fn drift(session: &Session<'_>, args: &args::Drift) -> Result<u8, Failure> {
    use super::change::Document;
    use crate::cli::engine;
    use crate::exit_code;
    use crate::report::Drift;

    let mut databases = Vec::new();
    for database in session.databases(&args.directory)? {
        let mut drift = engine::read(&database)?.drift()?;
        text::show(session.reader, &database, &drift);
        drift.name = database.name;
        databases.push(drift);
    }
    let is_clean = databases.iter().all(Drift::is_clean);
    session.reader.document(&Document { databases });
    Ok(if is_clean { exit_code::DONE } else { exit_code::FOUND })
}

#[cfg(feature = "sqlite")]
mod text {
    use crate::cli::output::{BAD, GOOD, Reader, WARN};
    use crate::cli::session::Database;
    use crate::cli::words::words;
    use crate::human::{list, plural};
    use crate::report::Drift;

    pub(super) fn show(reader: Reader, database: &Database, drift: &Drift) {
        reader.line(&database.heading());
        for difference in &drift.differences {
            reader.line(&format!("  {}", difference.message));
            for change in &difference.changes {
                reader.line(&words(change));
            }
        }
        if !drift.unknown.is_empty() {
            let versions = list(&drift.unknown);
            reader.line(&format!(
                "{WARN}not known here{WARN:#}: what the steps in Rust {versions} made, which this \
                 program does not have"
            ));
        }
        reader.line(&summary(drift));
    }

    fn summary(drift: &Drift) -> String {
        let (count, applied) = (drift.differences.len(), drift.migrations);
        if count == 0 && applied == 0 {
            return "no drift: nothing is applied, and nothing is there".to_owned();
        }
        let makers = match applied {
            0 => "nothing, because nothing is applied".to_owned(),
            1 => "what the applied migration makes".to_owned(),
            applied => format!("what the {applied} applied migrations make"),
        };
        if count == 0 {
            return format!("{GOOD}no drift{GOOD:#}: the schema is {makers}");
        }
        let way_on = if applied == 0 {
            "`adopt` takes over what something else made"
        } else {
            "undo them, or write them into a migration"
        };
        let s = plural(count);
        format!("{BAD}{count} difference{s}{BAD:#} from {makers}: {way_on}")
    }
}

#[cfg(not(feature = "sqlite"))]
pub(crate) fn drift(_: &Session<'_>, _: &args::Drift) -> Result<u8, Failure> {
    Err(Failure::needs_feature("drift", "the feature `sqlite`"))
}
