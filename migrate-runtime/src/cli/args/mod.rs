//! What can be typed: the commands and their flags.

mod adopt;
mod backup;
mod command;
mod common;
mod directory;
mod duration;
mod lock;
mod look_back;
mod repair;
mod select;
mod write;

#[cfg(test)]
mod tests;

pub(crate) use adopt::Adopt;
#[cfg(feature = "sqlite")]
pub(crate) use adopt::SCHEMA;
pub(crate) use backup::{
    Backup, BackupCreate, BackupDiscard, BackupList, BackupRestore, Place, Storage,
};
pub(crate) use command::{
    Check, Cli, Command, Completions, Config, Down, Explain, Graph, New, Plan, Redo, Snapshot,
    Status, Up, Verify,
};
#[cfg(feature = "dev")]
pub(crate) use command::{Format, GraphFormat};
pub(crate) use common::{Common, LogFormat, LogLevel};
pub(crate) use directory::Directory;
pub(crate) use duration::duration;
pub(crate) use lock::{Lock, LockRelease, LockStatus};
pub(crate) use look_back::{Drift, Health, History, Log, Stats};
pub(crate) use repair::Repair;
pub(crate) use select::Select;
pub(crate) use write::{Change, Force, Order, Switch, Write};
