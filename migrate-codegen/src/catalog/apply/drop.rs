//! `DROP`.

use super::super::command::{Behaviour, Guard, Pathname, Removal, Rows};
use super::super::fault::{Fault, FaultKind, Thing};
use super::super::model::{ForeignKey, Ident, Knowledge, Path, Rule, Table, View, ViewSort};
use super::super::schema::{Catalog, Found, Relation};
use crate::change::quoted;

impl Catalog {
    pub(super) fn drop_all(&mut self, drop: &Removal) -> Result<(), Fault> {
        if drop.thing == Thing::Table && drop.behaviour == Behaviour::Restrict {
            self.unused(&drop.paths)?;
        }
        for (at, path) in drop.paths.iter().enumerate() {
            match drop.thing {
                Thing::Schema => self.drop_schema(path, drop)?,
                Thing::Trigger => self.drop_trigger(path, drop)?,
                Thing::Type => self.drop_type(path, drop)?,
                Thing::Function => {
                    let arguments = drop.arguments.get(at).and_then(Option::as_deref);
                    self.drop_routine(path, arguments);
                }
                _ => self.drop_relation(path, drop)?,
            }
        }
        Ok(())
    }

    /// Whether no other table, as far as is sure, points at one of these.
    fn unused(&self, paths: &[Pathname]) -> Result<(), Fault> {
        if self.dialect.is_sqlite() {
            return Ok(());
        }
        let found = |path: &Pathname| match self.relation(path) {
            Found::Sure(Relation::Table(table)) => Some(table),
            _ => None,
        };
        let all: Vec<_> = paths.iter().filter_map(found).collect();
        for path in paths {
            let Some(table) = found(path) else { continue };
            if self.users(&table, None).any(|user| !all.contains(&user.name)) {
                return Err(self.fault(FaultKind::InUse, Thing::Table, path));
            }
        }
        Ok(())
    }

