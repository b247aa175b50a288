//! The tables and columns that queries and changes of rows name.

use super::super::command::{Pathname, Rows};
use super::super::fault::{Fault, FaultKind, Thing};
use super::super::model::TableSort;
use super::super::schema::{Catalog, Found, Relation};

impl Catalog {
    pub(super) fn rows(&self, rows: &Rows) -> Result<(), Fault> {
        if let Some((path, columns)) = &rows.target {
            let found = match self.relation(path) {
                Found::Sure(Relation::Table(table)) => self.tables.get(&table),
                Found::Missing => {
                    return Err(self.fault(FaultKind::Missing, Thing::Relation, path));
                }
                Found::Sure(_) | Found::Doubtful => None,
            };
            for column in columns {
                found.map_or(Ok(()), |table| self.has_column(table, column))?;
            }
        }
        rows.sources.iter().try_for_each(|source| self.readable(source))
    }

    /// Whether there may be a relation of this name.
    pub(super) fn readable(&self, path: &Pathname) -> Result<(), Fault> {
        match self.relation(path) {
            Found::Missing => Err(self.fault(FaultKind::Missing, Thing::Relation, path)),
            Found::Sure(_) | Found::Doubtful => Ok(()),
        }
    }
}

impl TableSort {
    /// Whether it is a virtual table.
    #[must_use]
    pub fn is_virtual(&self) -> bool {
        matches!(self, Self::Virtual(_))
    }
}
