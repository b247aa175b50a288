//! An application's own code around runs and migrations.
//!
//! A [`Hook`] hears of five moments: before and after a run, before and after each migration of it
//! (applied or rolled back: [`Call::direction`] says which), and when the run failed. What it may
//! rely on:
//!
//! - Before a moment nothing was begun: no transaction, no lock. A hook that fails there, or panics,
//!   ends the run with its words, and what was applied before stays.
//! - After a moment everything is committed and recorded. A hook that fails there is a warning of
//!   the report, and changes nothing.
//! - A dry run calls the same hooks in the same order, with [`Mode::DryRun`].
//! - A run that finds nothing to do calls nobody.
//!
//! | ready made | |
//! |---|---|
//! | [`Log`] | writes each moment to `tracing` |
//! | [`Notify`] | tells people of failures and more, by webhook (feature `webhook`) or mail (feature `mail`) |
//! | [`Runner::backups`](crate::Runner::backups) | backs the database up before a run, which needs the connection |
//!
//! # Example
//! ```
//! # #[cfg(feature = "sqlite")] {
//! use migrate_runtime::hooks::{Call, Moment};
//! use migrate_runtime::{Migrations, Runner, Sqlite, sqlite};
//!
//! # static SHOP: Migrations<Sqlite> = Migrations::new("shop", "src/lib.rs", &[]);
//! let mut db = sqlite::Database::in_memory()?;
//! let mut office_hours = |call: &Call<'_>| match call.moment {
//!     Moment::BeforeRun => Err("nobody is here to watch it".into()),
//!     _ => Ok(()),
//! };
//! let mut runner = Runner::new(&SHOP).hook("office hours", &mut office_hours);
//! let report = runner.up(&mut db)?;
//! assert!(report.is_empty()); // there was nothing to do, and nobody was asked
//! # }
//! # Ok::<(), migrate_runtime::Error>(())
//! ```

mod call;
mod hook;
mod log;
#[cfg(feature = "mail")]
mod mail;
mod notice;
mod notify;
mod registry;
#[cfg(feature = "webhook")]
mod webhook;

pub use call::{About, Call, Mode, Moment};
pub use hook::{Hook, HookResult};
pub use log::Log;
#[cfg(feature = "mail")]
pub use mail::Mail;
pub use notice::{Notice, Occasion};
pub use notify::{Channel, Notify};
pub(crate) use registry::Hooks;
#[cfg(feature = "webhook")]
pub use webhook::Webhook;
