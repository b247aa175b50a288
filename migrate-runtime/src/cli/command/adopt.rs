//! `adopt`: take over a database that something else migrated so far.

use crate::cli::args;
use crate::cli::failure::Failure;
use crate::cli::session::Session;

#[cfg(feature = "sqlite")]
pub(crate) use adopting::adopt;

/// The schema is compared on SQLite only.
#[cfg(not(feature = "sqlite"))]
pub(crate) fn adopt(_: &Session<'_>, _: &args::Adopt) -> Result<u8, Failure> {
    Err(Failure::needs_feature("adopt", "the feature `sqlite`"))
}

#[cfg(feature = "sqlite")]
mod adopting {
    use super::{Failure, Session, args};
    use crate::adopt::{Ledger, Source};
    use crate::cli::args::SCHEMA;
    use crate::cli::command::change::{self, Document};
    use crate::cli::engine;
    use crate::cli::order::options;
    use crate::cli::output::{BAD, DIM, GOOD, Reader, WARN};
    use crate::cli::session::Database;
    use crate::cli::table::{self, Cell};
    use crate::cli::versions::version;
    use crate::exit_code;
    use crate::human::moment;
    use crate::human::plural;
    use crate::report::{Adopted, AdoptedLine, TextCheck};
    use crate::runner::Consent;

    /// Shows what would be recorded, asks, and records it.
    pub(crate) fn adopt(session: &Session<'_>, args: &args::Adopt) -> Result<u8, Failure> {
        let database = session.one_database(&args.directory)?;
        let source = source(&database, args)?;
        let mut options = options(session, &args.change);
        if args.force {
            options.consent = Consent::LoseRows;
        }
        if args.change.dry_run {
            let dry = engine::read(&database)?.adopt_dry_run(source, &options)?;
            change::print(session, &database, &dry);
            session.reader.document(&Document { databases: vec![dry] });
            return Ok(exit_code::DONE);
        }
        session.announce(&database);
        let mut engine = engine::existing(&database)?;
        let adopted = engine.adoption(source, &options)?;
        show(session.reader, &adopted);
        if !adopted.migrations.is_empty() {
            session.confirm(&question(&adopted, &database))?;
        }
        let adopted = engine.adopt(source, &options)?;
        session.reader.line(&summary(&adopted));
        session.reader.document(&Document { databases: vec![adopted] });
        Ok(exit_code::DONE)
    }

    fn source(database: &Database, args: &args::Adopt) -> Result<Source, Failure> {
        if let Some(text) = &args.version {
            return version(&database.set, text).map(Source::Through);
        }
        Ok(match args.from.as_deref() {
            None => Source::Whatever,
            Some(SCHEMA) => Source::Schema,
            // clap knows the words.
            Some(word) => Ledger::find(word).map_or(Source::Whatever, Source::Ledger),
        })
    }

    /// A line a migration, and what was overruled, on stderr, where the question will stand too.
    fn show(reader: Reader, adopted: &Adopted) {
        for line in table::lines(&adopted.migrations.iter().map(row).collect::<Vec<_>>()) {
            reader.note(&line);
        }
        for difference in &adopted.differences {
            reader.note(&format!("{WARN}overruled{WARN:#}: {difference}"));
        }
    }

    fn row(line: &AdoptedLine) -> Vec<Cell> {
        let text = match line.text {
            TextCheck::Same => Cell::text("the text that was applied").style(GOOD),
            TextCheck::Other => Cell::text("another text").style(BAD),
            TextCheck::Unknown => Cell::text(""),
        };
        let at = line.applied_at.as_deref().map(moment).unwrap_or_default();
        vec![Cell::number(line.version), Cell::text(&line.name), Cell::text(at).style(DIM), text]
    }

    /// What is asked: `record 3 migrations as applied in sqlite:app.db (source: sqlx), without ..`.
    fn question(adopted: &Adopted, database: &Database) -> String {
        let (count, location) = (adopted.migrations.len(), &database.location);
        let them = if count == 1 { "it" } else { "them" };
        let (s, from) = (plural(count), &adopted.from);
        format!(
            "record {count} migration{s} as applied in {location} (source: {from}), without running \
             {them}"
        )
    }

    fn summary(adopted: &Adopted) -> String {
        let (count, from) = (adopted.migrations.len(), &adopted.from);
        match count {
            0 => format!("no migration is left to record (source: {from})"),
            _ => format!("adopted {count} migration{} (source: {from})", plural(count)),
        }
    }
}
