//! `new`: the next migration's file, and the lines that list it.

#[cfg(feature = "dev")]
mod directory;
#[cfg(feature = "dev")]
mod list;
#[cfg(feature = "dev")]
mod write;

#[cfg(feature = "dev")]
pub(crate) use write::new;

/// A deployed program has no sources to write into.
#[cfg(not(feature = "dev"))]
pub(crate) fn new(
    _: &crate::cli::session::Session<'_>,
    _: &crate::cli::args::New,
) -> Result<u8, crate::cli::failure::Failure> {
    Err(crate::cli::failure::Failure::needs_dev("new"))
}
