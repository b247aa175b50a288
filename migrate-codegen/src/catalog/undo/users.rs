//! What names a column by its type, and so has to be out of the way while that changes.

use super::super::model::{Constraint, Ident, Index, Path, Rule, Table, Trigger};
use super::super::render::words::{name, path};
use super::super::schema::Catalog;
use super::back::Cannot;

/// What names columns in conditions and expressions, which the engine keeps with the types that
/// they had.
pub(super) struct Users<'c> {
    checks: Vec<(&'c Table, &'c Constraint)>,
    indexes: Vec<&'c Index>,
    triggers: Vec<&'c Trigger>,
}

impl<'c> Users<'c> {
    /// What names one of these columns.
    pub(super) fn of(columns: &[(Path, Ident)], catalog: &'c Catalog) -> Self {
        let on = |table: &Path, uses: &dyn Fn(&Ident) -> bool| {
            columns.iter().any(|(it, column)| it == table && uses(column))
        };
        let checks = catalog.tables().flat_map(|it| it.constraints.iter().map(move |c| (it, c)));
        let checks = checks.filter(|(table, it)| {
            matches!(it.rule, Rule::Check(_)) && on(&table.name, &|column| it.concerns(column))
        });
        let computes = |it: &&Index| {
            let expressions = it.parts.iter().filter(|part| part.column.is_none());
            let mut texts = expressions.map(|part| &part.of).chain(&it.filter);
            texts.any(|sql| on(&it.table, &|column| sql.mentions(column)))
        };
        let fires = |it: &&Trigger| {
            on(&it.table, &|column| it.when.mentions(column) || it.body.mentions(column))
        };
        Self {
            checks: checks.collect(),
            indexes: catalog.indexes().filter(computes).collect(),
            triggers: catalog.triggers().filter(fires).collect(),
        }
    }

    /// Those alone that the other schema has as they are.
    pub(super) fn also_in(mut self, other: &Catalog) -> Self {
        self.checks.retain(|(table, it)| {
            other.tables.get(&table.name).is_some_and(|it_| it_.constraints.contains(it))
        });
        self.indexes.retain(|it| other.indexes.get(&it.name) == Some(it));
        self.triggers.retain(|it| other.triggers().any(|of| of == *it));
        self
    }

    /// Drops them.
    pub(super) fn clear(&self) -> Vec<String> {
        let triggers = self
            .triggers
            .iter()
            .map(|it| format!("DROP TRIGGER {} ON {}", name(&it.name), path(&it.table)));
        let indexes = self.indexes.iter().map(|it| format!("DROP INDEX {}", path(&it.name)));
        let checks = self.checks.iter().filter_map(|(table, it)| {
            let own = name(it.name.as_ref()?);
            Some(format!("ALTER TABLE {} DROP CONSTRAINT {own}", path(&table.name)))
        });
        triggers.chain(indexes).chain(checks).collect()
    }

    /// Makes them again.
    pub(super) fn restore(&self, catalog: &Catalog) -> Result<Vec<String>, Cannot> {
        let writer = catalog.writer();
        let mut all = Vec::new();
        for (table, it) in &self.checks {
            all.push(writer.add_constraint(table, it)?);
        }
        for it in &self.indexes {
            all.push(writer.index(it)?);
        }
        for it in &self.triggers {
            all.push(writer.trigger(it)?);
        }
        Ok(all)
    }
}
