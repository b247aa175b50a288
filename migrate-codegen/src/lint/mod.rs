//! Policy: what a migration should not do although the engine accepts it.
//!
//! Each rule is one file of [`rules`], with the examples that its tests run and its page shows. So
//! is each code of what the engine and the list of migrations refuse, in [`refusals`].
//! [`run`] asks them all about one migration, takes out what its author consents to, and gives each
//! finding the severity that the set asks for.

mod context;
mod rule;

mod consent;
mod explain;
mod postgres;
mod retired;
mod run;
mod settable;
mod severity;
mod unknown;

pub mod refusals;
pub mod rules;

#[cfg(all(test, feature = "sqlite"))]
mod tests;

pub use context::{Context, Reference, Schema, Table, WayBack};
pub use explain::{Page, explain, find};
pub use rule::{Check, Finding, Rule, Speaks};
pub use run::run;
pub use settable::{NotSettable, settable};
pub use unknown::UnknownRule;
