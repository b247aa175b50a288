//! The commands of `backup`.

use clap::{Args, Subcommand};

use super::{Change, Directory};

#[derive(Debug, Subcommand)]
pub(crate) enum Backup {
    /// Show what migrations keep aside for their rollbacks, and how large it is
    List(BackupList),
    /// Delete what a migration keeps aside: its rollback then brings no rows back
    Discard(BackupDiscard),
}

#[derive(Args, Debug)]
pub(crate) struct BackupList {
    #[command(flatten)]
    pub(crate) directory: Directory,
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
            Self::List(args) => &args.directory,
            Self::Discard(args) => &args.directory,
        }
    }
}
