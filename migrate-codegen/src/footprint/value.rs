//! A footprint as a value.

use std::collections::{BTreeMap, BTreeSet};

/// The tables, columns and other objects that a migration reads and writes.
///
/// # Example
/// ```
/// use migrate_codegen::footprint::Footprint;
///
/// let mut footprint = Footprint::default();
/// footprint.reads.column("Orders", "id");
/// footprint.writes.whole("order_totals");
/// assert_eq!(footprint.reads.names(), ["orders.id"]);
/// assert_eq!(footprint.writes.names(), ["order_totals"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Footprint {
    /// Whether that is all.
    pub extent: Extent,
    /// What it reads.
    pub reads: Objects,
    /// What it changes: objects that it makes, alters or drops, and tables whose rows it changes.
    pub writes: Objects,
}

/// Whether a footprint holds everything that is touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// What is listed is all.
    #[default]
    Listed,
    /// Anything may be touched, by a step in Rust or by a statement that nobody could read.
    Everything,
}

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

impl Footprint {
    /// Adds another one.
    pub fn extend(&mut self, other: &Self) {
        if other.extent == Extent::Everything {
            self.extent = Extent::Everything;
        }
        self.reads.extend(&other.reads);
        self.writes.extend(&other.writes);
    }

    /// Everything that is listed, read or written.
    pub fn touched(&self) -> impl Iterator<Item = (&str, &Columns)> {
        self.reads.iter().chain(self.writes.iter())
    }
}

impl Objects {
    /// Adds an object, all of it.
    pub fn whole(&mut self, name: &str) {
        self.0.insert(name.to_lowercase(), Columns::Whole);
    }

    /// Adds a table whose rows are counted, whatever they hold.
    pub fn rows(&mut self, table: &str) {
        self.columns(table);
    }

    /// Adds a column of a table.
    pub fn column(&mut self, table: &str, column: &str) {
        if let Some(columns) = self.columns(table) {
            columns.insert(column.to_lowercase());
        }
    }

    /// The columns of a table, unless all of it is meant already.
    fn columns(&mut self, table: &str) -> Option<&mut BTreeSet<String>> {
        let columns = || Columns::Some(BTreeSet::new());
        match self.0.entry(table.to_lowercase()).or_insert_with(columns) {
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
        self.0.remove(&name.to_lowercase());
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

    /// `table` for a whole object, or for its rows whatever they hold, and `table.column` for a column, in order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for (name, columns) in self.iter() {
            match columns {
                Columns::Whole => names.push(name.to_owned()),
                Columns::Some(columns) if columns.is_empty() => names.push(name.to_owned()),
                Columns::Some(columns) => {
                    names.extend(columns.iter().map(|column| format!("{name}.{column}")));
                }
            }
        }
        names
    }
}
