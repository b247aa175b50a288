//! The commands, in the order in which `--help` lists them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use migrate_codegen::Category;

use super::{
    Adopt, Backup, Common, Directory, Drift, Force, Health, History, Lock, LockRelease, LockStatus,
    Log, Order, Repair, Select, Stats, Write,
};

/// Database migrations that the compiler checks.
#[derive(Debug, Parser)]
#[command(
    name = "migrate",
    version,
    disable_help_subcommand = true,
    infer_long_args = false,
    after_help = "Exit codes: 0 done, 1 a migration or the database failed, 2 wrong usage, \
                  3 a check found something, 4 the history conflicts, 5 locked by another, \
                  6 refused as unsafe, 130 and 143 stopped by Ctrl-C and SIGTERM."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the next migration: its file, its `mod` line, its entry in the list
    #[command(alias = "create")]
    New(New),
    /// Apply what is pending
    Up(Up),
    /// Roll back: the last migration, or more
    #[command(alias = "rollback")]
    Down(Down),
    /// Show what is applied and what is pending
    Status(Status),
    /// Show what `up` would do, and why it would refuse
    Plan(Plan),
    /// Judge the migrations without a database
    #[command(alias = "validate")]
    Check(Check),
    /// Prove in memory that every rollback restores what was there
    Verify(Verify),
    /// Compare the schema that is there with the one that the applied migrations make
    Drift(Drift),
    /// Write `schema.sql` and `migrations.sum`, which a reviewer reads
    Snapshot(Snapshot),
    /// Copy the database and bring a copy back; what migrations keep aside for their rollbacks
    #[command(subcommand)]
    Backup(Backup),
    /// Take over a database that something else migrated: record what is applied, checked
    #[command(alias = "baseline")]
    Adopt(Adopt),
    /// Show who holds the lock, and free it
    #[command(subcommand)]
    Lock(Lock),
    /// As `lock status`
    #[command(hide = true)]
    LockStatus(LockStatus),
    /// As `lock release`
    #[command(hide = true)]
    ForceUnlock(LockRelease),
    /// Accept the new text of a migration that was edited after it was applied
    Repair(Repair),
    /// Roll back and apply again: the last migration, or more
    Redo(Redo),
    /// Show every migration that was ever applied here, rolled back ones too
    History(History),
    /// Show what happened here, line by line: runs, failures, forced steps, locks, backups
    Log(Log),
    /// Count what is applied, pending and failed, and say how long it took
    Stats(Stats),
    /// Say whether all is well, and otherwise what is wrong and what to do
    Health(Health),
    /// Draw which migration needs which
    Graph(Graph),
    /// Explain what `check` or the compiler found, by its name
    Explain(Explain),
    /// Show the settings in effect, and where each comes from
    Config(Config),
    /// Print a script that completes commands and flags in a shell
    Completions(Completions),
}

#[derive(Args, Debug)]
pub(crate) struct New {
    /// What it does, as a few words: `add_phone_to_customers`
    pub(crate) name: String,
    /// Write a plain SQL file instead of a Rust one
    #[arg(long)]
    pub(crate) sql: bool,
    /// Its kind of change, instead of the inferred one: schema, data, index or constraint
    #[arg(long, value_name = "CATEGORY")]
    pub(crate) category: Option<Category>,
    /// Number it by the time of day (UTC) instead of counting on
    #[arg(long)]
    pub(crate) timestamp: bool,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

#[derive(Args, Debug)]
pub(crate) struct Up {
    /// Apply up to this version, and stop there: a number or a file's name
    #[arg(value_name = "VERSION", conflicts_with_all = ["to", "steps", "only"])]
    pub(crate) version: Option<String>,
    #[command(flatten)]
    pub(crate) select: Select,
    #[command(flatten)]
    pub(crate) write: Write,
    #[command(flatten)]
    pub(crate) order: Order,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

#[derive(Args, Debug)]
pub(crate) struct Down {
    /// Roll back everything above this version, which stays: a number or a file's name
    #[arg(value_name = "VERSION", conflicts_with_all = ["to", "steps", "only"])]
    pub(crate) version: Option<String>,
    #[command(flatten)]
    pub(crate) select: Select,
    #[command(flatten)]
    pub(crate) write: Write,
    #[command(flatten)]
    pub(crate) force: Force,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

#[derive(Args, Debug)]
pub(crate) struct Redo {
    /// Redo everything above this version, which stays: a number or a file's name
    #[arg(value_name = "VERSION", conflicts_with_all = ["to", "steps", "only"])]
    pub(crate) version: Option<String>,
    #[command(flatten)]
    pub(crate) select: Select,
    #[command(flatten)]
    pub(crate) write: Write,
    #[command(flatten)]
    pub(crate) force: Force,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

#[derive(Args, Debug)]
pub(crate) struct Status {
    /// Exit with 3 when something is pending
    #[arg(long)]
    pub(crate) exit_code: bool,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

#[derive(Args, Debug)]
pub(crate) struct Plan {
    /// Plan up to this version: a number or a file's name
    #[arg(value_name = "VERSION", conflicts_with_all = ["to", "steps", "only"])]
    pub(crate) version: Option<String>,
    #[command(flatten)]
    pub(crate) select: Select,
    #[command(flatten)]
    pub(crate) order: Order,
    /// Exit with 3 when there is something to do
    #[arg(long)]
    pub(crate) exit_code: bool,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

#[derive(Args, Debug)]
pub(crate) struct Check {
    /// How the result is written; `json` is what `--json` says too
    #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
    pub(crate) format: Option<Format>,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

/// How the result of a check is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
    /// Annotations of GitHub Actions
    Github,
}

#[derive(Args, Debug)]
pub(crate) struct Verify {
    #[command(flatten)]
    pub(crate) directory: Directory,
}

#[derive(Args, Debug)]
pub(crate) struct Snapshot {
    /// Write nothing; exit with 3 when a file is not what the migrations say
    #[arg(long)]
    pub(crate) check: bool,
    /// Generate a Rust module with tables, columns and rows too, from now on
    #[arg(long, value_name = "PATH", conflicts_with_all = ["check", "no_schema_rs"])]
    pub(crate) schema_rs: Option<PathBuf>,
    /// Derive serde's traits for its rows, from now on
    #[arg(long, requires = "schema_rs")]
    pub(crate) serde: bool,
    /// Generate no Rust module any more
    #[arg(long, conflicts_with = "check")]
    pub(crate) no_schema_rs: bool,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

#[derive(Args, Debug)]
pub(crate) struct Graph {
    /// How it is written
    #[arg(long, value_name = "FORMAT", default_value = "mermaid")]
    pub(crate) format: GraphFormat,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

/// How a graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// For Markdown, as GitHub and GitLab draw it.
    Mermaid,
    /// For Graphviz.
    Dot,
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// The name of a rule or an error, as it is shown; all are listed without it
    pub(crate) rule: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Config {
    #[command(flatten)]
    pub(crate) directory: Directory,
}

#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell that the script is for
    pub(crate) shell: Shell,
}
