//! The files that a set's crate commits: `schema.sql`, `migrations.sum` and a typed `schema.rs`.
//!
//! They lie beside the `Cargo.toml` of the crate that holds the set, or beside the directory of a
//! plain one; where a crate has several sets, their names begin with the set's: `shop.schema.sql`.
//! `snapshot` writes them, `snapshot --check` and [`assert_current`] compare them.

mod assert;
mod diff;
mod generated;

pub use assert::assert_current;
#[cfg(feature = "cli")]
pub(crate) use generated::settings;
pub use generated::{Change, Generated, GeneratedFile, Outdated};
#[cfg(feature = "cli")]
pub(crate) use migrate_codegen::snapshot::crate_root;
pub use migrate_codegen::snapshot::{Company, Files};
