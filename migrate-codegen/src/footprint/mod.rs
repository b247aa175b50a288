//! What a migration touches: the tables, columns and other objects that it reads and writes.
//!
//! Where SQLite replays the history, it says so itself: its authorizer names every table and column
//! that a statement reads or changes, through views and triggers too. For PostgreSQL the catalog
//! says which types and functions it uses, and what triggers and foreign keys may lead to. What the engine does not say
//! (what changes the schema), or where none was asked, is read from the words.

mod implied;
mod listed;
mod named;
mod of;
mod words;

pub use crate::vocabulary::{Columns, Extent, Footprint, Objects};
pub(crate) use implied::implied;
pub(crate) use listed::listed;
pub(crate) use of::of;
