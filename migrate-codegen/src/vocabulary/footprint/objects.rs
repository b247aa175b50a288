//! Objects of a schema, whole or by their columns.

use std::collections::{BTreeMap, BTreeSet};

use super::name;

/// Objects of a schema, by their names in lower case, as SQLite compares names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Objects(BTreeMap<String, Columns>);

/// How much of an object is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Columns {
    /// All of it: the object itself, or whole rows.
    Whole,
    /// These columns, in lower case; of none only that there are rows.
    Some(BTreeSet<String>),
}

impl Objects {
    /// Adds an object, all of it.
    pub fn whole(&mut self, name: &str) {
        self.0.insert(name.to_ascii_lowercase(), Columns::Whole);
    }

    /// Adds a table whose rows are counted, whatever they hold.
    pub fn rows(&mut self, table: &str) {
        self.columns(table);
    }

    /// Adds a column of a table.
    pub fn column(&mut self, table: &str, column: &str) {
        if let Some(columns) = self.columns(table) {
            columns.insert(column.to_ascii_lowercase());
        }
    }

    /// The columns of a table, unless all of it is meant already.
    fn columns(&mut self, table: &str) -> Option<&mut BTreeSet<String>> {
        let columns = || Columns::Some(BTreeSet::new());
        match self.0.entry(table.to_ascii_lowercase()).or_insert_with(columns) {
            Columns::Whole => None,
            Columns::Some(columns) => Some(columns),
        }
    }

    /// Adds all of another list.
    pub fn extend(&mut self, other: &Self) {
        for (name, columns) in &other.0 {
            match columns {
                Columns::Whole => self.whole(name),
                Columns::Some(columns) => {
                    self.rows(name);
                    for column in columns {
                        self.column(name, column);
                    }
                }
            }
        }
    }

    /// Takes an object out.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(&name.to_ascii_lowercase());
    }

    /// Takes out the objects that are in the other list as a whole.
    pub fn remove_whole_of(&mut self, other: &Self) {
        self.0.retain(|name, _| other.0.get(name) != Some(&Columns::Whole));
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The objects in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Columns)> {
        self.0.iter().map(|(name, columns)| (name.as_str(), columns))
    }

    /// `table` for a whole object, or for its rows whatever they hold, and `table.column` for a
    /// column, in order. A name with a dot or a quote in it stands in double quotes.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for (table, columns) in self.iter() {
            let table = name::write(table);
            match columns {
                Columns::Whole => names.push(table),
                Columns::Some(columns) if columns.is_empty() => names.push(table),
                Columns::Some(columns) => {
                    let column = |column: &String| format!("{table}.{}", name::write(column));
                    names.extend(columns.iter().map(column));
                }
            }
        }
        names
    }

    /// Adds one of the [`names`](Self::names); `false` when it is none.
    pub(super) fn add(&mut self, written: &str) -> bool {
        match name::read(written) {
            Some((table, None)) => self.whole(&table),
            Some((table, Some(column))) => self.column(&table, &column),
            None => return false,
        }
        true
    }

    /// What is in both lists: a column where one of them says which.
    pub(super) fn common(&self, other: &Self) -> Self {
        let mut common = Self::default();
        for (name, own) in &self.0 {
            let columns = match (own, other.0.get(name)) {
                (_, None) => continue,
                (Columns::Whole, Some(columns)) | (columns, Some(Columns::Whole)) => {
                    columns.clone()
                }
                (Columns::Some(own), Some(Columns::Some(columns))) => {
                    let both: BTreeSet<_> = own.intersection(columns).cloned().collect();
                    if both.is_empty() {
                        continue;
                    }
                    Columns::Some(both)
                }
            };
            common.0.insert(name.clone(), columns);
        }
        common
    }
}
