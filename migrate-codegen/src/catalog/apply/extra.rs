//! Objects that are kept as they are written.

use std::sync::Arc;

use super::super::command::{ExtraText, Pathname};
use super::super::model::{Extra, Sql};
use super::super::schema::{Catalog, Found, Relation};

impl Catalog {
    pub(super) fn create_extra(&mut self, text: ExtraText) {
        let ExtraText { sort, name, table, head, tail } = text;
        let table = match table.map(|it| self.relation(&it)) {
            None => None,
            Some(Found::Sure(Relation::Table(path) | Relation::View(path))) => Some(path),
            // Its table is not known, and so it cannot be followed.
            Some(_) => {
                self.omitted += 1;
                return;
            }
        };
        let extra = Extra { sort, name, table, head, tail };
        self.extras.retain(|it| !it.is_same(&extra));
        self.extras.push(Arc::new(extra));
    }

    pub(super) fn drop_extra(&mut self, sort: &str, names: &[Sql], table: Option<&Pathname>) {
        let table = table.map(|it| match self.relation(it) {
            Found::Sure(Relation::Table(path) | Relation::View(path)) => Some(path),
            _ => None,
        });
        self.extras.retain(|it| {
            let other = it.sort != sort || !names.contains(&it.name);
            other || table.as_ref().is_some_and(|table| *table != it.table)
        });
    }
}

impl Extra {
    fn is_same(&self, other: &Self) -> bool {
        self.sort == other.sort && self.name == other.name && self.table == other.table
    }
}
