//! Columns that a table gets without listing them: from a query, from its parents, from `LIKE`.

use std::collections::BTreeSet;

use super::super::command::{Copied, More};
use super::super::fault::{Fault, FaultKind, Thing};
use super::super::model::{Column, Descent, Ident, Knowledge, Rule, Sql, Table};
use super::super::query::Of;
use super::super::schema::{Catalog, Found, Relation};
use crate::Dialect;

impl Catalog {
    /// The columns that a query gives to a table, under these names as far as there are some.
    pub(super) fn select_into(&self, table: &mut Table, query: &Sql, listed: Vec<Ident>) {
        table.knowledge = Knowledge::Partial;
        let found = if self.dialect == Dialect::Postgres { self.outputs(query) } else { None };
        let found = found.unwrap_or_default();
        let mut names: Vec<_> = found.iter().filter_map(|it| it.name.clone()).collect();
        names.splice(..listed.len().min(names.len()), listed);
        let typed: Option<Vec<_>> = found
            .iter()
            .map(|it| match it.of.as_ref()? {
                Of::Type(name, collation) => Some((name.clone(), collation.clone())),
                Of::Literal => Some(("text".to_owned(), None)),
            })
            .collect();
        let once: BTreeSet<_> = names.iter().collect();
        let Some(typed) = typed.filter(|it| !it.is_empty() && once.len() == it.len()) else {
            return;
        };
        let columns = names.into_iter().zip(typed);
        let column = |(name, (of, collation))| Column { collation, ..Column::new(name, of) };
        table.columns.extend(columns.map(column));
        table.knowledge = Knowledge::Whole;
    }

    /// The columns that a table gets without listing them.
    pub(super) fn inherit(&self, table: &mut Table, more: &More) -> Result<(), Fault> {
        table.knowledge = Knowledge::Partial;
        let (More::PartitionOf(parent, _) | More::Inherits(parent) | More::Like(parent, _)) = more
        else {
            return Ok(());
        };
        if let Found::Missing = self.relation(parent) {
            return Err(self.fault(FaultKind::Missing, Thing::Relation, parent));
        }
        if let Found::Sure(Relation::Table(parent)) = self.relation(parent)
            && let Some(parent) = self.tables.get(&parent)
        {
            match more {
                More::Like(_, copied) => table.copy(parent, copied),
                _ => table.columns.extend(parent.columns.iter().cloned()),
            }
        }
        Ok(())
    }

    /// The tables that a new one is a partition or a child of, where they are all that it does not
    /// list; `own` are the columns that it does.
    pub(super) fn descent(&self, table: &Table, more: &[More], own: &[Ident]) -> Option<Descent> {
        let mut parents = Vec::new();
        let mut bounds = None;
        for more in more {
            let (More::PartitionOf(parent, _) | More::Inherits(parent)) = more else { return None };
            parents.push(self.the_table(parent).ok()??.name.clone());
            if let More::PartitionOf(_, said) = more {
                bounds = Some(said.clone());
            }
        }
        let given = table.column_names().into_iter().filter(|it| !own.contains(it)).collect();
        Some(Descent { parents, bounds, given }).filter(|it| !it.parents.is_empty())
    }
}

impl Table {
    /// `LIKE` another table, which is all that the statement says of these columns.
    fn copy(&mut self, other: &Self, copied: &[Copied]) {
        let brings = |it| copied.contains(&it);
        let column = |it: &Column| Column {
            default: it.default.clone().filter(|_| brings(Copied::Defaults)),
            generated: it.generated.clone().filter(|_| brings(Copied::Generated)),
            identity: None,
            options: Vec::new(),
            ..it.clone()
        };
        self.columns.extend(other.columns.iter().map(column));
        let checks = other.constraints.iter().filter(|it| matches!(it.rule, Rule::Check(_)));
        self.constraints.extend(checks.filter(|_| brings(Copied::Checks)).cloned());
        self.knowledge = other.knowledge;
    }
}
