//! The sources of a compiled set, for commands.

use std::path::PathBuf;

use migrate_codegen::check::{Level, Report};

use super::failure::Failure;
use super::session::Named;
use crate::Set;
use crate::sources::{self, Sources};

/// Reads the set's sources as they are now, and checks them; `levels` overrule the severities that
/// the set itself gives to rules.
///
/// # Errors
/// When they are not there any more.
pub(crate) fn check(set: &Named, levels: Vec<(String, Level)>) -> Result<Report, Failure> {
    let read = sources::read_with(&set.set, set.dialect, levels).map_err(Failure::failed)?;
    Ok(read.report)
}

/// Reads the set's sources as they are now, and checks them as the build does.
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
