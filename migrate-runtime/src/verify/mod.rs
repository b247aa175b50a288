//! The proof that every rollback restores what was there before.
//!
//! Each migration of a set runs on a real engine, SQLite in memory, through the ordinary runner: up,
//! down, up again. Before that, every table gets a few rows, so that what a rollback loses can be
//! seen. What must come back depends on the migration's [`RollbackClass`](crate::RollbackClass):
//!
//! | class | must be as before |
//! |---|---|
//! | exact, preserved | the schema, and every row |
//! | schema-only, given | the schema, and the rows of tables that neither text names |
//! | irreversible | nothing: it is applied, and counted as skipped |
//!
//! An exact rollback that moves rows, and one that brings kept ones back, is tried with newer rows
//! too: on another copy, rows are changed, deleted and added in between. Newer values stay, deleted
//! rows stay deleted, and what would be lost was counted; or the rollback refuses what the schema
//! before cannot hold.
//!
//! Applied again, a migration must lead to the same schema as the first time, and where rows must
//! come back, to the same rows.
//!
//! [`verify!`](crate::verify!) is the line that an application's tests need.

mod assert;
mod compare;
mod difference;
mod fill;
mod macros;
mod must;
mod newer;
mod promise;
mod prove;
mod report;
mod rows;
mod run;
mod state;

pub use assert::assert_restores;
#[cfg(feature = "dev")]
pub use assert::assert_sources;
pub use report::{Proof, Report, Skipped, Summary, Unfilled};
pub use run::Verify;
