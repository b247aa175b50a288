//! What the procedural macros expand to.
//!
//! The macros themselves are a shell of a few lines around these functions: token streams in,
//! token streams out. Paths in the expansions begin with `::migrate_runtime::__private`.

mod emit;
mod forms;
mod migration;
mod migrations;
mod plain;
mod record;
mod report;
mod sql;
mod steps;
mod tokens;

pub use migration::migration;
pub use migrations::{Invocation, migrations};
pub use report::report;
pub use sql::sql;

#[cfg(test)]
pub(crate) use record::record;
