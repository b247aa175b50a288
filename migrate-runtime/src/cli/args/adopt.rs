//! The flags of `adopt`.

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::{Change, Directory};

#[derive(Args, Debug)]
pub(crate) struct Adopt {
    /// Record everything up to this version: a number or a file's name
    #[arg(value_name = "VERSION", conflicts_with = "from")]
    pub(crate) version: Option<String>,
    /// What says which migrations are applied: another tool's ledger, or the schema itself
    /// [default: a ledger where there is one]
    #[arg(long, value_name = "SOURCE", value_parser = sources())]
    pub(crate) from: Option<String>,
    /// Record them although the schema or a text differs; needs `--reason`
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) change: Change,
    #[command(flatten)]
    pub(crate) directory: Directory,
}

/// What `--from` takes besides the tools.
pub(crate) const SCHEMA: &str = "schema";

fn sources() -> PossibleValuesParser {
    #[cfg(feature = "sqlite")]
    let ledgers = crate::adopt::Ledger::ALL.map(crate::adopt::Ledger::word).to_vec();
    #[cfg(not(feature = "sqlite"))]
    let ledgers = Vec::new();
    std::iter::once(SCHEMA).chain(ledgers).collect::<Vec<_>>().into()
}
