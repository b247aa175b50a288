//! `CREATE`.

use std::sync::Arc;

use super::super::command::{
    Guard, IndexText, Made, More, Named, Pathname, Place, Rows, TableText, TriggerText, ViewText,
    Walk,
};
use super::super::fault::{Fault, FaultKind, Role, Thing};
use super::super::model::{
    Column, Ident, Index, Key, Knowledge, Path, Rule, Sequence, Setting, Sql, Table, TableSort,
    Trigger, Type, TypeSort, View,
};
use super::super::schema::{Catalog, Found, Relation};
use super::Fresh;
use crate::Dialect;

impl Catalog {
    pub(super) fn create_table(&mut self, text: TableText) -> Result<(), Fault> {
        let path = match self.fresh(&text.made, Thing::Relation)? {
            Fresh::At(path) => path,
            Fresh::Taken | Fresh::Nowhere => return Ok(()),
        };
        let mut table = Table { options: text.options, ..Table::new(path) };
        let mut columns = text.columns;
        for more in &text.more {
            match more {
                More::Query(query) => {
                    let listed = columns.drain(..).map(|it| it.name.name).collect();
                    self.select_into(&mut table, query, listed);
                }
                more => self.inherit(&mut table, more)?,
            }
        }
        let own: Vec<_> = columns.iter().map(|it| it.name.name.clone()).collect();
        for column in columns {
            self.unlisted(&table, &column.name)?;
            // A column that a parent has too is one.
            table.columns.retain(|it| it.name != column.name.name);
            self.add_column(&mut table, column)?;
        }
        // The key comes first, because it gives its name first.
        let (keys, others): (Vec<_>, Vec<_>) =
            text.constraints.into_iter().partition(super::other::is_key);
        for constraint in keys.into_iter().chain(others) {
            self.add_constraint(&mut table, &constraint, None)?;
        }
        if self.dialect == Dialect::Postgres {
            table.without_repeated_keys();
        }
        let path = table.name.clone();
        table.descent = self.descent(&table, &text.more, &own);
        self.tables.put(table);
        for more in &text.more {
            if let More::PartitionOf(parent, _) | More::Inherits(parent) = more
                && let Some(parent) = self.the_table(parent)?.map(|it| it.name.clone())
            {
                self.descend(&parent, &path);
            }
        }
        Ok(())
    }

    /// A column is listed once.
    fn unlisted(&self, table: &Table, column: &Named) -> Result<(), Fault> {
        if table.knowledge == Knowledge::Whole && table.column(&column.name).is_some() {
            let path = Pathname { schema: None, name: column.name.clone(), at: column.at.clone() };
            return Err(self.fault(FaultKind::Twice, Thing::Column, &path));
        }
        Ok(())
    }

    pub(super) fn create_virtual(
        &mut self,
        made: &Made,
        arguments: Sql,
        columns: Vec<Named>,
    ) -> Result<(), Fault> {
        if let Fresh::At(path) = self.fresh(made, Thing::Table)? {
            let sort = TableSort::Virtual(arguments);
            let columns = columns.into_iter().map(|it| Column::new(it.name, String::new()));
            let (columns, knowledge) = (columns.collect(), Knowledge::Partial);
            self.tables.put(Table { sort, columns, knowledge, ..Table::new(path) });
        }
        Ok(())
    }

    /// `SELECT .. INTO`.
    pub(super) fn create_into(&mut self, path: Pathname, place: Place) -> Result<(), Fault> {
        let made = Made { path, guard: Guard::No, place };
        if let Fresh::At(path) = self.fresh(&made, Thing::Relation)? {
            self.tables.put(Table { knowledge: Knowledge::Partial, ..Table::new(path) });
        }
        Ok(())
    }

