//! The commands of `lock`.

use std::time::Duration;

use clap::{Args, Subcommand};

use super::{Directory, duration};

#[derive(Debug, Subcommand)]
pub(crate) enum Lock {
    /// Show who holds the lock, since when and until when, and who writes right now
    Status(LockStatus),
    /// Take the lock away from a run that hangs: what it still writes is refused
    Release(LockRelease),
}

#[derive(Args, Debug)]
pub(crate) struct LockStatus {
    #[command(flatten)]
    pub(crate) directory: Directory,
}

#[derive(Args, Debug)]
pub(crate) struct LockRelease {
    /// Why, for the log of the database
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// How long to wait for somebody who writes, such as `30s`
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) lock_timeout: Option<Duration>,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

impl Lock {
    pub(crate) const fn directory(&self) -> &Directory {
        match self {
            Self::Status(args) => &args.directory,
            Self::Release(args) => &args.directory,
        }
    }
}
