//! The runner on real SQLite files.
#![cfg(feature = "sqlite")]

mod support;

mod adopt;
mod auto;
mod backfill;
mod background;
mod backup;
mod bad_database;
mod concurrent;
mod conflict;
mod connection;
mod down;
mod drift;
mod dry_run;
mod failure;
mod foreign_keys;
mod found;
mod health;
mod hooks;
#[cfg(feature = "dev")]
mod kept;
mod late;
#[cfg(feature = "dev")]
mod losses;
#[cfg(all(feature = "webhook", feature = "mail"))]
mod notify;
mod options;
mod outside;
#[cfg(all(feature = "dev", feature = "verify"))]
mod preserve;
mod reading;
mod repair;
mod step;
mod stored;
#[cfg(feature = "testing")]
mod testing;
mod together;
mod up;
#[cfg(feature = "verify")]
mod verify;
#[cfg(feature = "verify")]
mod verify_macro;
#[cfg(feature = "verify")]
mod verify_newer;
