//! The list of the refusals: the one place that names each.

use super::{
    already_exists, another_kind, broken_before, category, cycle, duplicate_column,
    duplicate_version, empty, endless_comment, entry, foreign_key_mismatch, in_use,
    later_dependency, needs_newer_engine, no_engine, no_such_collation, no_such_column,
    no_such_constraint, no_such_database, no_such_function, no_such_index, no_such_module,
    no_such_schema, no_such_sequence, no_such_table, no_such_trigger, no_such_type, no_such_view,
    not_replayed, preserve, preserve_unseen, refused, rollback, syntax, undeclared_ddl,
    unknown_dependency, unordered, unreadable,
};
use crate::lint::Rule;

/// Every refusal: those of the engine, then those of the list.
pub const ALL: &[Rule] = &[
    syntax::RULE,
    needs_newer_engine::RULE,
    no_such_table::RULE,
    no_such_column::RULE,
    no_such_view::RULE,
    no_such_index::RULE,
    no_such_trigger::RULE,
    no_such_function::RULE,
    no_such_collation::RULE,
    no_such_module::RULE,
    no_such_database::RULE,
    no_such_type::RULE,
    no_such_constraint::RULE,
    no_such_sequence::RULE,
    no_such_schema::RULE,
    duplicate_column::RULE,
    already_exists::RULE,
    another_kind::RULE,
    foreign_key_mismatch::RULE,
    in_use::RULE,
    broken_before::RULE,
    refused::RULE,
    not_replayed::RULE,
    no_engine::RULE,
    duplicate_version::RULE,
    unordered::RULE,
    unknown_dependency::RULE,
    later_dependency::RULE,
    cycle::RULE,
    category::RULE,
    empty::RULE,
    rollback::RULE,
    endless_comment::RULE,
    undeclared_ddl::RULE,
    preserve::RULE,
    preserve_unseen::RULE,
    entry::RULE,
    unreadable::RULE,
];

/// The refusal of this code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.id == code)
}
