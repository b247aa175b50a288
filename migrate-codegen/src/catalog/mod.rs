//! A schema as values: what a history of statements makes of it, and how two of them differ.
//!
//! A [`Catalog`] starts empty. [`Catalog::apply`] changes it as the engine would, and says what is
//! wrong with a statement that the engine would refuse for a name; what it accepts is never
//! refused. [`Catalog::diff`] compares two of them, object by object and column by column. Where a
//! statement does what cannot be read, the catalog keeps what it has, and says nothing more about
//! the names that the statement may have touched.

mod apply;
mod builtin;
mod command;
mod diff;
mod doubt;
mod fault;
mod model;
mod query;
mod render;
mod schema;
mod shelf;
mod undo;

#[cfg(test)]
mod tests;

pub(crate) use apply::Sight;
pub use diff::{Change, Detail, Difference};
pub use fault::{Fault, FaultKind, Thing};
pub use model::{
    Action, Column, Constraint, Extension, Extra, ForeignKey, Generated, Ident, Identity, Index,
    IndexPart, Kept, Key, KeyPart, Knowledge, Match, Null, Numbers, Path, Reach, Routine,
    RoutineSort, Rule, Sequence, Setting, Sql, Subject, Table, TableSort, Trigger, TriggerSort,
    Type, TypeSort, Unique, Verb, View, ViewSort,
};
pub use render::{References, Unwritten, Why, Writer};
pub use schema::Catalog;
pub(crate) use undo::{Cannot, Lost, Object, Touched, Undo, keyed, undo};
