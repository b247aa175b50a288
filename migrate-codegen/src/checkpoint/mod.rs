//! The generated files as the place where a check may start.
//!
//! Replaying a thousand migrations takes seconds, and all but the newest were replayed before:
//! `migrations.sum` says what came of each, and `schema.sql` what they left. So the longest run of
//! first migrations that are still what the file says (`Trusted`) is not judged again, and the
//! engine starts from the schema that they left.
//!
//! Nothing else changes: where the files are missing, merged badly, edited, of another version of
//! this tool, of a newer engine or of other options, where a later migration looks at more than the
//! files hold (`plain`), and whenever an error is found, the whole history is replayed. `check`,
//! `verify` and `snapshot` never start here.

#[cfg(feature = "sqlite")]
mod block;
mod files;
mod judgement;
#[cfg(feature = "sqlite")]
mod plain;
#[cfg(feature = "sqlite")]
mod read;
#[cfg(feature = "sqlite")]
mod trusted;

pub use files::Checkpoint;
pub use judgement::Judgement;
#[cfg(feature = "sqlite")]
pub(crate) use {read::Recorded, trusted::Trusted};

#[cfg(all(test, feature = "sqlite"))]
mod tests;
