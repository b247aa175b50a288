//! Everything that crosses the crates.

pub mod side_by_side;
pub mod synthetic;
