//! How two schemas differ, object by object.

mod change;
mod compare;
mod describe;
mod object;

pub use change::{Change, Detail, Difference};
