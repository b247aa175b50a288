//! The way back over one statement of PostgreSQL, from the schemas before and after it.
//!
//! What only gets another name gets its own again. Everything else is the difference of the two
//! schemas, written as statements: what was made is dropped, what was dropped is made again as the
//! schema before it had it. Where that schema is not certain, or a statement changes what the
//! catalog has no place for, the answer is a [`Cannot`] with its reason: nothing is guessed.

mod back;
mod statement;

mod alter;
mod labels;
mod named;
mod other;

mod casts;
mod columns;
mod constraints;
mod difference;
mod lists;
mod neutral;
mod users;
mod views;

mod rows;
mod said;
mod touched;

pub(crate) use back::{Cannot, Lost, Undo};
pub(crate) use rows::keyed;
pub(crate) use statement::undo;
pub(crate) use touched::{Object, Touched};
