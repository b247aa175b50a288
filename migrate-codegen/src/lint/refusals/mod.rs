//! What the engine and the list of migrations refuse: no opinions, so nobody consents to them.

mod already_exists;
mod another_kind;
mod broken_before;
mod duplicate_column;
mod foreign_key_mismatch;
mod in_use;
mod needs_newer_engine;
mod no_engine;
mod no_such_collation;
mod no_such_column;
mod no_such_constraint;
mod no_such_database;
mod no_such_function;
mod no_such_index;
mod no_such_module;
mod no_such_schema;
mod no_such_sequence;
mod no_such_table;
mod no_such_trigger;
mod no_such_type;
mod no_such_view;
mod not_replayed;
mod refused;
mod syntax;

mod category;
mod cycle;
mod duplicate_version;
mod empty;
mod endless_comment;
mod entry;
mod later_dependency;
mod preserve;
mod preserve_unseen;
mod rollback;
mod undeclared_ddl;
mod unknown_dependency;
mod unordered;
mod unreadable;

mod registry;

pub use registry::{ALL, find};
