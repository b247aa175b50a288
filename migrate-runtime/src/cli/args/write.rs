//! The flags of the commands that change a database.

use std::time::Duration;

use clap::{Args, ValueEnum};

use super::duration::duration;
use crate::plan::OutOfOrder;

/// The flags of the commands that run migrations.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Write {
    /// Back the database up first, whatever the configuration says
    #[arg(long)]
    pub(crate) backup: bool,
    /// All or nothing: one transaction around all migrations
    #[arg(long, alias = "batch")]
    pub(crate) single_transaction: bool,
    /// Whether an applied migration that was edited since stops the run; `off` only warns
    #[arg(long, value_name = "on|off", hide_possible_values = true)]
    pub(crate) validate_checksums: Option<Switch>,
    /// Go on behind a migration that fails, with those that have nothing to do with it
    #[arg(long, conflicts_with = "single_transaction")]
    pub(crate) continue_on_error: bool,
    /// The longest that the whole run may take, such as `10m`
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) timeout: Option<Duration>,
    /// The longest that one statement may run, unless its migration says so itself
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) statement_timeout: Option<Duration>,
    /// How often to try a migration again that the lock of somebody else made fail [default: 3]
    #[arg(long, value_name = "N")]
    pub(crate) retries: Option<u32>,
    #[command(flatten)]
    pub(crate) change: Change,
}

/// Whether something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Switch {
    On,
    Off,
}

/// The flags of every command that changes a database.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Change {
    /// Print the SQL that would run, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Why, for the log of the database
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// How long to wait for another migration run, such as `30s`
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) lock_timeout: Option<Duration>,
}

/// The flag of the commands that apply what is pending.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct Order {
    /// What happens to a migration whose version is below that of an applied one: `refuse` is the
    /// default in production, `footprint` elsewhere
    #[arg(long, value_name = "WHAT", conflicts_with = "only")]
    pub(crate) out_of_order: Option<OutOfOrder>,
}

/// The flags of the commands that roll back.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct Force {
    /// Roll back too what depends on these, and first
    #[arg(long)]
    pub(crate) with_dependents: bool,
    /// Delete rows and values that were written since, go without what was discarded, and roll
    /// back what only the history knows
    #[arg(long)]
    pub(crate) force: bool,
}
