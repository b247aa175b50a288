//! What differs, as the source of an error.

use std::fmt;

/// What differs, a line each.
#[derive(Debug)]
pub(crate) struct Lines(pub(crate) Vec<String>);

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Lines {}
