//! The check of a whole history: one entry for the macros and for the command line.
//!
//! [`check`] reads each migration, looks at the structure of the list, lets the engine judge the
//! SQL by replaying it, and asks the policy rules. It never fails: what it finds stands in the
//! [`Report`].

mod control;
mod final_catalog;
mod final_schema;
mod github;
mod history;
mod json;
mod options;
mod policy;
mod preserve;
mod problem;
mod render;
mod report;
mod run;
mod sarif;
mod way_back;

pub use final_catalog::{FinalCatalog, Unread};
pub use final_schema::{AfterRows, CanBeNull, Column, FinalSchema};
pub use github::github;
pub(crate) use history::{DownFrom, History, Side, Text, Unit};
pub use json::{Document, Summary};
pub use options::{Depth, EngineVersion, Level, Options, ParseEngineVersionError};
pub use problem::{Fix, Problem, ProblemKind, Related, Severity, in_file};
pub use render::{Style, render};
pub use report::{Checked, Part, Report, Rollback, RollbackSource, Script};
pub(crate) use run::{Comment, Seen};
pub use run::{check, check_from};
pub use sarif::{Sarif, sarif};
pub(crate) use way_back::{DO_NOT, wants_inferred};
#[cfg(feature = "sqlite")]
pub(crate) use way_back::{NONE_GIVEN, steps};

#[cfg(all(test, feature = "sqlite"))]
mod tests;
