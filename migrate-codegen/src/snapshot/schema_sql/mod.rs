//! `schema.sql`: the schema after the last migration, an object a block.
//!
//! On SQLite the file holds the texts that the engine keeps; on PostgreSQL, where nobody keeps
//! them, the statements that make what the catalog knows.

mod block;
mod listed;
mod order;
mod stored;

pub(super) use listed::text as of_catalog;
pub(super) use stored::text as of_engine;
