//! `backup create` and `backup restore`: copies of the whole database.

use std::path::PathBuf;

use super::change::Document;
use crate::cli::args::{BackupCreate, BackupRestore, Place, Storage};
use crate::cli::engine;
use crate::cli::failure::Failure;
use crate::cli::location::Location;
use crate::cli::notify::Notifier;
use crate::cli::order::options;
use crate::cli::output::DIM;
use crate::cli::session::{Database, Session};
use crate::cli::table::{self, Cell};
use crate::driver::{BackupFile, Restoration};
use crate::exit_code;
use crate::hooks::Occasion;
use crate::human::{self, moment};
use crate::runner::{Backups, Consent, Options};

/// Backs each database up.
pub(super) fn create(session: &Session<'_>, args: &BackupCreate) -> Result<u8, Failure> {
    let mut made = Vec::new();
    for database in session.databases(&args.directory)? {
        if database.location.is_missing() && database.location != Location::Memory {
            return Err(Failure::failed(format!(
                "there is no database at {} (hint: check the path; `up` creates it)",
                database.location
            )));
        }
        let mut options = told(session, &database, &args.storage);
        options.backups.keep = args.keep.unwrap_or(options.backups.keep);
        let file = engine::existing(&database)?.back_up(&options)?;
        session.reader.line(&created(&database, &file));
        made.push(file);
    }
    session.reader.document(&Document { databases: made });
    Ok(exit_code::DONE)
}

/// Replaces what is in a database by what is in a file.
pub(super) fn restore(session: &Session<'_>, args: &BackupRestore) -> Result<u8, Failure> {
    let database = session.one_database(&args.directory)?;
    let mut options = told(session, &database, &args.storage);
    if args.force {
        options.consent = Consent::LoseRows;
    }
    session.announce(&database);
    session.confirm(&format!(
        "replace everything in {} by `{}`",
        database.location,
        args.file.display()
    ))?;
    let mut notifier = Notifier::new(session)?;
    let restored = engine::create(&database)?.restore(&args.file, &options)?;
    let title = summary(&database, &restored);
    notifier.send(session, Occasion::Restore, &database, &options, title);
    session.reader.line(&summary(&database, &restored));
    session.reader.document(&Document { databases: vec![restored] });
    Ok(exit_code::DONE)
}

/// Where the backups of a database are, and how many stay.
pub(super) fn backups(session: &Session<'_>, database: &Database, place: &Place) -> Backups {
    let directory = place.backup_dir.clone().or_else(|| configured(session, database));
    Backups { directory, ..Backups::default() }
}

/// The directory that the configuration names for them.
pub(super) fn configured(session: &Session<'_>, database: &Database) -> Option<PathBuf> {
    let named = session.settings.of_database(&database.name, |it| it.backup_dir.as_ref())?;
    Some(PathBuf::from(named.value))
}

fn told(session: &Session<'_>, database: &Database, storage: &Storage) -> Options {
    let Storage { place, reason, lock_timeout } = storage;
    let change = crate::cli::args::Change {
        reason: reason.clone(),
        lock_timeout: *lock_timeout,
        ..Default::default()
    };
    Options { backups: backups(session, database, place), ..options(session, &change) }
}

fn created(database: &Database, file: &BackupFile) -> String {
    let size = human::amount(file.bytes);
    format!("backed up {} to {} ({size})", database.location, file.path.display())
}

fn summary(database: &Database, restored: &Restoration) -> String {
    let Restoration { from, version, kept, .. } = restored;
    let version = version.map(|version| format!(", at version {version}")).unwrap_or_default();
    let kept = match kept {
        Some(kept) => format!("what it replaced is in {}", kept.display()),
        None => "nothing was there before".to_owned(),
    };
    format!("restored {} from {}{version}; {kept}", database.location, from.display())
}

/// A line a backup.
pub(super) fn lines(files: &[BackupFile]) -> Vec<String> {
    let row = |file: &BackupFile| {
        let version = file.version.unwrap_or_default();
        let name = file.path.file_name().unwrap_or_default().to_string_lossy();
        vec![
            Cell::text(moment(&file.at)),
            Cell::text(format!("version {version}")),
            Cell::number(human::amount(file.bytes)),
            Cell::text(name).style(DIM),
        ]
    };
    table::lines(&files.iter().map(row).collect::<Vec<_>>())
}
