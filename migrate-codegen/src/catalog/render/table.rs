//! Tables, and what `ALTER TABLE` adds to them.

use super::super::fault::Thing;
use super::super::model::{Column, Constraint, Descent, Knowledge, Rule, Table, TableSort};
use super::constraint::constraint;
use super::unwritten::{Unwritten, Why};
use super::words::{path, sentence};
use super::writer::Writer;

/// Where the foreign keys of a table are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum References {
    /// With the table: the tables that they point at are there already.
    Within,
    /// By statements of their own, so that tables can be made in any order.
    Apart,
}

impl Writer<'_> {
    /// `CREATE TABLE`, with its keys and conditions but for those of [`apart`](Self::apart).
    ///
    /// A sequence that a column draws from has to be there before, unless the column brings it.
    ///
    /// # Errors
    /// When not all of the table is known.
    pub fn table(self, table: &Table, references: References) -> Result<String, Unwritten> {
        self.table_with(table, |it| !is_apart(it, references))
    }

    /// The same with these of its constraints.
    pub(crate) fn table_with(
        self,
        table: &Table,
        is_within: impl Fn(&Constraint) -> bool,
    ) -> Result<String, Unwritten> {
        let descent = table.descent.as_ref().filter(|_| self.follows());
        let knowledge = descent.map_or(table.knowledge, |_| Knowledge::Whole);
        self.certain(Thing::Table, &table.name, knowledge)?;
        if table.sort != TableSort::Ordinary || table.name.is_temporary() {
            return Err(Unwritten::new(Thing::Table, &table.name, Why::Partial));
        }
        let given = |it: &&Column| descent.is_some_and(|of| of.given.contains(&it.name));
        let own = table.columns.iter().filter(|it| !given(it));
        let columns = own.map(|it| self.column(table, it));
        let within = table.constraints.iter().filter(|it| is_within(it));
        let lines: Vec<_> = columns.chain(within.map(constraint)).collect();
        let inside = if lines.is_empty() {
            if descent.is_some_and(|it| it.bounds.is_some()) { "" } else { "()" }.to_owned()
        } else {
            format!("(\n    {}\n)", lines.join(",\n    "))
        };
        let (unlogged, options): (Vec<_>, Vec<_>) =
            table.options.iter().partition(|it| it.as_str() == "unlogged");
        let unlogged = if unlogged.is_empty() { "" } else { "UNLOGGED" };
        let options: Vec<_> = options.iter().map(|it| it.as_str()).collect();
        let options = options.join(" ");
        let [of, behind] = descent.map(described).unwrap_or_default();
        let name = path(&table.name);
        Ok(sentence(&["CREATE", unlogged, "TABLE", &name, &of, &inside, &behind, &options]))
    }

    /// The constraints of the table that statements of their own add: foreign keys, where they are
    /// asked for, and what the rows that are there need not keep.
    ///
    /// # Errors
    /// When not all of the table is known.
    pub fn apart(self, table: &Table, references: References) -> Result<Vec<String>, Unwritten> {
        let apart = table.constraints.iter().filter(|it| is_apart(it, references));
        apart.map(|it| self.add_constraint(table, it)).collect()
    }

    /// `ALTER TABLE .. ADD COLUMN`, without the constraints that are written with it.
    ///
    /// # Errors
    /// When not all of the table is known.
    pub fn add_column(self, table: &Table, column: &Column) -> Result<String, Unwritten> {
        self.certain(Thing::Table, &table.name, table.knowledge)?;
        let column = self.column(table, column);
        Ok(format!("ALTER TABLE {} ADD COLUMN {column}", path(&table.name)))
    }

    /// `ALTER TABLE .. ADD CONSTRAINT`.
    ///
    /// # Errors
    /// When not all of the table is known.
    pub fn add_constraint(self, table: &Table, it: &Constraint) -> Result<String, Unwritten> {
        let known = self.follows() && table.descent.is_some();
        let knowledge = if known { Knowledge::Whole } else { table.knowledge };
        self.certain(Thing::Table, &table.name, knowledge)?;
        Ok(format!("ALTER TABLE {} ADD {}", path(&table.name), constraint(it)))
    }
}

/// What stands before and behind the columns of a partition or a child.
fn described(descent: &Descent) -> [String; 2] {
    let parents: Vec<_> = descent.parents.iter().map(path).collect();
    let parents = parents.join(", ");
    match &descent.bounds {
        Some(bounds) => [format!("PARTITION OF {parents}"), bounds.to_string()],
        None => [String::new(), format!("INHERITS ({parents})")],
    }
}

/// Whether a statement of its own adds the constraint.
fn is_apart(constraint: &Constraint, references: References) -> bool {
    let key = matches!(constraint.rule, Rule::ForeignKey(_));
    key && references == References::Apart || constraint.is_not_valid()
}
