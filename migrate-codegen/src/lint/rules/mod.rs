//! The rules, each with its docs, its check and its examples.

mod no_rollback;

mod column_set_twice;
mod delete_rows;
mod drop_cascade;
mod drop_column;
mod drop_schema;
mod drop_table;
mod drop_takes_children;
mod replace_deletes_rows;
mod truncate_cascade;
mod truncate_table;
mod update_without_where;

mod add_column_needs_empty_table;
mod create_table_as;
mod d1_limits;
mod d1_refuses;
mod enum_value_in_transaction;
mod fails_on_data;
mod outside_transaction;
mod rebuild_loses;
mod rebuild_refuses_null;
mod rebuild_relies_on_cascade;
mod transaction_control;
mod writable_schema;

mod add_column_rewrites;
mod attach_partition_without_check;
mod change_column_type;
mod check_not_valid;
mod detach_partition;
mod domain_not_valid;
mod drop_index_not_concurrently;
mod exclusion_constraint;
mod foreign_key_not_valid;
mod index_not_concurrently;
mod lock_table;
mod lock_timeout_off;
mod primary_key_not_using_index;
mod refresh_not_concurrently;
mod reindex_not_concurrently;
mod rewrite_table;
mod rows_under_lock;
mod set_not_null;
mod several_locks;
mod unique_not_using_index;
mod validate_in_same_transaction;

mod create_extension;
mod create_rule;
mod drop_not_null;
mod rename_column;
mod rename_enum_value;
mod rename_schema;
mod rename_table;
mod row_security_without_policy;
mod triggers_off;

mod double_quoted_string;
mod if_not_exists;
mod insert_select_star;
mod int_primary_key;
mod json_column;
mod name_too_long;
mod schema_prefix;
mod temporary_object;
mod unknown_type_name;

mod autoincrement;
mod char_type;
mod create_enum;
mod drop_constraint;
mod enum_value_at_end;
mod foreign_key_without_index;
mod money_column;
mod primary_key_32_bit;
mod primary_key_takes_null;
mod serial_column;
mod several_alters;
mod table_without_key;
mod table_without_schema;
mod timestamp_without_time_zone;
mod unique_on_rows;
mod unlogged_table;
mod varchar_limit;

pub(super) mod unused_expectation;

mod registry;

pub(super) use registry::{ABOUT_LOST_ROWS, NEED_SCHEMA};
pub use registry::{ALL, find};
