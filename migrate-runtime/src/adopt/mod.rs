//! Taking over a database that something else migrated so far.
//!
//! Nothing is trusted: whatever says which migrations are applied (another tool's ledger, a person,
//! or the schema itself), the schema that they make is compared with the one that is there. The
//! migrations are replayed in memory for that, their data changes as far as they go and their
//! steps in Rust by the DDL that they declare, so a program without its sources can do it too.
//!
//! | says which | is checked by |
//! |---|---|
//! | a ledger with checksums that can be computed here | its checksums, and the schema |
//! | any other ledger | the schema |
//! | `baseline VERSION` | the schema |
//! | the schema | being that of one version only |
//!
//! A ledger is only read. Each has a file in `ledger/`, and [`Ledger::ALL`] lists them.

mod entry;
mod find;
mod ledger;
mod lines;
mod look;
mod proof;
mod replay;
mod search;
mod source;

pub(crate) use entry::{Entry, Key};
pub(crate) use find::{Found, find};
pub use ledger::Ledger;
use ledger::{present, read};
pub(crate) use lines::Lines;
pub(crate) use look::{Look, look};
pub(crate) use proof::Verdict;
pub(crate) use replay::Replay;
pub(crate) use search::search;
pub use source::Source;
