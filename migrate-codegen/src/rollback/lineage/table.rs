//! What a table on the way holds, and how statements change that.

use super::{Age, Column, Rows, Table, Values};
use crate::change::{Extent, Step, Write};
use crate::footprint::Columns;
use crate::reader::Kind;
use crate::rollback::keep::Members;
use crate::rollback::keyed::{Keyed, has_policy};

impl Table {
    /// The table before the migration whose rows it holds.
    pub(in crate::rollback) fn origin(&self) -> Option<&str> {
        match &self.rows {
            Rows::None | Rows::Own | Rows::Mixed(_) => None,
            Rows::Itself(name) | Rows::Copied(name, _) => Some(name),
        }
    }

    /// Whether it holds all of them.
    pub(in crate::rollback) fn extent(&self) -> Extent {
        match self.rows {
            Rows::Copied(_, extent) => extent,
            _ => Extent::Whole,
        }
    }

    /// The column that holds the values of a column before the migration.
    pub(in crate::rollback) fn holder_of(&self, column: &str) -> Option<&Column> {
        let is = |from: &String| from.eq_ignore_ascii_case(column);
        self.columns.iter().find(|it| it.from.as_ref().is_some_and(is))
    }

    /// The column of this name.
    pub(in crate::rollback) fn named(&self, column: &str) -> Option<&Column> {
        self.columns.iter().find(|it| it.name.eq_ignore_ascii_case(column))
    }

    pub(super) fn value_of(&self, column: &str) -> Option<String> {
        self.named(column)?.from.clone()
    }

    pub(super) fn values_of(&self, column: &str) -> Values {
        self.named(column).map_or(Values::Same, |it| it.values)
    }

    /// Follows what an `UPDATE` puts into added columns: the values of others, or anything else.
    pub(in crate::rollback) fn assign(&mut self, write: &Write) {
        for name in &write.set {
            // What a constraint does not let in, `ON CONFLICT` may leave out or replace.
            let copied = write.copies.iter().find(|(to, _)| to == name);
            let copied = copied.filter(|_| self.takes == Extent::Whole);
            let from = copied.and_then(|(_, from)| self.value_of(from));
            let values = copied.map_or(Values::Same, |(_, from)| self.values_of(from));
            if let Some(column) = self.column(name) {
                (column.from, column.values) = (from, values);
            }
        }
    }

    /// Takes over the rows that were inserted into the table that it is a copy of. Where their keys
    /// are not copied, nothing tells them from the others.
    pub(super) fn inherit(&mut self, from: &Table) {
        let is_same = |name: &String| {
            let [there, here] =
                [from, &*self].map(|it| it.named(name).and_then(|it| it.from.clone()));
            there.is_some() && there == here
        };
        if from.inserted.iter().flat_map(|it| &it.key).all(is_same) {
            let mut inserted = from.inserted.clone();
            let here =
                |name: &str| Some(self.holder_of(from.named(name)?.from.as_ref()?)?.name.clone());
            for rows in &mut inserted {
                rows.map(here);
            }
            self.inserted = inserted;
            return;
        }
        if let Some(origin) = from.origin() {
            self.rows = Rows::Mixed(origin.to_owned());
        }
    }

    /// The migration put these rows into the table.
    pub(super) fn put(&mut self, mut rows: Keyed) {
        // What an added column holds is counted where the column is dropped.
        let is_added = |it: &str| self.named(it).is_some_and(|it| it.age == Age::Added);
        rows.map(|it| (!is_added(it)).then(|| it.to_owned()));
        self.inserted.push(rows);
    }

    /// Forgets the rows that the migration inserted, where these columns make them others: what is
    /// kept tells them.
    pub(in crate::rollback) fn forget_inserted(&mut self, columns: &Columns) {
        let may = |it: &Keyed| match columns {
            Columns::Some(names) => {
                names.contains("rowid")
                    || it.columns().any(|it| names.contains(&it.to_ascii_lowercase()))
            }
            Columns::Whole => true,
        };
        if self.inserted.iter().any(may) {
            self.inserted.clear();
            self.members = Members::Others;
        }
    }

    pub(in crate::rollback) fn column(&mut self, name: &str) -> Option<&mut Column> {
        self.columns.iter_mut().find(|it| it.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn alter(&mut self, step: &Step<'_>) {
        let statement = step.statement;
        let Some(name) = statement.column.as_ref().map(|name| name.name.clone()) else { return };
        match (step.kind(), &statement.to) {
            (Kind::AlterAddColumn, _) => {
                self.columns.push(Column::added(name));
                if takes(statement.text()) == Extent::Part {
                    self.takes = Extent::Part;
                }
            }
            (Kind::AlterDropColumn, _) => {
                self.columns.retain(|it| !it.name.eq_ignore_ascii_case(&name));
                let stays = |it: &str| (!it.eq_ignore_ascii_case(&name)).then(|| it.to_owned());
                for rows in &mut self.inserted {
                    rows.map(stays);
                }
            }
            (_, Some(to)) => {
                if let Some(column) = self.column(&name) {
                    column.name.clone_from(&to.name);
                }
                for rows in &mut self.inserted {
                    rows.rename(&name, &to.name);
                }
            }
            _ => {}
        }
    }
}

impl Column {
    pub(super) fn added(name: String) -> Self {
        Self { name, from: None, age: Age::Added, values: Values::Same }
    }
}

/// Whether a table takes all rows that are copied into it: `ON CONFLICT` may leave some out.
pub(super) fn takes(sql: &str) -> Extent {
    if has_policy(sql) { Extent::Part } else { Extent::Whole }
}
