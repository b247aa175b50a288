//! The files that a set's crate commits: generated, reviewed, and compared by a test.
//!
//! [`take`] makes the texts from what a check found out; [`compare`] says what is wrong with the
//! texts that lie on the disk. Both are pure: nothing here touches a file.

mod schema_rs;
mod schema_sql;
mod seal;
mod settings;
mod sum;
mod take;
mod toml_text;

mod compare;
mod files;
mod merged;
mod risk;

pub use compare::{Stale, compare};
pub use files::{Company, Files, crate_root};
pub use risk::Risk;
pub use settings::{Serde, Settings, TypedSchema};
pub use take::{NoSnapshot, Snapshot, take};

#[cfg(all(test, feature = "sqlite"))]
mod tests;

/// The command that writes the files, as they and the messages about them name it.
pub const COMMAND: &str = "cargo migrate snapshot";
