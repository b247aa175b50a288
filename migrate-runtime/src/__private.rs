//! What the expansions of the macros name. Not part of the public interface.

pub use crate::migration::{Body, Found, Migration, Part, Script, Written};
pub use crate::set::Migrations;
pub use crate::step::{FromTx, IntoOutcome, arg, outcome};
