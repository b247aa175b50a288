//! What a statement does beyond its headline: to rows, to columns, to the tables it copies from.
//!
//! The [reader](crate::reader) says what a statement is and whom it concerns. What rollback
//! inference and the lint rules ask beyond that is read here, from the words alone, so that it is
//! answered for what the SQL parser cannot read too.

mod cursor;
mod step;

mod alter;
mod clauses;
mod column;
mod copy;
mod definition;
mod fate;
mod insert;
mod item;
mod name;
mod pieces;
mod rebuild;
mod trigger;
mod write;

#[cfg(all(test, feature = "sqlite"))]
pub(crate) mod probe;

pub use alter::{Action, Change, Clause, alter};
pub use clauses::{Copies, copies, has_more_clauses, replaces};
pub use column::{AddedColumn, Default, Generated, Null};
pub use copy::{Copy, Extent, Picked, Selected};
pub(crate) use cursor::Cursor;
pub use definition::{Column, Constraint, Definition, Mark, Sort, definition, is_serial};
pub use fate::{DroppedTable, Fate, dropped_tables, made_here, on_earlier, on_earlier_tables};
pub use insert::Inserted;
pub(crate) use insert::{is_null, literal};
pub(crate) use item::COLUMN_CLAUSES;
pub use name::{name_sql, quoted};
pub use rebuild::{LeftBehind, Rebuild, rebuilds};
pub use step::{Before, Object, Step, Stored, steps};
pub use trigger::trigger_writes;
pub use write::{OnConflict, Rows, Where, Write};
