//! Which migrations a command is about.

use clap::Args;

#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Select {
    /// The same as VERSION
    #[arg(long, alias = "target", value_name = "VERSION", conflicts_with_all = ["steps", "only"])]
    pub(crate) to: Option<String>,
    /// So many migrations
    #[arg(long, value_name = "N", conflicts_with = "only")]
    pub(crate) steps: Option<usize>,
    /// Exactly these, separated by commas: numbers or files' names
    #[arg(long, value_name = "VERSION,..", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
}
