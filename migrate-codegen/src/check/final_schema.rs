//! The schema that a history leaves, as the engine keeps it.

use crate::change::Stored;

/// The schema after the last migration, as SQLite keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FinalSchema {
    /// Tables, indexes, views and triggers that people made, in the order in which they were made.
    pub objects: Vec<Stored>,
    /// The columns of its tables and views, in their order.
    pub columns: Vec<Column>,
}

/// A column of a table or a view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The table or view.
    pub table: String,
    /// Its name.
    pub name: String,
    /// Its declared type; empty when it has none.
    pub declared: String,
    /// Whether it can hold NULL.
    pub null: CanBeNull,
}

/// Whether a column can hold NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CanBeNull {
    /// It can.
    Yes,
    /// It is `NOT NULL`, or the row's own number.
    No,
}

impl FinalSchema {
    /// The columns of a table or view.
    pub fn columns_of(&self, table: &str) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |column| column.table.eq_ignore_ascii_case(table))
    }
}
