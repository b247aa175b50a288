//! The way back from a migration of PostgreSQL, statement by statement from the schemas between.
//!
//! [`infer`] undoes each statement by what the [catalog](crate::catalog) says before and after it,
//! and runs the whole on the schema after the migration: only what restores the schema before it,
//! and lets the migration be applied again, is returned.

mod infer;
mod keep;
mod last;
mod ledger;
mod moment;
mod proof;
mod rows;
mod scene;
mod switched;

#[cfg(test)]
mod generated;
#[cfg(test)]
mod tests;

pub(crate) use infer::{infer, keep};
pub(crate) use scene::Scene;
