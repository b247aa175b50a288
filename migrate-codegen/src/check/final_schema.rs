//! The schema that a history leaves, as the engine keeps it.

use crate::change::Stored;

/// The schema after the last migration, as SQLite keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FinalSchema {
    /// Tables, indexes, views and triggers that people made, in the order in which they were made.
    pub objects: Vec<Stored>,
    /// The columns of its tables and views, in their order.
    pub columns: Vec<Column>,
    /// The rows that the replay had at the end.
    pub rows: AfterRows,
}

/// The rows that a replay has at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AfterRows {
    /// None, as in a fresh database.
    #[default]
    None,
    /// Those of a fresh database.
    Some,
    /// None, but a fresh database may have some: of a step in Rust, or of a function of the
    /// application.
    Unknown,
}

impl AfterRows {
    const ALL: [Self; 3] = [Self::None, Self::Some, Self::Unknown];

    /// The word that stands for it in the generated file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Some => "some",
            Self::Unknown => "unknown",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rows| rows.as_str() == word)
    }
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
