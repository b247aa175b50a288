//! The flags that every command takes.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};
use serde::Deserialize;

#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Common options")]
pub(crate) struct Common {
    /// The database by its name in the program, where there are several
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) database: Option<String>,
    /// Where the database is: `sqlite:shop.db`, or a path
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// The environment, such as `production` [env: `MIGRATE_ENV`, `NODE_ENV`]
    #[arg(long, global = true, value_name = "ENV")]
    pub(crate) env: Option<String>,
    /// The configuration file [default: `migrate.toml`, where there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Agree to what would be asked
    #[arg(long, short = 'y', alias = "confirm", global = true)]
    pub(crate) yes: bool,
    /// Print one JSON document
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Print nothing but errors
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more; twice, everything
    #[arg(long, short, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// How the log is written to stderr [default: `text`]
    #[arg(long, global = true, value_name = "FORMAT")]
    pub(crate) log_format: Option<LogFormat>,
    /// How much is logged [default: `warn`]
    #[arg(long, global = true, value_name = "LEVEL", conflicts_with_all = ["verbose", "quiet"])]
    pub(crate) log_level: Option<LogLevel>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    #[default]
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl Common {
    /// How much is logged, all flags taken together, and by which of them.
    pub(crate) const fn level(&self) -> Option<(LogLevel, &'static str)> {
        match (self.log_level, self.verbose, self.quiet) {
            (Some(level), ..) => Some((level, "--log-level")),
            (None, _, true) => Some((LogLevel::Error, "--quiet")),
            (None, 0, false) => None,
            (None, 1, false) => Some((LogLevel::Debug, "--verbose")),
            (None, 2.., false) => Some((LogLevel::Trace, "--verbose")),
        }
    }
}
