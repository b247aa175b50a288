//! What a command is told by `migrate.toml`, `.env`, the environment and the flags, each stronger
//! than the one before, and who said it.

mod file;
mod lint;
mod secret;
mod setting;
mod settings;
mod variables;
mod watch;

#[cfg(test)]
pub(crate) use file::File;
pub(crate) use setting::{Origin, Setting};
pub(crate) use settings::{Settings, Shown};
#[cfg(test)]
pub(crate) use variables::Variables;
pub(crate) use watch::Notify;