    pub(super) fn create_index(&mut self, text: IndexText, sql: &str) -> Result<(), Fault> {
        let Some(table) = self.indexed(&text)? else {
            // Nobody knows where it goes.
            if let Some(made) = &text.made {
                self.doubt.add(&made.path.name);
            }
            return Ok(());
        };
        let parts: Vec<_> = text.parts.iter().map(|(part, _)| part.clone()).collect();
        let include: Vec<_> = text.include.iter().map(|it| it.name.clone()).collect();
        let name = match &text.made {
            None => table.renamed(self.index_name(&table, &parts, &include)),
            Some(made) => match self.fresh(&self.beside(made, &table), Thing::Relation)? {
                Fresh::At(path) => path,
                Fresh::Taken | Fresh::Nowhere => return Ok(()),
            },
        };
        self.has_columns(&text, &table, sql)?;
        if self.doubts(&table.name) {
            self.doubt.add(&name.name);
        }
        let method = text.method.filter(|it| it.key() != "btree");
        let IndexText { reach, unique, filter, options, .. } = text;
        let index = Index { name, table, reach, unique, method, parts, include, filter, options };
        let table = index.table.clone();
        self.indexes.put(index);
        self.doubt_heirs(&table);
        Ok(())
    }

    /// The table, or the materialized view, of an index; `None` where nobody knows.
    fn indexed(&self, text: &IndexText) -> Result<Option<Path>, Fault> {
        let found = match self.relation(&text.table) {
            Found::Sure(found) => Some(found),
            Found::Doubtful => self.listed(&text.table),
            Found::Missing => {
                return Err(self.fault(FaultKind::Missing, Thing::Relation, &text.table));
            }
        };
        match found {
            Some(Relation::Table(path) | Relation::View(path)) => Ok(Some(path)),
            Some(_) => Err(self.fault(FaultKind::Another, Thing::Table, &text.table)),
            None => Ok(None),
        }
    }

    /// An index lies in the schema of its table.
    fn beside(&self, made: &Made, table: &Path) -> Made {
        let place = if table.is_temporary() { Place::Temporary } else { made.place };
        let mut path = made.path.clone();
        if path.schema.is_none() && !self.dialect.is_sqlite() {
            path.schema = Some(Named { name: table.schema.clone(), at: path.at.clone() });
        }
        Made { path, place, ..made.clone() }
    }

    fn has_columns(&self, text: &IndexText, on: &Path, sql: &str) -> Result<(), Fault> {
        let Some(table) = self.tables.get(on) else { return Ok(()) };
        let named = text.parts.iter().filter_map(|(part, at)| {
            let name = part.column.clone()?;
            // What stands in quotes and is no column is a string to SQLite.
            let string = self.dialect.is_sqlite() && !is_word(sql.get(at.clone())?);
            (!string).then(|| Named { name, at: at.clone() })
        });
        for column in named.chain(text.include.iter().cloned()) {
            self.names_column(table, &column, Role::Index)?;
        }
        Ok(())
    }

    pub(super) fn create_view(&mut self, mut text: ViewText, rows: &Rows) -> Result<(), Fault> {
        self.rows(rows)?;
        if rows.sources.iter().any(|it| self.is_temporary(it)) {
            text.made.place = Place::Temporary;
        }
        if let Fresh::At(name) = self.fresh(&text.made, Thing::Relation)? {
            let columns = text.columns.map(|it| it.into_iter().map(|it| it.name).collect());
            let ViewText { sort, options, query, .. } = text;
            // Read again, the query would find other tables.
            let elsewhere = rows.sources.iter().any(|it| it.schema.is_none());
            let knowledge = if elsewhere && !self.looks_as_usual() && !self.dialect.is_sqlite() {
                Knowledge::Partial
            } else {
                Knowledge::Whole
            };
            let replaced = |it: &Setting| it.of.relation() == Some(&name) && it.is_option();
            self.settings.retain(|it| !replaced(it));
            self.views.put(View { name, sort, columns, options, query, knowledge, followed: None });
        }
        Ok(())
    }

    /// Whether a name stands for what goes with the session: a view of it goes with it too.
    fn is_temporary(&self, path: &Pathname) -> bool {
        let found = |relation: &Relation| match relation {
            Relation::Table(path) | Relation::View(path) | Relation::Sequence(path) => {
                path.is_temporary()
            }
            Relation::Index(_) | Relation::Constraint(..) => false,
        };
        self.dialect == Dialect::Postgres && self.listed(path).as_ref().is_some_and(found)
    }

