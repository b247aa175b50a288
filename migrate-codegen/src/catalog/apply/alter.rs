//! `ALTER TABLE`.

use super::super::command::{
    Behaviour, Clause, ColumnChange, ConstraintChange, Guard, Named, Pathname,
};
use super::super::fault::{Fault, FaultKind, Role, Thing};
use super::super::model::{Column, Constraint, Ident, Knowledge, Null, Path, Rule, Sql, Table};
use super::super::schema::{Catalog, Found, Relation};
use crate::Dialect;

impl Catalog {
    pub(super) fn alter_table(
        &mut self,
        path: &Pathname,
        guard: Guard,
        clauses: Vec<Clause>,
    ) -> Result<(), Fault> {
        match self.relation(path) {
            Found::Sure(Relation::Table(table)) => {
                let Some(mut table) = self.tables.get(&table).cloned() else { return Ok(()) };
                for clause in clauses {
                    table = self.alter(table, clause)?;
                    // The next clause finds the names as this one leaves them.
                    self.tables.put(table.clone());
                }
                self.doubt_heirs(&table.name);
                Ok(())
            }
            // PostgreSQL lets it alter views, indexes and sequences too.
            Found::Sure(other) if !self.dialect.is_sqlite() => {
                for clause in clauses {
                    match clause {
                        Clause::RenameTable(to) => self.rename_relation(&other, to)?,
                        Clause::SetSchema(to) => self.move_relation(&other, &to.name),
                        Clause::RenameColumn(from, to) => {
                            if let Relation::View(view) = &other {
                                self.rename_view_column(view, &from.name, &to.name);
                            }
                        }
                        _ => {}
                    }
                }
                Ok(())
            }
            Found::Sure(_) => Err(self.fault(FaultKind::Another, Thing::Table, path)),
            Found::Missing if guard == Guard::Yes => Ok(()),
            Found::Missing => Err(self.fault(FaultKind::Missing, Thing::Relation, path)),
            Found::Doubtful => {
                self.alter_doubtful(path, clauses);
                Ok(())
            }
        }
    }

    /// A table of which nothing is sure: what is listed under its name may be it, and is kept up as
    /// well as can be. The names that it gets are no surer than it is.
    fn alter_doubtful(&mut self, path: &Pathname, clauses: Vec<Clause>) {
        for clause in &clauses {
            match clause {
                Clause::AddConstraints(all) => {
                    let names = all.iter().filter_map(|it| it.name.as_ref());
                    names.for_each(|it| self.doubt.add(&it.name));
                }
                Clause::RenameTable(to) | Clause::RenameConstraint(_, to) => {
                    self.doubt.add(&to.name);
                }
                _ => {}
            }
        }
        let places = self.places(path).unwrap_or_default();
        let Some(mut table) = places.iter().find_map(|it| self.tables.get(it)).cloned() else {
            return;
        };
        for clause in clauses {
            let names: Vec<_> = match &clause {
                Clause::RenameTable(to) => vec![to.name.clone()],
                _ => Vec::new(),
            };
            let other = |_| {
                let mut table = table.clone();
                table.lose();
                table
            };
            table = self.alter(table.clone(), clause).unwrap_or_else(other);
            self.tables.put(table.clone());
            for name in &names {
                self.distrust(name);
            }
        }
    }

    fn alter(&mut self, mut table: Table, clause: Clause) -> Result<Table, Fault> {
        match clause {
            Clause::AddColumn(column, guard) => {
                if table.column(&column.name.name).is_some() {
                    if guard == Guard::No && table.knowledge == Knowledge::Whole {
                        return Err(self.exists(Thing::Column, &column.name, &table));
                    }
                } else {
                    if !self.dialect.is_sqlite() {
                        self.column_added_in_views(&table.name, &column.name.name);
                    }
                    self.add_column(&mut table, *column)?;
                }
            }
            Clause::DropColumn(name, guard, behaviour) => {
                self.drop_column(&mut table, &name, guard, behaviour)?;
            }
            Clause::AlterColumn(name, change) => self.alter_column(&mut table, &name, change)?,
            Clause::AddConstraints(constraints) => {
                for constraint in constraints {
                    self.add_constraint(&mut table, &constraint, None)?;
                }
            }
            Clause::DropConstraint(name, guard, behaviour) => {
                self.drop_constraint(&mut table, &name, guard, behaviour)?;
            }
            Clause::Constraint(name, change) => self.alter_constraint(&mut table, &name, change)?,
            Clause::RenameTable(to) => {
                let from = table.name.clone();
                self.tables.put(table);
                self.rename_relation(&Relation::Table(from.clone()), to.clone())?;
                return Ok(self.renamed(&from.renamed(to.name)));
            }
            Clause::RenameColumn(from, to) => self.rename_column(&mut table, &from, &to)?,
            Clause::RenameConstraint(from, to) => {
                self.rename_constraint(&mut table, &from, to)?;
            }
            Clause::SetSchema(to) => {
                let from = table.name.clone();
                self.tables.put(table);
                self.move_relation(&Relation::Table(from.clone()), &to.name);
                let moved = Path::new(to.name, from.name.clone());
                return Ok(self.renamed(&moved));
            }
            Clause::AttachPartition(path) => {
                if let Some(child) = self.the_table(&path)?.map(|it| it.name.clone()) {
                    self.descend(&table.name, &child);
                }
            }
            Clause::DetachPartition(path) => {
                if let Some(child) = self.the_table(&path)?.map(|it| it.name.clone()) {
                    self.leave(&table.name, &child);
                }
            }
            Clause::Inherit(path) => {
                table.lose();
                if let Some(parent) = self.the_table(&path)?.map(|it| it.name.clone()) {
                    self.descend(&parent, &table.name);
                }
            }
            Clause::NoInherit(path) => {
                table.lose();
                if let Some(parent) = self.the_table(&path)?.map(|it| it.name.clone()) {
                    self.leave(&parent, &table.name);
                }
            }
            Clause::Other => {}
        }
        Ok(table)
    }

