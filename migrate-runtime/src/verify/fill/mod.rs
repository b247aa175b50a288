//! Rows for every table, so that what a rollback loses can be seen.

mod check;
mod insert;
mod level;
mod live;
mod seed;
mod shape;
mod tables;

pub(super) use level::Level;
pub(super) use live::{Life, live};
pub(super) use tables::{Filled, fill, fill_new};
