//! What follows when something gets another name.

use std::sync::Arc;

use super::super::command::{Named, Pathname};
use super::super::fault::{Fault, FaultKind, Role, Thing};
use super::super::model::{Column, Ident, Knowledge, Path, Rule, Sql, Subject, Table, Trigger};
use super::super::render::path;
use super::super::schema::{Catalog, Found, Relation, Renames};

impl Catalog {
    /// A table, view, index or sequence gets another name.
    pub(super) fn rename_relation(&mut self, found: &Relation, to: Named) -> Result<(), Fault> {
        let (Relation::Table(from)
        | Relation::View(from)
        | Relation::Index(from)
        | Relation::Sequence(from)
        | Relation::Constraint(from, _)) = found;
        let target = from.renamed(to.name.clone());
        let own = matches!(found, Relation::Constraint(..)) || target != *from;
        if own && self.relation_at(&target).is_some() && !self.doubts(&to.name) {
            let path = Pathname { schema: None, name: to.name, at: to.at };
            return Err(self.fault(FaultKind::Exists, Thing::Relation, &path));
        }
        match found {
            Relation::Table(from) => self.rename_table(from, &target),
            Relation::View(from) => self.rename_view(from, &target),
            Relation::Index(from) => {
                self.indexes.rename(from, target.clone());
                self.resettle_relation(from, &target);
            }
            Relation::Sequence(from) => self.rename_sequence(from, target.clone()),
            Relation::Constraint(table, name) => {
                self.resettle_constraint(table, name, &to.name);
                if let Some(table) = self.tables.get_mut(table) {
                    let own = table.constraints.iter_mut();
                    own.filter(|it| it.name.as_ref() == Some(name))
                        .for_each(|it| it.name = Some(to.name.clone()));
                }
            }
        }
        self.doubt.settle(&to.name);
        Ok(())
    }

    fn rename_view(&mut self, from: &Path, to: &Path) {
        if !self.dialect.is_sqlite() {
            self.renamed_in_views(from, to);
        }
        self.views.rename(from, to.clone());
        self.rename_owner(from, to);
    }

    fn rename_table(&mut self, from: &Path, to: &Path) {
        if !self.dialect.is_sqlite() {
            self.renamed_in_views(from, to);
        }
        self.tables.rename(from, to.clone());
        self.rename_heir(from, to);
        self.rename_owner(from, to);
        let points = |table: &Table| table.foreign_keys().any(|key| key.table == *from);
        self.tables.change(points, |table| {
            for constraint in &mut table.constraints {
                if let Rule::ForeignKey(key) = &mut constraint.rule
                    && key.table == *from
                {
                    key.table = to.clone();
                }
            }
        });
        if self.dialect.is_sqlite() {
            if let Some(table) = self.tables.get_mut(to) {
                table.requalify(&from.name, &to.name);
            }
            if self.renames == Renames::Everywhere {
                self.rename_in_bodies(&from.name, &to.name);
            }
        }
    }

    /// The columns that draw from a sequence draw from it by its other name.
    fn rename_sequence(&mut self, from: &Path, to: Path) {
        let (old, new) = (path(from), path(&to));
        let draws = |it: &Column| it.default.as_ref().is_some_and(|it| it.has_string(&old));
        self.tables.change(
            |table| table.columns.iter().any(draws),
            |table| {
                let defaults = table.columns.iter_mut().filter_map(|it| it.default.as_mut());
                defaults.for_each(|it| it.rename_string(&old, &new));
            },
        );
        self.resettle_relation(from, &to);
        self.sequences.rename(from, to);
    }

    /// What belongs to a table or view goes along.
    fn rename_owner(&mut self, from: &Path, to: &Path) {
        self.resettle_relation(from, to);
        self.indexes.change(|it| it.table == *from, |it| it.table = to.clone());
        for trigger in self.triggers.iter_mut().filter(|it| it.table == *from) {
            Arc::make_mut(trigger).table = to.clone();
        }
        for extra in self.extras.iter_mut().filter(|it| it.table.as_ref() == Some(from)) {
            Arc::make_mut(extra).table = Some(to.clone());
        }
        let owned = |owner: &Option<(Path, Ident)>| owner.as_ref().is_some_and(|it| it.0 == *from);
        self.sequences.change(
            |it| owned(&it.owner),
            |it| it.owner.iter_mut().for_each(|owner| owner.0 = to.clone()),
        );
    }

    /// What calls a function calls it by its other name.
    pub(super) fn rename_function(&mut self, from: &Ident, to: &Ident) {
        for routine in self.routines.iter_mut().filter(|it| it.name.name == *from) {
            Arc::make_mut(routine).name.name = to.clone();
        }
        for trigger in self.triggers.iter_mut().filter(|it| it.body.calls(from)) {
            Arc::make_mut(trigger).body.rename_call(from, to);
        }
    }

