//! Objects of a catalog, written as the statements of PostgreSQL that make them.
//!
//! [`Catalog::writer`](super::Catalog::writer) writes from what is known. Where that is not enough,
//! because a statement that cannot be read may have changed the object, or the model has no place
//! for a part of it, the answer is an [`Unwritten`] that says so: nothing is guessed. SQLite keeps the
//! texts of its objects itself, so nobody needs them written.

mod column;
mod constraint;
mod extra;
mod object;
mod setting;
mod table;
mod unwritten;
pub(in crate::catalog) mod words;
mod writer;

#[cfg(test)]
mod tests;

pub(super) use column::next_number;
pub use table::References;
pub use unwritten::{Unwritten, Why};
pub(super) use words::path;
pub use writer::Writer;
