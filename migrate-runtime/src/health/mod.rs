//! Whether a database is well: what is wrong with it, and what to do.
//!
//! [`Runner::health`](crate::Runner::health) looks; each rule is a function in `rules.rs`, of what was
//! read, so that it can be tested without a sick database.

mod issue;
mod limits;
mod rules;

pub use issue::{Health, Issue, IssueKind};
pub use limits::Limits;
pub(crate) use rules::{ATTEMPTS, Look, issues, unreachable};
#[cfg(feature = "sqlite")]
pub(crate) use rules::{drift_of, drift_unknown};
