//! What the expansions of the macros name. Not part of the public interface.

pub use crate::migration::{
    BackfillCode, Body, Code, Found, Migration, Part, Script, Steps, Written,
};
pub use crate::set::Migrations;
pub use crate::step::{FromTx, IntoOutcome, arg, backfill, outcome};
pub use migrate_codegen::{Category, ForeignKeys, Impact, RollbackClass, Transactional, Version};
pub use migrate_macros::report;

/// The version of a migration; the attribute has read the number.
#[must_use]
pub const fn version(number: i64) -> Version {
    match Version::new(number) {
        Some(version) => version,
        None => panic!("a version is not negative"),
    }
}
