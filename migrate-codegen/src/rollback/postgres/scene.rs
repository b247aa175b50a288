//! A statement and the schema that it finds.

use crate::catalog::Catalog;
use crate::change::Step;

/// A statement and the schema that it finds.
pub(crate) struct Scene<'a> {
    /// Its index in its text.
    pub(crate) at: usize,
    pub(crate) step: Step<'a>,
    /// The schema before it.
    pub(crate) before: Catalog,
}
