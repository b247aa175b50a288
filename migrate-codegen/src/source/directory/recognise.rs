//! Whose directory it is, and why we think so.

use std::path::Path;

use super::error::DirectoryError;
use super::layout::Layout;
use super::layouts::{ALL, Convention, Proof, Role, Weight};
use super::listing::{Listed, Listing, is_numbered};

/// A layout that was recognised, and what gave it away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// The layout.
    pub layout: Layout,
    /// Why, as a sentence's end: "`meta/_journal.json` is the journal of drizzle".
    pub because: String,
}

/// Looks whose migrations `listing`, of the directory `path`, holds.
///
/// # Errors
/// If it holds none, or those of two tools; then the error names a file of each.
pub(super) fn recognise(path: &Path, listing: &Listing) -> Result<Recognised, DirectoryError> {
    let proofs: Vec<(&Convention, Proof)> =
        ALL.into_iter().filter_map(|one| Some((one, (one.proof)(listing)?))).collect();
    let heaviest = proofs.iter().map(|(_, proof)| proof.weight).max();
    let mut heavy = proofs.iter().filter(|(_, proof)| Some(proof.weight) == heaviest);
    let (convention, proof) = heavy.next().ok_or_else(|| DirectoryError::empty(path, None))?;
    if let (Weight::Certain, Some((other, against))) = (proof.weight, heavy.next()) {
        let two = [(convention.layout, proof), (other.layout, against)];
        return Err(DirectoryError::two_tools(path, two));
    }
    let left_out =
        |listed: &&Listed| looks_run(listed) && (convention.role)(listed) == Role::Nothing;
    if let Some(stranger) = listing.files.iter().find(left_out) {
        return Err(DirectoryError::stranger(path, convention.layout, proof, &stranger.path));
    }
    let because = format!("`{}` {}", proof.file, proof.because);
    Ok(Recognised { layout: convention.layout, because })
}

/// Whether a file looks as if some tool would run it.
fn looks_run(listed: &Listed) -> bool {
    let in_folder = matches!(listed.name(), "up.sql" | "migration.sql");
    listed.top_stem().is_some_and(is_numbered) || (in_folder && is_numbered(listed.folder()))
}
