//! The rules, each with its docs, its check and its examples.

mod no_rollback;

mod delete_rows;
mod drop_column;
mod drop_table;
mod update_without_where;

mod add_column_needs_empty_table;
mod fails_on_data;
mod outside_transaction;
mod rebuild_relies_on_cascade;
mod transaction_control;

mod d1_refuses;
mod if_not_exists;
mod insert_select_star;
mod unknown_type_name;

pub(super) mod unused_expectation;

mod registry;

pub(super) use registry::NEED_SCHEMA;
pub use registry::{ALL, find};