    /// Everything of a schema moves with it.
    pub(super) fn rename_schema(&mut self, from: &Pathname, to: &Ident) {
        let known = self.schemas.iter_mut().find(|it| **it == from.name);
        if let Some(known) = known {
            *known = to.clone();
        }
        self.doubt.everything();
    }

    /// `SET SCHEMA`.
    pub(super) fn move_relation(&mut self, found: &Relation, schema: &Ident) {
        let moved = |path: &Path| Path::new(schema.clone(), path.name.clone());
        match found {
            Relation::Table(from) => {
                self.move_owned(from, schema);
                self.rename_table(from, &moved(from));
            }
            Relation::View(from) => {
                self.move_owned(from, schema);
                self.rename_view(from, &moved(from));
            }
            Relation::Sequence(from) => self.rename_sequence(from, moved(from)),
            Relation::Index(_) | Relation::Constraint(..) => {}
        }
    }

    /// The indexes and sequences of a table go along.
    fn move_owned(&mut self, table: &Path, schema: &Ident) {
        let moved = |path: &Path| Path::new(schema.clone(), path.name.clone());
        let own = self.indexes.iter().filter(|it| it.table == *table).map(|it| it.name.clone());
        for index in own.collect::<Vec<_>>() {
            self.resettle_relation(&index, &moved(&index));
        }
        self.indexes.change(|it| it.table == *table, |it| it.name = moved(&it.name));
        let owned = |owner: &Option<(Path, Ident)>| owner.as_ref().is_some_and(|it| it.0 == *table);
        self.sequences.change(|it| owned(&it.owner), |it| it.name = moved(&it.name));
    }

    pub(super) fn rename_trigger(
        &mut self,
        path: &Pathname,
        table: &Pathname,
        to: Named,
    ) -> Result<(), Fault> {
        let Found::Sure(Relation::Table(table) | Relation::View(table)) = self.relation(table)
        else {
            return Ok(());
        };
        let own = |it: &Arc<Trigger>| it.table == table && it.name == path.name;
        match self.triggers.iter().position(own) {
            Some(at) => {
                let of = |own: &Ident| Subject::Trigger(table.clone(), own.clone());
                self.resettle_part(&of(&path.name), &of(&to.name));
                Arc::make_mut(&mut self.triggers[at]).name = to.name;
            }
            None if self.doubts(&path.name) || self.doubts(&table.name) => {}
            None => {
                let within = Some(table.name);
                let fault = self.fault(FaultKind::Missing, Thing::Trigger, path);
                return Err(Fault { within, ..fault });
            }
        }
        Ok(())
    }

    pub(super) fn rename_column(
        &mut self,
        table: &mut Table,
        from: &Named,
        to: &Named,
    ) -> Result<(), Fault> {
        self.names_column(table, from, Role::Rename)?;
        let another = from.name != to.name && table.column(&to.name).is_some();
        if another && table.knowledge == Knowledge::Whole {
            return Err(self.fault_in(FaultKind::Exists, Thing::Column, to, &table.name.name));
        }
        let (path, from, to) = (table.name.clone(), &from.name, &to.name);
        if !self.dialect.is_sqlite() {
            self.column_renamed_in_views(&path, &table.column_names(), from, to);
        }
        table.rename_column(from, to);
        self.rename_in_heirs(&path, from, to);
        let of = |own: &Ident| Subject::Column(path.clone(), own.clone());
        self.resettle_part(&of(from), &of(to));
        self.tables.change(
            |it| it.foreign_keys().any(|key| key.table == path && key.to.contains(from)),
            |it| it.renamed_elsewhere(&path, from, to),
        );
        table.renamed_elsewhere(&path, from, to);
        self.rename_in_indexes(&path, from, to);
        for extra in self.extras.iter_mut().filter(|it| it.table.as_ref() == Some(&path)) {
            let extra = Arc::make_mut(extra);
            extra.head.rename(from, to);
            extra.tail.rename(from, to);
        }
        let owner = Some((path.clone(), from.clone()));
        self.sequences
            .change(|it| it.owner == owner, |it| it.owner = Some((path.clone(), to.clone())));
        if self.dialect.is_sqlite() {
            self.rename_column_in_bodies(&path, from, to);
        } else {
            for trigger in self.triggers.iter_mut().filter(|it| it.table == path) {
                if trigger.when.mentions(from) || trigger.body.mentions(from) {
                    let trigger = Arc::make_mut(trigger);
                    trigger.when.rename(from, to);
                    trigger.body.rename(from, to);
                }
            }
        }
        Ok(())
    }

