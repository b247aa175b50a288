//! The list of the rules: the one place that names each.

use super::{
    add_column_needs_empty_table, add_column_rewrites, attach_partition_without_check,
    autoincrement, change_column_type, char_type, check_not_valid, column_set_twice,
    create_extension, create_rule, create_table_as, d1_limits, d1_refuses, delete_rows,
    detach_partition, domain_not_valid, double_quoted_string, drop_cascade, drop_column,
    drop_index_not_concurrently, drop_not_null, drop_schema, drop_table, drop_takes_children,
    enum_value_in_transaction, exclusion_constraint, fails_on_data, foreign_key_not_valid,
    foreign_key_without_index, if_not_exists, index_not_concurrently, insert_select_star,
    int_primary_key, json_column, lock_table, lock_timeout_off, name_too_long, no_rollback,
    outside_transaction, primary_key_32_bit, primary_key_not_using_index, primary_key_takes_null,
    rebuild_loses, rebuild_refuses_null, rebuild_relies_on_cascade, refresh_not_concurrently,
    reindex_not_concurrently, rename_column, rename_enum_value, rename_schema, rename_table,
    replace_deletes_rows, rewrite_table, row_security_without_policy, rows_under_lock,
    schema_prefix, serial_column, set_not_null, several_locks, temporary_object,
    timestamp_without_time_zone, transaction_control, triggers_off, truncate_cascade,
    truncate_table, unique_not_using_index, unknown_type_name, unused_expectation,
    update_without_where, validate_in_same_transaction, varchar_limit, writable_schema,
};
use crate::lint::Rule;

/// Every rule.
pub const ALL: &[Rule] = &[
    no_rollback::RULE,
    drop_table::RULE,
    drop_column::RULE,
    drop_takes_children::RULE,
    drop_schema::RULE,
    drop_cascade::RULE,
    delete_rows::RULE,
    truncate_table::RULE,
    truncate_cascade::RULE,
    update_without_where::RULE,
    column_set_twice::RULE,
    replace_deletes_rows::RULE,
    add_column_needs_empty_table::RULE,
    fails_on_data::RULE,
    outside_transaction::RULE,
    transaction_control::RULE,
    writable_schema::RULE,
    rebuild_relies_on_cascade::RULE,
    rebuild_loses::RULE,
    rebuild_refuses_null::RULE,
    create_table_as::RULE,
    enum_value_in_transaction::RULE,
    d1_refuses::RULE,
    d1_limits::RULE,
    index_not_concurrently::RULE,
    drop_index_not_concurrently::RULE,
    reindex_not_concurrently::RULE,
    refresh_not_concurrently::RULE,
    unique_not_using_index::RULE,
    primary_key_not_using_index::RULE,
    foreign_key_not_valid::RULE,
    check_not_valid::RULE,
    domain_not_valid::RULE,
    exclusion_constraint::RULE,
    validate_in_same_transaction::RULE,
    set_not_null::RULE,
    add_column_rewrites::RULE,
    change_column_type::RULE,
    rewrite_table::RULE,
    attach_partition_without_check::RULE,
    detach_partition::RULE,
    rows_under_lock::RULE,
    several_locks::RULE,
    lock_table::RULE,
    lock_timeout_off::RULE,
    rename_table::RULE,
    rename_column::RULE,
    rename_enum_value::RULE,
    rename_schema::RULE,
    drop_not_null::RULE,
    row_security_without_policy::RULE,
    triggers_off::RULE,
    create_rule::RULE,
    create_extension::RULE,
    if_not_exists::RULE,
    insert_select_star::RULE,
    temporary_object::RULE,
    schema_prefix::RULE,
    double_quoted_string::RULE,
    unknown_type_name::RULE,
    int_primary_key::RULE,
    json_column::RULE,
    name_too_long::RULE,
    primary_key_takes_null::RULE,
    primary_key_32_bit::RULE,
    foreign_key_without_index::RULE,
    autoincrement::RULE,
    serial_column::RULE,
    timestamp_without_time_zone::RULE,
    char_type::RULE,
    varchar_limit::RULE,
    unused_expectation::RULE,
];

/// The rules that speak about rows and values that are gone: where `preserve` keeps them, they are
/// not.
pub(in crate::lint) const ABOUT_LOST_ROWS: &[&str] = &[
    drop_table::RULE.id,
    drop_column::RULE.id,
    delete_rows::RULE.id,
    update_without_where::RULE.id,
    replace_deletes_rows::RULE.id,
];

/// The rules that can only speak where the schema before the migration is known.
pub(in crate::lint) const NEED_SCHEMA: &[&str] = &[
    drop_takes_children::RULE.id,
    rebuild_relies_on_cascade::RULE.id,
    replace_deletes_rows::RULE.id,
    rebuild_loses::RULE.id,
];

/// The rule of this name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.id == id)
}
