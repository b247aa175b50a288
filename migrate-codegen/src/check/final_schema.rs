//! The schema that a history leaves, as the engine keeps it.

use crate::catalog::{Catalog, Knowledge, Null};
use crate::change::{Object, Stored};

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
    /// The tables and views of a catalog, by the names that statements have for them, with their
    /// columns where all of them are known. Rows are not.
    pub(crate) fn of_catalog(catalog: &Catalog) -> Self {
        let mut schema = Self { rows: AfterRows::Unknown, ..Self::default() };
        for table in catalog.tables().filter(|it| !it.name.is_temporary()) {
            let name = table.name.to_sql();
            schema.objects.push(object(Object::Table, &name));
            if table.knowledge == Knowledge::Partial || !catalog.is_certain(&table.name.name) {
                continue;
            }
            schema.columns.extend(table.columns.iter().map(|it| Column {
                table: name.clone(),
                name: it.name.to_string(),
                declared: it.type_name.clone(),
                null: if it.null == Null::Refused { CanBeNull::No } else { CanBeNull::Yes },
            }));
        }
        for view in catalog.views().filter(|it| !it.name.is_temporary()) {
            let name = view.name.to_sql();
            schema.objects.push(object(Object::View, &name));
            schema.columns.extend(view.columns.iter().flatten().map(|it| Column {
                table: name.clone(),
                name: it.to_string(),
                declared: String::new(),
                null: CanBeNull::Yes,
            }));
        }
        schema
    }

    /// The columns of a table or view.
    pub fn columns_of(&self, table: &str) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |column| column.table.eq_ignore_ascii_case(table))
    }
}

fn object(object: Object, name: &str) -> Stored {
    Stored { object, name: name.to_owned(), table: name.to_owned(), sql: None }
}
