//! What a database migration means: text in, values out.
//!
//! Without features this crate is the vocabulary that the macros and the runner share
//! ([`Version`], [`Category`], [`RollbackClass`], [`Dialect`], ..) and the splitter that cuts SQL
//! text into statements ([`text`]). The feature `analyze` adds everything that reads migrations
//! and judges them, `sqlite` lets SQLite be the judge, and `expand` turns the answers into Rust
//! tokens for the procedural macros.
//!
//! It is pure: only `source::disk` touches files, and only `judge` runs an engine, in memory.

pub mod baked;
#[cfg(feature = "analyze")]
pub mod catalog;
#[cfg(feature = "analyze")]
pub mod change;
#[cfg(feature = "analyze")]
pub mod check;
#[cfg(feature = "analyze")]
pub mod checkpoint;
#[cfg(feature = "analyze")]
pub mod checksum;
#[cfg(feature = "expand")]
pub mod expand;
#[cfg(feature = "analyze")]
pub mod footprint;
#[cfg(feature = "analyze")]
pub mod graph;
#[cfg(feature = "analyze")]
mod judge;
#[cfg(feature = "analyze")]
pub mod lint;
#[cfg(feature = "analyze")]
pub mod reader;
#[cfg(feature = "analyze")]
pub mod rollback;
#[cfg(feature = "analyze")]
pub mod scaffold;
#[cfg(feature = "analyze")]
pub mod snapshot;
#[cfg(feature = "analyze")]
pub mod source;
#[cfg(feature = "analyze")]
mod structure;
pub mod text;
pub mod vocabulary;

pub use vocabulary::{
    Category, Dialect, Direction, Footprint, ForeignKeys, Impact, ParseCategoryError,
    ParseDialectError, ParseImpactError, ParseVersionError, RollbackClass, Transactional, Version,
};
