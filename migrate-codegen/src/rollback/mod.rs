//! The way back from a migration, inferred from its statements.
//!
//! [`infer`] inverts statement by statement, in reverse order. What the text alone does not tell
//! comes from the schema before the statement, where a replay knows it. A statement that it cannot
//! invert without losing data silently is never guessed: [`NotInferred`] says which one, why, and
//! what to write instead.

mod infer;
mod ledger;

mod column;
mod data;
mod index;
mod stored;
mod table;
mod trigger;
mod view;

#[cfg(all(test, feature = "sqlite"))]
mod generated;
#[cfg(all(test, feature = "sqlite"))]
mod tests;

pub use infer::{Inferred, Lack, NotInferred, infer};
#[cfg(feature = "sqlite")]
pub(crate) use ledger::BY_HAND;
