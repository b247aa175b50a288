//! What a statement makes, changes and takes away.

use super::super::command::{Clause, Command, read};
use super::super::model::{Ident, Path, Subject};
use super::super::schema::{Catalog, Found, Relation};
use super::lists::only;
use crate::reader::Statement;

/// What a statement makes, changes and takes away, by the names that it has afterwards.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched {
    /// What it changes, makes or takes away.
    pub(crate) objects: Vec<Object>,
    /// What it makes.
    pub(crate) made: Vec<Object>,
    /// What it takes away.
    pub(crate) gone: Vec<Object>,
    /// The columns that it adds to tables that were there.
    pub(crate) columns: Vec<(Path, Ident)>,
    /// The relations that it makes beside a table: indexes, sequences, and what is behind keys.
    pub(crate) beside: Vec<Path>,
    /// A table that gets another name, and which.
    pub(crate) renamed: Option<(Path, Path)>,
    /// A column that gets another name: its table, the former and the new one.
    pub(crate) column: Option<(Path, Ident, Ident)>,
}

/// An object that falls or stays as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Object {
    Table(Path),
    View(Path),
    Type(Path),
    Sequence(Path),
    Routine(Path),
    /// Anything else.
    Other,
}

impl Object {
    /// Its name; `None` for what has none that is known.
    pub(crate) fn name(&self) -> Option<&Ident> {
        match self {
            Self::Table(it)
            | Self::View(it)
            | Self::Type(it)
            | Self::Sequence(it)
            | Self::Routine(it) => Some(&it.name),
            Self::Other => None,
        }
    }
}

impl Touched {
    /// What the statement touches that led from one schema to the other.
    pub(crate) fn by(statement: &Statement, before: &Catalog, after: &Catalog) -> Self {
        if let Command::AlterTable(path, _, clauses) = read(statement)
            && let (Found::Sure(Relation::Table(table)), [one]) =
                (before.relation(&path), clauses.as_slice())
        {
            let own = vec![Object::Table(table.clone())];
            match one {
                Clause::RenameTable(to) => {
                    let to = table.renamed(to.name.clone());
                    return Self { objects: own, renamed: Some((table, to)), ..Self::default() };
                }
                Clause::SetSchema(to) => {
                    let to = Path::new(to.name.clone(), table.name.clone());
                    return Self { objects: own, renamed: Some((table, to)), ..Self::default() };
                }
                Clause::RenameColumn(from, to) => {
                    let column = Some((table, from.name.clone(), to.name.clone()));
                    return Self { objects: own, column, ..Self::default() };
                }
                _ => {}
            }
        }
        Self::between(before, after)
    }

    fn between(before: &Catalog, after: &Catalog) -> Self {
        let mut touched = Self::default();
        touched.tables(before, after);
        for it in changed(before.indexes(), after.indexes()) {
            touched.on(&it.table, after, before);
        }
        for it in only(after.indexes(), before.indexes()) {
            touched.beside.push(it.name.clone());
        }
        for it in changed(before.triggers(), after.triggers()) {
            touched.on(&it.table, after, before);
        }
        touched.sequences(before, after);
        let views = changed(before.views(), after.views());
        let views: Vec<_> = views.into_iter().map(|it| it.name.clone()).collect();
        touched.whole(
            &views,
            Object::View,
            |it| before.views.get(it).is_some(),
            |it| after.views.get(it).is_some(),
        );
        let types = changed(before.types(), after.types());
        let types: Vec<_> = types.into_iter().map(|it| it.name.clone()).collect();
        touched.whole(
            &types,
            Object::Type,
            |it| before.types.get(it).is_some(),
            |it| after.types.get(it).is_some(),
        );
        for it in changed(before.extras(), after.extras()) {
            match &it.table {
                Some(table) => touched.on(table, after, before),
                None => touched.objects.push(Object::Other),
            }
        }
        for it in changed(before.settings(), after.settings()) {
            touched.said(&it.of, after, before);
        }
        let routines = changed(before.routines(), after.routines());
        let routines: Vec<_> = routines.into_iter().map(|it| it.name.clone()).collect();
        let has = |catalog: &Catalog, it: &Path| catalog.routines().any(|other| other.name == *it);
        touched.whole(&routines, Object::Routine, |it| has(before, it), |it| has(after, it));
        let others = before.schemas != after.schemas || before.extensions != after.extensions;
        if others {
            touched.objects.push(Object::Other);
        }
        touched
    }

