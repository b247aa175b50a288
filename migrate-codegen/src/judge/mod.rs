//! The engines that judge a history.
//!
//! sqlparser reads, the engine judges: what the engine accepts is never refused, and what it
//! refuses is shown in its own words. For SQLite and D1 the judge is SQLite itself, in memory, with
//! the earlier migrations replayed ([`sqlite`]).

pub(crate) mod sqlite;