    /// The other tables that surely have a foreign key to this one, to exactly these columns where
    /// some are given.
    pub(super) fn users<'c>(
        &'c self,
        table: &'c Path,
        key: Option<&'c [&'c Ident]>,
    ) -> impl Iterator<Item = &'c Table> {
        let points = move |to: &[Ident]| {
            key.is_none_or(|key| key.len() == to.len() && key.iter().all(|it| to.contains(it)))
        };
        self.tables
            .iter()
            .filter(move |it| it.name != *table && it.knowledge == Knowledge::Whole)
            .filter(|it| !self.doubts(&it.name.name))
            .filter(move |it| it.foreign_keys().any(|key| key.table == *table && points(&key.to)))
    }

    fn drop_relation(&mut self, path: &Pathname, drop: &Removal) -> Result<(), Fault> {
        let found = match self.relation(path) {
            Found::Sure(found) => found,
            Found::Missing if drop.guard == Guard::Yes => return Ok(()),
            Found::Missing => return Err(self.fault(FaultKind::Missing, drop.thing, path)),
            Found::Doubtful => {
                self.gone(path);
                return Ok(());
            }
        };
        match (&found, drop.thing) {
            (Relation::Table(table), Thing::Table) => self.drop_table(table, drop.behaviour),
            (Relation::View(view), Thing::View | Thing::MaterializedView)
                if self.is_sort(view, drop.thing) =>
            {
                self.drop_view(view, drop.behaviour);
            }
            (Relation::Index(index), Thing::Index) => {
                self.indexes.take(index);
            }
            (Relation::Sequence(sequence), Thing::Sequence) => {
                self.sequences.take(sequence);
            }
            (Relation::Constraint(..), Thing::Index) => {
                return Err(self.fault(FaultKind::InUse, Thing::Index, path));
            }
            // SQLite looks for a thing of the right sort; another one is another's.
            _ if self.dialect.is_sqlite() && drop.guard == Guard::Yes => {}
            _ => return Err(self.fault(FaultKind::Another, drop.thing, path)),
        }
        Ok(())
    }

    fn is_sort(&self, view: &Path, thing: Thing) -> bool {
        let materialized = self.views.get(view).map(|it| it.sort) == Some(ViewSort::Materialized);
        materialized == (thing == Thing::MaterializedView)
    }

    /// A name that nobody was sure of is free afterwards.
    fn gone(&mut self, path: &Pathname) {
        for place in self.places(path).unwrap_or_default() {
            match self.relation_at(&place) {
                Some(Relation::Table(table)) => self.drop_table(&table, Behaviour::Cascade),
                _ => self.forget(&place),
            }
        }
    }

    fn drop_table(&mut self, table: &Path, behaviour: Behaviour) {
        self.drop_heirs(table);
        if behaviour == Behaviour::Cascade {
            self.drop_readers(table);
        }
        self.tables.take(table);
        self.drop_owned(table);
        if behaviour == Behaviour::Cascade {
            self.unreferenced(table, None);
            self.doubt_users(&table.name);
        }
    }

    fn drop_view(&mut self, view: &Path, behaviour: Behaviour) {
        if behaviour == Behaviour::Cascade {
            self.drop_readers(view);
        }
        self.views.take(view);
        self.drop_owned(view);
        if behaviour == Behaviour::Cascade {
            self.doubt_users(&view.name);
        }
    }

    /// The views that surely read a relation, and what reads them, go with it.
    fn drop_readers(&mut self, read: &Path) {
        let mut gone: Vec<Path> = Vec::new();
        let mut open = vec![read.clone()];
        while let Some(next) = open.pop() {
            let reads = |it: &&View| it.name != *read && self.reads(it, &next);
            let readers: Vec<_> =
                self.views.iter().filter(reads).map(|it| it.name.clone()).collect();
            open.extend(readers.iter().filter(|it| !gone.contains(it)).cloned());
            gone.extend(readers);
        }
        for view in &gone {
            self.views.take(view);
            self.drop_owned(view);
        }
        for view in &gone {
            self.doubt_users(&view.name);
        }
    }

    fn reads(&self, view: &View, relation: &Path) -> bool {
        let is = |source: &Pathname| match self.relation(source) {
            Found::Sure(Relation::Table(path) | Relation::View(path)) => path == *relation,
            _ => false,
        };
        !self.dialect.is_sqlite()
            && view.knowledge == Knowledge::Whole
            && !self.doubts(&view.name.name)
            && Rows::of_query(view.query.as_str(), self.dialect).sources.iter().any(is)
    }

    pub(super) fn drop_owned(&mut self, owner: &Path) {
        self.indexes.retain(|it| it.table != *owner);
        self.triggers.retain(|it| it.table != *owner);
        self.extras.retain(|it| it.table.as_ref() != Some(owner));
        self.sequences.retain(|it| it.owner.as_ref().is_none_or(|(table, _)| table != owner));
    }

    /// The foreign keys that point at a table go, or may go where a key of it went.
    pub(super) fn unreferenced(&mut self, table: &Path, column: Option<&Ident>) {
        let there = self.tables.get(table).is_some();
        // A key that names its columns is known to stay, or to go.
        let concerned =
            |to: &[Ident]| column.is_none_or(|column| to.is_empty() || to.contains(column));
        let points = |it: &Table| {
            let mut keys = it.foreign_keys();
            it.name != *table && keys.any(|key| key.table == *table && concerned(&key.to))
        };
        self.tables.change(points, |other| {
            let named = |key: &ForeignKey| key.table != *table || !key.to.is_empty();
            let is_known = column.is_some() && other.foreign_keys().all(named);
            if there && !is_known {
                other.lose();
            }
            other.constraints.retain(|it| match &it.rule {
                Rule::ForeignKey(key) if key.table == *table => match column {
                    _ if !there => false,
                    Some(column) => !key.to.contains(column),
                    None => true,
                },
                _ => true,
            });
        });
    }

    /// Views that name this may be gone, and what reads them.
    pub(super) fn doubt_users(&mut self, name: &Ident) {
        let mut open = vec![name.clone()];
        while let Some(name) = open.pop() {
            let users: Vec<_> = self
                .views
                .iter()
                .filter(|it| it.query.mentions(&name) && !self.doubt.covers(&it.name.name))
                .map(|it| it.name.name.clone())
                .collect();
            for user in users {
                self.distrust(&user);
                open.push(user);
            }
        }
    }

    fn drop_trigger(&mut self, path: &Pathname, drop: &Removal) -> Result<(), Fault> {
        let on = match &drop.on {
            None => None,
            Some(table) => match self.relation(table) {
                Found::Sure(Relation::Table(table) | Relation::View(table)) => Some(table),
                Found::Missing if drop.guard == Guard::No => {
                    return Err(self.fault(FaultKind::Missing, Thing::Relation, table));
                }
                _ => return Ok(()),
            },
        };
        let own = |table: &Path| on.as_ref().is_none_or(|on| on == table);
        let known = self.triggers().any(|it| it.name == path.name && own(&it.table));
        let sure = !self.doubts(&path.name) && on.as_ref().is_none_or(|it| !self.doubts(&it.name));
        if !known && sure && drop.guard == Guard::No {
            let within = on.map(|it| it.name);
            let fault = self.fault(FaultKind::Missing, Thing::Trigger, path);
            return Err(Fault { within, ..fault });
        }
        self.triggers.retain(|it| it.name != path.name || !own(&it.table));
        Ok(())
    }

    fn drop_type(&mut self, path: &Pathname, drop: &Removal) -> Result<(), Fault> {
        match self.find(path, |place| self.types.get(place).map(|it| it.name.clone())) {
            Found::Sure(found) => {
                self.types.take(&found);
                if drop.behaviour == Behaviour::Cascade {
                    self.untyped(&found.name);
                }
                Ok(())
            }
            Found::Missing if drop.guard == Guard::No => {
                Err(self.fault(FaultKind::Missing, Thing::Type, path))
            }
            Found::Missing | Found::Doubtful => Ok(()),
        }
    }

    /// Columns of a type that goes, go.
    fn untyped(&mut self, name: &Ident) {
        let name = quoted(name.as_str(), self.dialect);
        let array = format!("{name}[]");
        let has = |of: &str| of == name || of == array;
        self.tables.change(
            |table| table.columns.iter().any(|it| has(&it.type_name)),
            |table| {
                table.columns.retain(|it| !has(&it.type_name));
                table.lose();
            },
        );
    }

    fn drop_schema(&mut self, path: &Pathname, drop: &Removal) -> Result<(), Fault> {
        if !self.schemas.contains(&path.name) {
            let silent = drop.guard == Guard::Yes || self.doubts(&path.name);
            let fault = self.fault(FaultKind::Missing, Thing::Schema, path);
            return if silent { Ok(()) } else { Err(fault) };
        }
        let schema = path.name.clone();
        self.schemas.retain(|it| *it != schema);
        let inside = |it: &Path| it.schema == schema;
        let names: Vec<_> =
            self.tables.iter().map(|it| &it.name).filter(|it| inside(it)).cloned().collect();
        for table in names {
            self.drop_table(&table, drop.behaviour);
        }
        let views: Vec<_> =
            self.views.iter().map(|it| &it.name).filter(|it| inside(it)).cloned().collect();
        for view in views {
            self.drop_view(&view, drop.behaviour);
        }
        self.sequences.retain(|it| !inside(&it.name));
        self.types.retain(|it| !inside(&it.name));
        self.routines.retain(|it| !inside(&it.name));
        // Triggers call functions, and columns have types, that may go with it.
        self.doubt_triggers();
        Ok(())
    }

    fn doubt_triggers(&mut self) {
        let names: Vec<_> = self.triggers().map(|it| it.name.clone()).collect();
        for name in &names {
            self.doubt.add(name);
        }
    }
}
