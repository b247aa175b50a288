//! The commands of `backup`.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};

use super::duration::duration;
use super::{Change, Directory};

#[derive(Debug, Subcommand)]
pub(crate) enum Backup {
    /// Copy the database as it is now, while others use it
    Create(BackupCreate),
    /// Show the backups, what migrations keep aside for their rollbacks, and how large it is
    List(BackupList),
    /// Replace everything in the database by a backup or a dump; what was there is backed up first
    Restore(BackupRestore),
    /// Delete what a migration keeps aside: its rollback then brings no rows back
    Discard(BackupDiscard),
}

#[derive(Args, Debug)]
pub(crate) struct BackupCreate {
    /// How many backups of the database stay [default: 10]
    #[arg(long, value_name = "N")]
    pub(crate) keep: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) storage: Storage,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

#[derive(Args, Debug)]
pub(crate) struct BackupList {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

#[derive(Args, Debug)]
pub(crate) struct BackupRestore {
    /// A backup by its name, another copy of the database, or a dump as SQL text
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Restore it although it has no history of these migrations
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) storage: Storage,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

/// Where backups are.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Place {
    /// Where backups are [default: `backups` beside the database]
    #[arg(long, value_name = "DIR")]
    pub(crate) backup_dir: Option<PathBuf>,
}

/// The flags of the commands that write a backup.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Storage {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Why, for the log of the database
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// How long to wait for others who use the database, such as `30s`
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) lock_timeout: Option<Duration>,
}

#[derive(Args, Debug)]
pub(crate) struct BackupDiscard {
    /// The migration: a number or a file's name
    #[arg(value_name = "VERSION")]
    pub(crate) version: String,
    #[command(flatten)]
    pub(crate) change: Change,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

impl Backup {
    pub(crate) const fn directory(&self) -> &Directory {
        match self {
            Self::Create(args) => &args.directory,
            Self::List(args) => &args.directory,
            Self::Restore(args) => &args.directory,
            Self::Discard(args) => &args.directory,
        }
    }
}
