//! The check of a whole history: one entry for the macros and for the command line.
//!
//! [`check`] reads each migration, looks at the structure of the list, lets the engine judge the
//! SQL by replaying it, and asks the policy rules. It never fails: what it finds stands in the
//! [`Report`].

mod options;
mod problem;
mod report;

pub use options::{Depth, EngineVersion, Level, Options, ParseEngineVersionError};
pub use problem::{Problem, ProblemKind, Related, Severity, in_file};
pub use report::{Checked, Part, Report, Rollback, RollbackSource, Script};
