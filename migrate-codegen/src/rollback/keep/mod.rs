//! Keeping aside what a migration drops or overwrites, so that its rollback brings it back.
//!
//! Each table concerned gets a kept table: a copy of what may be lost, made before the first
//! statement. After the last one, rows that are as they were leave it again, and what the migration
//! wrote is noted beside what was there: the rollback touches a value only while it still is what
//! the migration wrote. Copies rather than triggers, because a copy holds whatever changed the
//! rows: cascades, `REPLACE`, triggers, `UPDATE .. FROM`.

mod key;
mod plan;
mod table;
mod unique;

mod back;
mod beside;
mod forth;

mod keeping;

#[cfg(all(test, feature = "sqlite"))]
mod tests;

pub(super) use beside::{Beside, Otherwise};
pub use keeping::Keeping;
pub(super) use keeping::keeping;
pub(super) use plan::{INSTEAD, plan};
pub(super) use table::{Keep, Members};
