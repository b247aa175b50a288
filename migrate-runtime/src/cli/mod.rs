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
