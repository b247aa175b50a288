//! What would be done: the set compared with the history. Pure: values in, values out.
//!
//! A [`Plan`] exists only if it was validated: nothing in it contradicts the history, every
//! dependency is met, and every rollback in it exists.

mod conflict;
mod down;
mod late;
mod target;
mod up;
mod validated;

pub(crate) use conflict::lacking;
pub use conflict::{Conflict, ConflictKind, conflicts};
pub use down::Dependents;
pub(crate) use down::applied;
pub(crate) use late::order_matters;
pub use late::{Hindrance, Late, OutOfOrder, late};
pub use target::Target;
pub use validated::Plan;