    /// The table under its other name.
    fn renamed(&self, path: &Path) -> Table {
        self.tables.get(path).cloned().unwrap_or_else(|| Table::new(path.clone()))
    }

    fn exists(&self, thing: Thing, name: &Named, table: &Table) -> Fault {
        self.fault_in(FaultKind::Exists, thing, name, &table.name.name)
    }

    fn drop_column(
        &mut self,
        table: &mut Table,
        name: &Named,
        guard: Guard,
        behaviour: Behaviour,
    ) -> Result<(), Fault> {
        if guard == Guard::No {
            self.has_column(table, name)?;
        }
        let column = &name.name;
        if behaviour == Behaviour::Restrict && table.column(column).is_some() {
            let keys = table.constraints.iter().filter(|it| it.concerns(column));
            self.keys_unused(table, keys, Thing::Column, name)?;
        }
        let path = table.name.clone();
        if !self.dialect.is_sqlite() {
            self.column_dropped_in_views(&path);
        }
        table.columns.retain(|it| it.name != *column);
        if self.dialect.is_sqlite() {
            table.constraints.retain(|it| it.column.as_ref() != Some(column));
            return Ok(());
        }
        table.constraints.retain(|it| !it.concerns(column));
        self.indexes.retain(|it| it.table != path || !uses(it, column));
        let owned = |owner: &(Path, Ident)| owner.0 == path && owner.1 == *column;
        self.sequences.retain(|it| !it.owner.as_ref().is_some_and(owned));
        if behaviour == Behaviour::Cascade {
            self.unreferenced(&path, Some(column));
            self.doubt_users(&path.name);
        }
        Ok(())
    }

    fn alter_column(
        &mut self,
        table: &mut Table,
        name: &Named,
        change: ColumnChange,
    ) -> Result<(), Fault> {
        self.has_column(table, name)?;
        if let ColumnChange::Type(of) = &change {
            self.knows_type(of)?;
        }
        let Some(at) = table.columns.iter().position(|it| it.name == name.name) else {
            return Ok(());
        };
        if table.descent.as_ref().is_some_and(|it| it.given.contains(&name.name)) {
            // It is another one than its parent's.
            table.lose();
        }
        let numbered = table.columns[at].identity.is_some();
        if let ColumnChange::DropIdentity = change {
            let owner = Some((table.name.clone(), name.name.clone()));
            self.sequences.retain(|it| !numbered || it.owner != owner);
        }
        let begins = match &change {
            ColumnChange::SetIdentity(_, sequence) if !numbered => Some(sequence.clone()),
            _ => None,
        };
        table.columns[at].change(change);
        if let (Some(sequence), Dialect::Postgres) = (begins, self.dialect) {
            let mut column = table.columns[at].clone();
            self.number(table, &mut column, sequence);
            table.columns[at] = column;
        }
        Ok(())
    }

    fn drop_constraint(
        &mut self,
        table: &mut Table,
        name: &Named,
        guard: Guard,
        behaviour: Behaviour,
    ) -> Result<(), Fault> {
        let known = table.constraint(&name.name).is_some();
        let sure = table.knowledge == Knowledge::Whole && !self.doubts_constraint(&name.name);
        if !known && sure && guard == Guard::No {
            let within = &table.name.name;
            return Err(self.fault_in(FaultKind::Missing, Thing::Constraint, name, within));
        }
        if behaviour == Behaviour::Restrict {
            let keys = table.constraint(&name.name).into_iter();
            self.keys_unused(table, keys, Thing::Constraint, name)?;
        }
        table.constraints.retain(|it| it.name.as_ref() != Some(&name.name));
        if behaviour == Behaviour::Cascade {
            self.unreferenced(&table.name.clone(), None);
            if table.foreign_keys().any(|key| key.table == table.name) {
                table.lose();
            }
        }
        Ok(())
    }

