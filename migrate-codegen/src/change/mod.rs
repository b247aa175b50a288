//! What a statement does beyond its headline: to rows, to columns, to the tables it copies from.
//!
//! The [reader](crate::reader) says what a statement is and whom it concerns. What rollback
//! inference and the lint rules ask beyond that is read here, from the words alone, so that it is
//! answered for what the SQL parser cannot read too.

mod cursor;
mod step;

mod clauses;
mod column;
mod fate;
mod name;
mod write;

#[cfg(all(test, feature = "sqlite"))]
pub(crate) mod probe;

pub use clauses::{Copies, copies, has_more_clauses, replaces};
pub use column::{AddedColumn, Default, Generated, Null};
pub use fate::{DroppedTable, Fate, dropped_tables, made_here, on_earlier};
pub use name::{name_sql, quoted};
pub use step::{Before, Object, Step, Stored, steps};
pub use write::{OnConflict, Rows, Where, Write};
