//! Backups by SQLite's online backup interface, and restoring through it.
//!
//! A copy is made of one state, into a file with a temporary name, and is checked before it gets its own.
//! What is restored is first staged in such a file, checked and completed there, and then replaces the
//! pages of the live database in one transaction.

mod check;
mod copy;
mod create;
mod directory;
mod driver;
mod hold;
mod name;
mod partial;
mod restore;
mod script;
mod stage;

#[cfg(feature = "cli")]
pub(crate) use directory::files;
