//! The engines that judge a history.
//!
//! sqlparser reads, the engine judges: what the engine accepts is never refused, and what it
//! refuses is shown in its own words. For SQLite and D1 the judge is SQLite itself, in memory, with
//! the earlier migrations replayed (`sqlite`). For PostgreSQL it is the [catalog](crate::catalog),
//! which knows names and is silent about everything else ([`postgres`]).

pub(crate) mod postgres;
#[cfg(feature = "sqlite")]
pub(crate) mod sqlite;
mod trail;
