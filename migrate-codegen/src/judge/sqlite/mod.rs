//! SQLite replays a history in memory and says what is wrong with it.
//!
//! Each migration is applied in a transaction, statement by statement, as the runner would. What
//! changes the schema is executed. What changes rows is prepared, and executed only while the rows
//! in memory are those that a fresh database would have: after a step in Rust, a call of a stubbed
//! function, or a failure, the tables are emptied, and rows are not touched any more. Queries,
//! `ATTACH`, `VACUUM` and pragmas with effects beyond the connection are prepared only, so the
//! replay never touches the disk; and each statement has a budget of instructions, so that a query
//! without an end does not hang the compiler.
//!
//! After the first migration that is refused, only syntax errors are reported, because anything
//! else could be a consequence.

mod catalog;
mod d1;
mod engine;
mod features;
mod final_schema;
mod findings;
mod hint;
mod locate;
mod pragma;
mod probe;
mod proof;
mod quotes;
mod recorder;
mod refusal;
mod rehearsal;
mod replay;
mod run;
mod start;
mod types;

pub(crate) use engine::version;
pub(crate) use replay::{Verdict, judge};
