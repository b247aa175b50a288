//! What can be typed: the commands and their flags.

mod command;
mod common;
mod directory;
mod duration;
mod select;
mod write;

#[cfg(test)]
mod tests;

#[cfg(feature = "dev")]
pub(crate) use command::GraphFormat;
pub(crate) use command::{
    Check, Cli, Command, Completions, Down, Explain, Format, Graph, History, New, Plan, Redo,
    Snapshot, Status, Up, Verify,
};
pub(crate) use common::{Common, LogFormat, LogLevel};
pub(crate) use directory::Directory;
pub(crate) use duration::duration;
pub(crate) use select::Select;
pub(crate) use write::{Force, Write};
