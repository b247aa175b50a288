//! The catalog applies a history and says which names are wrong.
//!
//! It knows tables, columns, indexes, views, triggers, sequences, types and constraints. What it
//! refuses PostgreSQL would refuse too; what it takes PostgreSQL may still refuse. After the first
//! migration that is refused nothing more is said, because anything else could be a consequence.

mod hint;
mod replay;

pub(crate) use replay::judge;
