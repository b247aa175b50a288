//! `backup`: copies of the database, and what migrations keep aside for their rollbacks.

use serde::Serialize;

use super::backup_file;
use super::change::{self, Document};
use crate::cli::args::{Backup, BackupDiscard, BackupList};
use crate::cli::engine;
use crate::cli::failure::Failure;
use crate::cli::order::options;
use crate::cli::output::{BAD, DIM, Reader};
use crate::cli::session::{Database, Session};
use crate::cli::table::{self, Cell};
use crate::cli::versions::version;
use crate::driver::BackupFile;
use crate::exit_code;
use crate::history::{KeptTable, Measured, Size};
use crate::human::{self, moment, plural};
use crate::report::Discarded;
use crate::runner::Options;

/// Runs one of the commands of `backup`.
pub(crate) fn backup(session: &Session<'_>, args: &Backup) -> Result<u8, Failure> {
    match args {
        Backup::Create(args) => backup_file::create(session, args),
        Backup::List(args) => list(session, args),
        Backup::Restore(args) => backup_file::restore(session, args),
        Backup::Discard(args) => discard(session, args),
    }
}

/// What one database keeps, as JSON.
#[derive(Debug, Serialize)]
struct Listed {
    name: String,
    backups: Vec<BackupFile>,
    kept: Vec<KeptTable>,
}

fn list(session: &Session<'_>, args: &BackupList) -> Result<u8, Failure> {
    let mut databases = Vec::new();
    for database in session.databases(&args.directory)? {
        let kept = engine::read(&database)?.kept(&Options::default())?;
        let place = backup_file::backups(session, &database, &args.place);
        let backups = engine::backup_files(&database, place.directory.as_deref())?;
        show(session.reader, &database, &backups, &kept);
        databases.push(Listed { name: database.name, backups, kept });
    }
    session.reader.document(&Document { databases });
    Ok(exit_code::DONE)
}

fn discard(session: &Session<'_>, args: &BackupDiscard) -> Result<u8, Failure> {
    let database = session.one_database(&args.directory)?;
    let version = version(&database.set, &args.version)?;
    let options = options(session, &args.change);
    if args.change.dry_run {
        let dry = engine::read(&database)?.discard_dry_run(version, &options)?;
        change::print(session, &database, &dry);
        session.reader.document(&Document { databases: vec![dry] });
        return Ok(exit_code::DONE);
    }
    session.announce(&database);
    let mut engine = engine::existing(&database)?;
    let mut kept = engine.kept(&options)?;
    kept.retain(|table| table.version == version);
    // Otherwise there is nothing to delete, which the run says better.
    if let Some(first) = kept.first() {
        session.confirm(&question(first, &kept, &database))?;
    }
    let discarded = engine.discard(version, &options)?;
    session.reader.line(&summary(&discarded));
    session.reader.document(&Document { databases: vec![discarded] });
    Ok(exit_code::DONE)
}

/// What is asked: ``delete 3 rows of `orders` that 7 drop_orders keeps aside in sqlite:shop.db, ..``
fn question(first: &KeptTable, kept: &[KeptTable], database: &Database) -> String {
    let (contents, location) = (contents(kept), &database.location);
    let KeptTable { version, name, .. } = first;
    format!(
        "delete {contents} that {version} {name} keeps aside in {location}, so that its rollback \
         brings no rows back"
    )
}

fn summary(discarded: &Discarded) -> String {
    if discarded.tables.is_empty() {
        let day = human::day(&discarded.discarded_at);
        return format!("nothing to do: it was discarded on {day}");
    }
    format!(
        "deleted {}: the space is free for new rows, and `VACUUM` gives it back to the disk",
        contents(&discarded.tables)
    )
}

/// ``3 rows of `orders` and 2 rows of `customers` ``
fn contents(tables: &[KeptTable]) -> String {
    let rows = |table: &KeptTable| table.size.map_or(0, |size| size.rows);
    let each = tables.iter().map(|table| human::rows(rows(table), &table.kept.table));
    human::list(&each.collect::<Vec<_>>())
}

fn show(reader: Reader, database: &Database, backups: &[BackupFile], kept: &[KeptTable]) {
    reader.line(&database.heading());
    match backups.first().and_then(|file| file.path.parent()) {
        None => reader.line("there are no backups"),
        Some(directory) => reader.line(&format!("backups in {}:", directory.display())),
    }
    for line in backup_file::lines(backups) {
        reader.line(&line);
    }
    if kept.is_empty() {
        return reader.line("nothing is kept aside for rollbacks");
    }
    reader.line("kept aside for rollbacks:");
    for line in lines(kept) {
        reader.line(&line);
    }
    reader.line(&advice(kept));
}

/// A line a table that holds kept rows.
pub(super) fn lines(kept: &[KeptTable]) -> Vec<String> {
    table::lines(&kept.iter().map(row).collect::<Vec<_>>())
}

fn row(table: &KeptTable) -> Vec<Cell> {
    let (rows, bytes) = match &table.size {
        Some(size) => {
            let rows = format!("{} row{}", size.rows, plural(size.rows));
            (Cell::number(rows), Cell::number(bytes(size)))
        }
        None => (Cell::number("gone").style(BAD), Cell::text("")),
    };
    let since = table.since.as_deref().map(moment).unwrap_or_default();
    vec![
        Cell::number(table.version),
        Cell::text(&table.name),
        Cell::text(format!("of {}", table.kept.table)),
        rows,
        bytes,
        Cell::text(since).style(DIM),
        Cell::text(format!("in {}", table.kept.place)).style(DIM),
    ]
}

/// `48 kB`, or `about 48 kB` where the engine does not know.
fn bytes(size: &Size) -> String {
    let bytes = human::amount(size.bytes);
    match size.measured {
        Measured::Pages => bytes,
        Measured::Sample => format!("about {bytes}"),
    }
}

/// How the space is freed, and what that costs.
pub(super) fn advice(kept: &[KeptTable]) -> String {
    let mut versions: Vec<_> = kept.iter().map(|table| table.version).collect();
    versions.dedup();
    let version = match versions.as_slice() {
        [version] => version.to_string(),
        _ => "VERSION".to_owned(),
    };
    format!("`backup discard {version}` frees the space; its rollback then brings no rows back")
}
