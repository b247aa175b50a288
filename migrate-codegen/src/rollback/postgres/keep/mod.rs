//! Keeping aside what a migration drops or overwrites, so that its rollback brings it back.
//!
//! As on SQLite each table concerned is copied before the first statement, as far as it may be
//! lost; after the last one, rows that are as they were leave the copy, and what the migration
//! wrote is noted beside what was there. What it reaches is read: from the statements, from the
//! foreign keys, and from the routines that triggers call. Where that cannot be read, nothing is
//! kept.

mod lines;
mod plan;
mod reach;
mod table;
mod verbs;

mod aside;
mod back;
mod settle;
mod stage;

#[cfg(test)]
mod tests;

pub(super) use back::{back, discard};
pub(super) use lines::Lines;
pub(super) use plan::{left, plan};
pub(super) use reach::reached;
pub(super) use stage::stages;
pub(super) use table::Keep;
