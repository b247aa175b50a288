//! The tables and columns that were there, followed through a migration.

use super::reach::{Change, Reached};
use crate::catalog::{Catalog, Ident, Lost, Object, Path, Table, TableSort, Touched};
use crate::change::{Action, alter};
use crate::reader::Statement;

/// The tables that were there, and what became of them so far.
pub(in crate::rollback::postgres) struct Lines<'c> {
    pub(super) tables: Vec<Line<'c>>,
}

/// A table that was there.
pub(super) struct Line<'c> {
    /// As it was.
    pub(super) start: &'c Table,
    /// Its name by now, if it lives on.
    pub(super) now: Option<Path>,
    /// The name of each of its columns by now, in their order.
    pub(super) columns: Vec<Option<Ident>>,
    /// What happened to its rows, by the former names of its columns.
    pub(super) changes: Vec<Change>,
}

impl<'c> Lines<'c> {
    pub(in crate::rollback::postgres) fn new(start: &'c Catalog) -> Self {
        let line = |start: &'c Table| Line {
            start,
            now: Some(start.name.clone()),
            columns: start.columns.iter().map(|it| Some(it.name.clone())).collect(),
            changes: Vec::new(),
        };
        let rows = start.tables().filter(|it| it.sort != TableSort::Foreign);
        Self { tables: rows.filter(|it| !it.name.is_temporary()).map(line).collect() }
    }

    /// Follows a statement to the schema after it.
    pub(in crate::rollback::postgres) fn follow(
        &mut self,
        statement: &Statement,
        touched: &Touched,
        after: &Catalog,
    ) {
        for line in &mut self.tables {
            line.follow(statement, touched, after);
        }
    }

    /// Notes that rows change.
    pub(in crate::rollback::postgres) fn change(&mut self, reached: Vec<Reached>) {
        for Reached { table, change } in reached {
            let Some(line) = self.at(&table) else { continue };
            let change = match change {
                Change::Columns(all) => {
                    Change::Columns(all.iter().filter_map(|it| line.former(it)).collect())
                }
                other => other,
            };
            // Columns that the migration itself adds go with its rollback.
            if change != Change::Columns(Vec::new()) && !line.changes.contains(&change) {
                line.changes.push(change);
            }
        }
    }

    /// Whether rows of a table that was there change.
    pub(in crate::rollback::postgres) fn are_changed(&self) -> bool {
        self.tables.iter().any(|it| !it.changes.is_empty())
    }

    /// Notes that rows are added to the table that had this name.
    pub(in crate::rollback::postgres) fn more(&mut self, former: &Path) {
        let line = self.tables.iter_mut().find(|it| it.start.name == *former);
        if let Some(line) = line.filter(|it| !it.changes.contains(&Change::More)) {
            line.changes.push(Change::More);
        }
    }

    /// What is lost, by the names that were there; `None` for what was not there.
    pub(in crate::rollback::postgres) fn former(&self, lost: &Lost) -> Option<Lost> {
        let both = |table: &Path, column: &Ident| {
            let line = self.tables.iter().find(|it| it.now.as_ref() == Some(table))?;
            Some((line.start.name.clone(), line.former(column)?))
        };
        Some(match lost {
            Lost::Rows(table) => Lost::Rows(self.former_table(table)?.clone()),
            Lost::Values(table, column) => {
                let (table, column) = both(table, column)?;
                Lost::Values(table, column)
            }
            Lost::Place(table, column) => {
                let (table, column) = both(table, column)?;
                Lost::Place(table, column)
            }
            Lost::Converted { table, column, old, new } => {
                let (table, column) = both(table, column)?;
                Lost::Converted { table, column, old: old.clone(), new: new.clone() }
            }
            Lost::LastNumber(_) | Lost::NoExtension(_) => lost.clone(),
        })
    }

    /// What a table was called that has this name by now.
    pub(in crate::rollback::postgres) fn former_table(&self, now: &Path) -> Option<&Path> {
        self.tables.iter().find(|it| it.now.as_ref() == Some(now)).map(|it| &it.start.name)
    }

    fn at(&mut self, now: &Path) -> Option<&mut Line<'c>> {
        self.tables.iter_mut().find(|it| it.now.as_ref() == Some(now))
    }
}

impl Line<'_> {
    fn follow(&mut self, statement: &Statement, touched: &Touched, after: &Catalog) {
        let Some(name) = self.now.clone() else { return };
        let renamed = touched.renamed.as_ref().filter(|(from, _)| *from == name);
        let name = renamed.map_or(name, |(_, to)| to.clone());
        if let Some((_, from, to)) = touched.column.as_ref().filter(|it| it.0 == name) {
            let own = self.columns.iter_mut().filter(|it| it.as_ref() == Some(from));
            own.for_each(|it| *it = Some(to.clone()));
        }
        let is_own = touched.objects.contains(&Object::Table(name.clone()));
        let dropped = if is_own { dropped(statement) } else { Vec::new() };
        self.now = after.tables().find(|it| it.name == name).map(|now| {
            for column in &mut self.columns {
                let lives = |it: &Ident| {
                    now.column(it).is_some()
                        && !dropped.iter().any(|own| own.eq_ignore_ascii_case(it.as_str()))
                };
                *column = column.take().filter(lives);
            }
            name
        });
    }

    /// What a column was called that has this name by now.
    fn former(&self, now: &Ident) -> Option<Ident> {
        let at = self.columns.iter().position(|it| it.as_ref() == Some(now))?;
        Some(self.start.columns[at].name.clone())
    }

    /// What a column is called that had this name, if it lives on.
    pub(super) fn now(&self, former: &Ident) -> Option<&Ident> {
        let at = self.start.columns.iter().position(|it| it.name == *former)?;
        self.columns[at].as_ref()
    }
}

/// The columns that a statement drops, also where it adds others of their names.
fn dropped(statement: &Statement) -> Vec<String> {
    let of = |it: crate::change::Clause| match it.action {
        Action::DropColumn(name, _) => Some(name),
        _ => None,
    };
    alter(statement).into_iter().filter_map(of).collect()
}
