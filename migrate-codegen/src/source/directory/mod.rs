//! Directories of SQL files, as each tool leaves them on disk: the whole history, ordered.
//!
//! [`read`] looks which tool's they are ([`Layout`]), reads what that tool would run, and says
//! what it left out and why. One file a layout: `layouts`.

mod error;
mod layout;
mod layouts;
mod listing;
mod read;
mod recognise;

pub use error::DirectoryError;
pub use layout::{Layout, ParseLayoutError};
pub use read::{History, Skipped, read};
pub use recognise::Recognised;

#[cfg(test)]
mod tests;
