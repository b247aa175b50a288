//! SQLite, as a file, in memory, or as a connection that the application already has.
//!
//! A migration is one `BEGIN IMMEDIATE .. COMMIT`: the transaction is the lock, and what it finds
//! in the history is looked at a second time inside it.

mod amend;
mod backfill;
mod backup;
#[cfg(feature = "testing")]
mod copy;
mod database;
mod discard;
mod driver;
mod engine;
mod extend;
mod foreign_keys;
mod found;
mod guard;
mod heartbeat;
mod inserted;
mod inspect;
mod journal;
mod kept;
mod lock;
mod lock_row;
mod look;
mod loss;
mod marks;
mod metadata;
mod open;
mod origins;
mod progress;
mod query;
mod read;
mod rehearsal;
mod risk;
mod script;
mod session;
mod space;
mod sql;
mod statement;
mod step;
mod still;
mod tables;
mod timeout;
mod transaction;
mod unfit;
mod wait;
mod walk;
mod write;
mod writer;

#[cfg(feature = "cli")]
pub(crate) use backup::files as backup_files;
pub use database::Database;
pub(crate) use engine::said;
#[cfg(feature = "verify")]
pub(crate) use origins::compared;
#[cfg(feature = "verify")]
pub(crate) use sql::quoted;
pub(crate) use sql::{first_word, string};
pub(crate) use still::still;