    pub(super) fn create_trigger(&mut self, text: TriggerText) -> Result<(), Fault> {
        let table = match self.relation(&text.table) {
            Found::Sure(Relation::Table(path) | Relation::View(path)) => Some(path),
            Found::Missing => {
                return Err(self.fault(FaultKind::Missing, Thing::Relation, &text.table));
            }
            Found::Doubtful => match self.listed(&text.table) {
                Some(Relation::Table(path) | Relation::View(path)) => {
                    self.doubt.add(&text.made.path.name);
                    Some(path)
                }
                _ => None,
            },
            Found::Sure(_) => None,
        };
        let name = &text.made.path.name;
        let Some(table) = table.filter(|_| text.made.place != Place::Temporary) else {
            self.doubt.add(name);
            return Ok(());
        };
        let postgres = self.dialect == Dialect::Postgres;
        let same = |it: &Trigger| it.name == *name && (!postgres || it.table == table);
        if self.triggers().any(same) && text.made.place != Place::Replacing {
            if text.made.is_guarded() {
                return Ok(());
            }
            if !self.doubts(name) && !self.doubts(&table.name) {
                let within = postgres.then(|| table.name.clone());
                let fault = self.fault(FaultKind::Exists, Thing::Trigger, &text.made.path);
                return Err(Fault { within, ..fault });
            }
        }
        self.triggers.retain(|it| !same(it));
        let TriggerText { sort, when, body, .. } = text;
        let (name, knowledge) = (name.clone(), Knowledge::Whole);
        self.triggers.push(Arc::new(Trigger { name, sort, table, when, body, knowledge }));
        Ok(())
    }

    pub(super) fn create_sequence(
        &mut self,
        made: &Made,
        options: Sql,
        owner: Option<(Pathname, Named)>,
    ) -> Result<(), Fault> {
        let named = owner.is_some();
        let owner = self.owner(owner);
        if let Fresh::At(name) = self.fresh(made, Thing::Relation)? {
            self.omitted += usize::from(named && owner.is_none());
            self.sequences.put(Sequence { name, owner, options });
        }
        Ok(())
    }

    pub(super) fn create_type(&mut self, made: &Made, sort: TypeSort) -> Result<(), Fault> {
        let Some(path) = self.place(made) else {
            self.doubt.add(&made.path.name);
            return Ok(());
        };
        if let TypeSort::Other(sql) = &sort {
            self.doubt_multirange(&path.name, sql);
        }
        let known = self.types.get(&path);
        let taken = known.is_some() || self.tables.get(&path).is_some();
        // A type that has a name and nothing else is made in two steps.
        let shell =
            known.is_some_and(|it| matches!(&it.sort, TypeSort::Other(sql) if sql.is_empty()));
        if taken && !shell && !self.doubts(&path.name) {
            return Err(self.fault(FaultKind::Exists, Thing::Type, &made.path));
        }
        self.doubt.settle(&path.name);
        self.types.put(Type { name: path, sort });
        Ok(())
    }

    /// A range brings a second type, and may say its name.
    fn doubt_multirange(&mut self, range: &Ident, sql: &Sql) {
        if !Walk::new(sql.as_str(), self.dialect).take("as range") {
            return;
        }
        let own = match range.as_str().split_once("range") {
            Some((before, after)) => format!("{before}multirange{after}"),
            None => format!("{range}_multirange"),
        };
        self.doubt.add(&Ident::new(&own, self.dialect));
        sql.names().iter().for_each(|it| self.doubt.add(it));
    }

    pub(super) fn create_schema(&mut self, name: Named, guard: Guard) -> Result<(), Fault> {
        if self.schemas.contains(&name.name) {
            if guard == Guard::Yes || self.doubts(&name.name) {
                return Ok(());
            }
            let path = Pathname { schema: None, name: name.name, at: name.at };
            return Err(self.fault(FaultKind::Exists, Thing::Schema, &path));
        }
        self.schemas.push(name.name);
        Ok(())
    }
}

impl Table {
    /// Without the keys of columns that another key has already: PostgreSQL makes one of them.
    fn without_repeated_keys(&mut self) {
        let all = std::mem::take(&mut self.constraints);
        for constraint in all {
            let repeated = matches!(&constraint.rule, Rule::Unique(key) if self.has_key(key));
            if !repeated {
                self.constraints.push(constraint);
            }
        }
    }

    fn has_key(&self, key: &Key) -> bool {
        self.constraints.iter().any(|it| match &it.rule {
            Rule::PrimaryKey(own) | Rule::Unique(own) => own.parts == key.parts,
            _ => false,
        })
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}
