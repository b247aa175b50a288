//! Sets of different engines side by side in one slice.

use migrate_codegen::Dialect as Name;

use crate::dialect::Dialect;
use crate::set::{Migrations, Set};

/// A set of migrations for some engine: every [`Migrations`] is one.
pub trait AnySet: sealed::Sealed + Sync {
    /// The set itself.
    fn set(&self) -> &Set;
    /// What it is written for.
    fn dialect(&self) -> Name;
}

impl<D: Dialect> AnySet for Migrations<D> {
    fn set(&self) -> &Set {
        Self::set(self)
    }

    fn dialect(&self) -> Name {
        D::NAME
    }
}

mod sealed {
    pub trait Sealed {}
    impl<D> Sealed for crate::set::Migrations<D> {}
}
