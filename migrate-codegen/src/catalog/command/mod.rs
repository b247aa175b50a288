//! Statements as the commands that they are to a schema.
//!
//! The words alone are read, so that what the SQL parser cannot read is read too. What is read here
//! knows nothing of the schema: names stand as they are written, each with its bytes.

mod alter;
mod altered;
mod column;
mod constraint;
mod effect;
mod extra;
mod list;
mod object;
mod read;
mod rights;
mod routine;
mod rows;
mod session;
mod setting;
mod table;
mod types;
mod walk;

pub(super) use alter::{Clause, ColumnChange, ConstraintChange};
pub(super) use altered::{Beside, Change};
pub(super) use column::ColumnText;
pub(super) use constraint::{ConstraintText, IndexFor, ReferenceText, RuleText};
pub(super) use extra::ExtraText;
pub(super) use list::{items, names};
pub(super) use object::{IndexText, TriggerText, ViewText, label};
pub(super) use read::{Command, Made, Place, Removal, read};
pub(super) use rights::Rights;
pub(super) use routine::RoutineText;
pub(super) use rows::{FromItem, FromItems, Rows};
pub(super) use session::{Mark, Scope};
pub(super) use setting::{Said, SettingText, SubjectText, settings};
pub(super) use table::{Copied, More, TableText};
pub(super) use types::{Serial, TypeText, type_name};
pub(super) use walk::{Behaviour, Guard, Named, Pathname, Walk};
