//! The schema of a database as the engine keeps it, read and compared without an SQL parser.

mod columns;
mod compare;
mod normal;
mod read;

#[cfg(feature = "verify")]
pub(crate) use columns::{Column, ForeignKey, Null, Origin, columns, foreign_keys};
pub(crate) use compare::{Difference, What, differences};
#[cfg(feature = "verify")]
pub(crate) use normal::lines;
pub(crate) use read::{Kind, Object, Schema};