    /// A column of a table or view has another name in its indexes.
    pub(super) fn rename_in_indexes(&mut self, table: &Path, from: &Ident, to: &Ident) {
        self.indexes.change(
            |it| it.table == *table,
            |index| {
                for part in &mut index.parts {
                    part.of.rename(from, to);
                    let own = part.column.iter_mut().filter(|it| **it == *from);
                    own.for_each(|it| *it = to.clone());
                }
                index.include.iter_mut().filter(|it| **it == *from).for_each(|it| *it = to.clone());
                index.filter.iter_mut().for_each(|it| it.rename(from, to));
            },
        );
    }

    /// Views and triggers that name a table: their texts change, where it is sure how.
    fn rename_in_bodies(&mut self, from: &Ident, to: &Ident) {
        let columns: Vec<_> =
            self.tables.iter().flat_map(|it| &it.columns).filter(|it| it.name == *from).collect();
        let plain = columns.is_empty();
        let rewrite = |sql: &mut Sql, knowledge: &mut Knowledge| {
            if sql.names_table(from) {
                if !plain || sql.gives_name(from) {
                    *knowledge = Knowledge::Partial;
                }
                sql.rename_table(from, to);
            }
        };
        self.views.change(
            |it| it.query.names_table(from),
            |it| rewrite(&mut it.query, &mut it.knowledge),
        );
        for trigger in self.triggers.iter_mut().filter(|it| it.body.names_table(from)) {
            let trigger = Arc::make_mut(trigger);
            rewrite(&mut trigger.body, &mut trigger.knowledge);
        }
    }

    /// The same for a column.
    fn rename_column_in_bodies(&mut self, table: &Path, from: &Ident, to: &Ident) {
        let others: Vec<Ident> = self
            .tables
            .iter()
            .filter(|it| it.name != *table)
            .filter(|it| it.column(from).is_some() || it.knowledge == Knowledge::Partial)
            .map(|it| it.name.name.clone())
            .chain(self.views.iter().map(|it| it.name.name.clone()))
            .collect();
        let rewrite = |sql: &mut Sql, knowledge: &mut Knowledge| {
            if !sql.mentions(from) {
                return;
            }
            if others.iter().any(|it| sql.names_table(it)) || sql.gives_name(from) {
                *knowledge = Knowledge::Partial;
            }
            sql.rename(from, to);
        };
        self.views.change(
            |it| it.query.names_table(&table.name),
            |it| rewrite(&mut it.query, &mut it.knowledge),
        );
        for trigger in &mut self.triggers {
            let own = trigger.table == *table;
            if own || trigger.body.names_table(&table.name) {
                let trigger = Arc::make_mut(trigger);
                rewrite(&mut trigger.body, &mut trigger.knowledge);
                if own {
                    trigger.when.rename(from, to);
                }
            }
        }
    }
}

impl Table {
    /// Its own uses of a column.
    pub(super) fn rename_column(&mut self, from: &Ident, to: &Ident) {
        let partition = |it: &&mut Sql| it.as_str().starts_with("partition by");
        self.options.iter_mut().filter(partition).for_each(|it| it.rename(from, to));
        let rename = |it: &mut Ident| {
            if *it == *from {
                *it = to.clone();
            }
        };
        for column in &mut self.columns {
            rename(&mut column.name);
            if let Column { generated: Some(generated), .. } = column {
                generated.from.rename(from, to);
            }
        }
        for constraint in &mut self.constraints {
            constraint.column.iter_mut().for_each(rename);
            match &mut constraint.rule {
                Rule::PrimaryKey(key) | Rule::Unique(key) => {
                    key.parts.iter_mut().for_each(|it| rename(&mut it.column));
                }
                Rule::ForeignKey(key) => {
                    key.columns.iter_mut().chain(&mut key.sets).for_each(rename);
                }
                Rule::Check(sql) | Rule::Exclude(sql) => sql.rename(from, to),
            }
        }
    }

    /// Its foreign keys that point at a column of another name.
    fn renamed_elsewhere(&mut self, table: &Path, from: &Ident, to: &Ident) {
        for constraint in &mut self.constraints {
            if let Rule::ForeignKey(key) = &mut constraint.rule
                && key.table == *table
            {
                key.to.iter_mut().filter(|it| **it == *from).for_each(|it| *it = to.clone());
            }
        }
    }

    /// Conditions that name their own table: `CHECK (orders.total > 0)`.
    fn requalify(&mut self, from: &Ident, to: &Ident) {
        for constraint in &mut self.constraints {
            if let Rule::Check(sql) = &mut constraint.rule {
                sql.rename_table(from, to);
            }
        }
    }
}