    /// Whether no foreign key surely needs one of these keys, which go.
    fn keys_unused<'c>(
        &self,
        table: &Table,
        mut keys: impl Iterator<Item = &'c Constraint>,
        thing: Thing,
        name: &Named,
    ) -> Result<(), Fault> {
        let used = |it: &Constraint| match &it.rule {
            Rule::PrimaryKey(key) | Rule::Unique(key) => {
                let columns: Vec<_> = key.columns().collect();
                let others = table.keys().into_iter().filter(|it| same(it, &columns));
                others.count() == 1 && self.users(&table.name, Some(&columns)).next().is_some()
            }
            _ => false,
        };
        let sure = table.knowledge == Knowledge::Whole && !self.dialect.is_sqlite();
        if sure && !self.doubts(&table.name.name) && keys.any(used) {
            return Err(self.fault_in(FaultKind::InUse, thing, name, &table.name.name));
        }
        Ok(())
    }

    fn alter_constraint(
        &self,
        table: &mut Table,
        name: &Named,
        change: ConstraintChange,
    ) -> Result<(), Fault> {
        let sure = table.knowledge == Knowledge::Whole && !self.doubts_constraint(&name.name);
        let known = table.constraints.iter_mut().find(|it| it.name.as_ref() == Some(&name.name));
        match known {
            None if sure => {
                let within = &table.name.name;
                Err(self.fault_in(FaultKind::Missing, Thing::Constraint, name, within))
            }
            Some(constraint) => {
                constraint.change(change);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// PostgreSQL 18 keeps `NOT NULL` as constraints with names, and servers before it do not.
    fn doubts_constraint(&self, name: &Ident) -> bool {
        let plain = name.as_str().trim_end_matches(|c: char| c.is_ascii_digit());
        self.doubts(name) || plain.ends_with("_not_null")
    }

    fn rename_constraint(
        &mut self,
        table: &mut Table,
        from: &Named,
        to: Named,
    ) -> Result<(), Fault> {
        let sure = table.knowledge == Knowledge::Whole && !self.doubts_constraint(&from.name);
        if table.constraint(&to.name).is_some() && sure {
            return Err(self.exists(Thing::Constraint, &to, table));
        }
        let known = table.constraints.iter_mut().find(|it| it.name.as_ref() == Some(&from.name));
        match known {
            Some(constraint) => {
                self.resettle_constraint(&table.name, &from.name, &to.name);
                constraint.name = Some(to.name);
            }
            None if sure => {
                let within = &table.name.name;
                let fault = self.fault_in(FaultKind::Missing, Thing::Constraint, from, within);
                return Err(Fault { role: Role::Rename, ..fault });
            }
            None => {}
        }
        Ok(())
    }
}

impl Column {
    fn change(&mut self, change: ColumnChange) {
        match change {
            ColumnChange::Type(of) => self.type_name = of.name,
            ColumnChange::SetDefault(sql) => self.default = Some(sql),
            ColumnChange::DropDefault => self.default = None,
            ColumnChange::SetNotNull => self.null = Null::Refused,
            ColumnChange::DropNotNull => self.null = Null::Allowed,
            ColumnChange::SetIdentity(identity, _) => self.identity = Some(identity),
            ColumnChange::DropIdentity => self.identity = None,
            ColumnChange::DropExpression => self.generated = None,
            ColumnChange::Other => {}
        }
    }
}

impl Constraint {
    fn change(&mut self, change: ConstraintChange) {
        const DEFERRAL: &[&str] = &["deferrable", "initially deferred"];
        let (gone, new): (&[&str], _) = match change {
            ConstraintChange::Validate => (&["not valid"], ""),
            ConstraintChange::Deferral(new) => (DEFERRAL, new),
            ConstraintChange::Other => return,
        };
        let rest = gone.iter().fold(self.options.to_string(), |text, it| text.replace(it, ""));
        self.options = Sql::new(&format!("{new} {rest}"), Dialect::Postgres);
    }
}

/// Whether they are the same columns, in whichever order.
fn same(one: &[&Ident], other: &[&Ident]) -> bool {
    one.len() == other.len() && one.iter().all(|it| other.contains(it))
}

/// Whether an index would go with the column.
fn uses(index: &super::super::model::Index, column: &Ident) -> bool {
    index.parts.iter().any(|it| it.of.mentions(column))
        || index.include.contains(column)
        || index.filter.as_ref().is_some_and(|it| it.mentions(column))
}