    /// Those that belong to a column, before or after, go with it.
    fn sequences(&mut self, before: &Catalog, after: &Catalog) {
        let mut free = Vec::new();
        for it in changed(before.sequences(), after.sequences()) {
            let now = after.sequences.get(&it.name).unwrap_or(it);
            match &now.owner {
                Some((table, _)) => {
                    self.on(table, after, before);
                    if before.sequences.get(&it.name).is_some_and(|it| it.owner.is_none()) {
                        self.gone.push(Object::Sequence(it.name.clone()));
                    }
                }
                None => free.push(it.name.clone()),
            }
        }
        for it in only(after.sequences(), before.sequences()) {
            self.beside.push(it.name.clone());
        }
        self.whole(
            &free,
            Object::Sequence,
            |it| before.sequences.get(it).is_some(),
            |it| after.sequences.get(it).is_some(),
        );
    }

    fn tables(&mut self, before: &Catalog, after: &Catalog) {
        let tables = changed(before.tables(), after.tables());
        let names: Vec<_> = tables.into_iter().map(|it| it.name.clone()).collect();
        for name in &names {
            let (then, now) = (before.tables.get(name), after.tables.get(name));
            let had = |it: &Ident| then.is_some_and(|then| then.constraint(it).is_some());
            let constraints = now.iter().flat_map(|it| &it.constraints);
            let own = constraints.filter_map(|it| it.name.clone()).filter(|it| !had(it));
            self.beside.extend(own.map(|it| name.renamed(it)));
            if let (Some(then), Some(now)) = (then, now) {
                let added = now.columns.iter().filter(|it| then.column(&it.name).is_none());
                self.columns.extend(added.map(|it| (name.clone(), it.name.clone())));
            }
        }
        self.whole(
            &names,
            Object::Table,
            |it| before.tables.get(it).is_some(),
            |it| after.tables.get(it).is_some(),
        );
    }

    fn whole(
        &mut self,
        names: &[Path],
        object: fn(Path) -> Object,
        was: impl Fn(&Path) -> bool,
        is: impl Fn(&Path) -> bool,
    ) {
        for name in names {
            let one = object(name.clone());
            self.objects.push(one.clone());
            if !was(name) {
                self.made.push(one);
            } else if !is(name) {
                self.gone.push(one);
            }
        }
    }

    /// What something is said of.
    fn said(&mut self, of: &Subject, after: &Catalog, before: &Catalog) {
        let sequence = |path: &Path| after.sequences.get(path).is_some_and(|it| it.owner.is_none());
        match of {
            Subject::Relation(path) if sequence(path) => {
                self.objects.push(Object::Sequence(path.clone()));
            }
            Subject::Relation(path) if after.indexes.get(path).is_some() => {
                if let Some(index) = after.indexes.get(path) {
                    self.on(&index.table, after, before);
                }
            }
            Subject::Type(path) => self.objects.push(Object::Type(path.clone())),
            Subject::Schema(_) => self.objects.push(Object::Other),
            other => other.relation().into_iter().for_each(|it| self.on(it, after, before)),
        }
    }

    fn on(&mut self, table: &Path, after: &Catalog, before: &Catalog) {
        let view = after.views.get(table).or_else(|| before.views.get(table));
        self.objects.push(match view {
            Some(_) => Object::View(table.clone()),
            None => Object::Table(table.clone()),
        });
    }
}

/// Those that one of the two lists has and the other has not.
fn changed<'a, T: PartialEq + 'a>(
    before: impl Iterator<Item = &'a T>,
    after: impl Iterator<Item = &'a T>,
) -> Vec<&'a T> {
    let (before, after): (Vec<_>, Vec<_>) = (before.collect(), after.collect());
    let mut all = only(before.iter().copied(), after.iter().copied());
    all.extend(only(after.iter().copied(), before.iter().copied()));
    all
}
