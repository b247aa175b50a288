//! The list of the rules: the one place that names each.

use super::{
    add_column_needs_empty_table, d1_refuses, delete_rows, drop_column, drop_table, fails_on_data,
    if_not_exists, insert_select_star, no_rollback, outside_transaction, rebuild_relies_on_cascade,
    transaction_control, unknown_type_name, unused_expectation, update_without_where,
};
use crate::lint::Rule;

/// Every rule.
pub const ALL: &[Rule] = &[
    no_rollback::RULE,
    drop_table::RULE,
    drop_column::RULE,
    delete_rows::RULE,
    update_without_where::RULE,
    add_column_needs_empty_table::RULE,
    fails_on_data::RULE,
    outside_transaction::RULE,
    rebuild_relies_on_cascade::RULE,
    transaction_control::RULE,
    d1_refuses::RULE,
    if_not_exists::RULE,
    insert_select_star::RULE,
    unknown_type_name::RULE,
    unused_expectation::RULE,
];

/// The rules that can only speak where the schema before the migration is known.
pub(in crate::lint) const NEED_SCHEMA: &[&str] = &[rebuild_relies_on_cascade::RULE.id];

/// The rule of this name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.id == id)
}
