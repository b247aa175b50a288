//! The flags of the commands that tell what happened in a database.

use std::time::Duration;

use clap::Args;

use super::Directory;
use super::duration::duration;
use crate::history::{Level, RowStatus};

#[derive(Args, Debug)]
pub(crate) struct History {
    /// Show only the last N
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// Leave out the last N
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) skip: usize,
    /// Show only those that are so now
    #[arg(long, value_name = "STATUS")]
    pub(crate) status: Option<RowStatus>,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

#[derive(Args, Debug)]
pub(crate) struct Log {
    /// Show only lines of this level and above
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    pub(crate) level: Level,
    /// Show only the last N
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

#[derive(Args, Debug)]
pub(crate) struct Stats {
    #[command(flatten)]
    pub(crate) directory: Directory,
}

#[derive(Args, Debug)]
pub(crate) struct Drift {
    #[command(flatten)]
    pub(crate) directory: Directory,
}

#[derive(Args, Debug)]
pub(crate) struct Health {
    /// How long to wait for somebody who writes [default: 5 s]
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) lock_timeout: Option<Duration>,
    #[command(flatten)]
    pub(crate) directory: Directory,
}
