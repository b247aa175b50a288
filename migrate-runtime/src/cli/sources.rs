//! The sources of a compiled set, for commands.

use std::path::PathBuf;

use migrate_codegen::check::Report;

use super::failure::Failure;
use super::session::Named;
use crate::Set;
use crate::sources::{self, Sources};

/// Reads the set's sources as they are now, and checks them.
///
/// # Errors
/// When they are not there any more.
pub(crate) fn check(set: &Named) -> Result<Report, Failure> {
    Ok(read(set)?.report)
}

/// The same with the sources.
///
/// # Errors
/// When they are not there any more.
pub(crate) fn read(set: &Named) -> Result<Sources, Failure> {
    sources::read(&set.set, set.dialect).map_err(Failure::failed)
}

/// The file that holds the static of the set.
///
/// # Errors
/// When it is not where the compiler found it.
pub(crate) fn file(set: &Set) -> Result<PathBuf, Failure> {
    sources::file(set).map_err(Failure::failed)
}
