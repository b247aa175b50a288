//! The flags of `repair`.

use clap::Args;

use super::{Change, Directory};

#[derive(Args, Debug)]
pub(crate) struct Repair {
    /// The migration: a number or a file's name
    #[arg(value_name = "VERSION")]
    pub(crate) version: String,
    #[command(flatten)]
    pub(crate) change: Change,
    #[command(flatten)]
    pub(crate) directory: Directory,
}
