//! The way back from a migration, inferred from its statements and from the schemas before and
//! after it.
//!
//! [`infer`] inverts statement by statement, in reverse order. What the text alone does not tell
//! comes from the schema before the statement, where a replay knows it. [`infer_and_prove`] tries
//! that in the replay, and where a statement has no plain inverse (a table is rebuilt, a column is
//! dropped) it follows the rows through the statements and writes a script that leads from one
//! schema to the other. What would lose data silently is never guessed: [`NotInferred`] says which
//! statement is in the way, why, and what to write instead.

mod infer;
mod ledger;

mod column;
mod data;
mod index;
mod keyed;
mod stored;
mod table;
mod trigger;
mod view;

mod lineage;
mod written;

mod keep;

mod added;
mod affinity;
mod fill;

pub(crate) mod postgres;

mod proof;
mod rebuild;
mod restore;
mod schema;
mod stage;

#[cfg(all(test, feature = "sqlite"))]
pub(crate) mod generated;
#[cfg(all(test, feature = "sqlite"))]
mod proven;
#[cfg(all(test, feature = "sqlite"))]
mod tests;

pub use infer::{Inferred, Lack, NotInferred, infer};
pub use keep::Keeping;
pub use proof::{infer_and_prove, keep_and_prove};
pub use schema::{Column, Schema};
pub use stage::Stage;
