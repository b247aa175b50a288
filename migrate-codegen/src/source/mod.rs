//! Migrations as their authors wrote them, wherever they wrote them.
//!
//! Rust items ([`rust`]), SQL files with headers and sections ([`sql`]) and the directories that
//! other tools leave on disk ([`directory`]) all become the same [`Source`] values.

pub mod directory;
pub mod disk;
mod file;
pub mod rust;
pub mod sql;
mod written;

pub use file::{SourceFile, SqlText};
pub use written::{Body, CodeBody, Expectation, Fault, Keys, Origin, Source};
