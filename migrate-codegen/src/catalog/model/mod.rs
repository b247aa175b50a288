//! What a schema consists of.

mod constraint;
mod extra;
mod ident;
mod object;
mod setting;
mod sql;
mod table;

pub use constraint::{Action, Constraint, ForeignKey, Key, KeyPart, Match, Numbers, Rule};
pub use extra::Extra;
pub use ident::{Ident, Path};
pub use object::{
    Extension, Index, IndexPart, Reach, Routine, RoutineSort, Sequence, Trigger, TriggerSort, Type,
    TypeSort, Unique, View, ViewSort,
};
pub use setting::{Setting, Subject, Verb};
pub use sql::Sql;
pub(in crate::catalog) use sql::name;
pub(in crate::catalog) use table::Descent;
pub use table::{Column, Generated, Identity, Kept, Knowledge, Null, Table, TableSort};
