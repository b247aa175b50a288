//! What a table accepts, as far as rows for it depend on that.

use rusqlite::Connection;

use crate::schema::Object;
use crate::schema::{Column, ForeignKey, Origin, foreign_keys};

/// A table that gets rows.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) table: String,
    /// Its text.
    pub(super) sql: String,
    /// The columns that are written.
    pub(super) columns: Vec<Column>,
    pub(super) references: Vec<ForeignKey>,
}

impl Shape {
    pub(super) fn of(connection: &Connection, table: &Object) -> rusqlite::Result<Self> {
        let written = |column: &&Column| column.origin == Origin::Written;
        Ok(Self {
            table: table.name.clone(),
            sql: table.sql.clone(),
            columns: table.columns.iter().filter(written).cloned().collect(),
            references: foreign_keys(connection, &table.name)?,
        })
    }

    /// The place of a column.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// Whether it refers to a table of the list, other than itself.
    pub(super) fn waits_for(&self, others: &[Self]) -> bool {
        self.references.iter().any(|key| {
            let is_parent = |other: &&Self| other.table.eq_ignore_ascii_case(&key.parent);
            !self.table.eq_ignore_ascii_case(&key.parent) && others.iter().any(|it| is_parent(&it))
        })
    }
}
