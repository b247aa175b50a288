//! The command line: `up`, `down`, `status` and the rest, for a program that holds migrations.
//!
//! A program needs one line:
//!
//! ```no_run
//! # use migrate_runtime::{Migrations, Sqlite};
//! # static SHOP: Migrations<Sqlite> = Migrations::new("shop", "src/main.rs", &[]);
//! fn main() -> std::process::ExitCode {
//!     migrate_runtime::cli::run(&[("shop", &SHOP)])
//! }
//! ```
//!
//! What needs the sources (`check`, `new`, `--dir`) works with the feature `dev` and says so
//! without it.

#![cfg_attr(
    not(feature = "sqlite"),
    expect(dead_code, reason = "without a driver no database can be opened")
)]

mod any_set;
mod args;
mod cargo;
mod command;
mod config;
mod engine;
mod failure;
mod location;
mod log;
mod notify;
mod order;
mod output;
mod plain;
#[cfg(feature = "dev")]
mod problems;
mod progress;
mod run;
mod session;
mod signals;
#[cfg(feature = "dev")]
mod sources;
mod table;
mod versions;
mod words;

pub use any_set::AnySet;
pub use cargo::cargo_migrate;
pub use run::run;

/// What `migrate.toml`, `.env` and the environment say about the start of an application.
///
/// # Errors
/// When one of them is not understood.
pub(crate) fn wish_on_start() -> crate::Result<crate::runner::Wish> {
    let settings = config::Settings::read(None, None);
    settings.map(|settings| settings.on_start()).map_err(|failure| {
        let what = failure.told();
        crate::Error::new(crate::error::Kind::Setting { what })
    })
}
