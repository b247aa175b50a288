//! Comparing two schemas.

use super::super::fault::Thing;
use super::super::model::{Column, Constraint, Ident, Knowledge, Path, Table, TableSort};
use super::super::schema::Catalog;
use super::change::{Change, Detail, Difference};
use super::describe;
use super::object::Compared;

impl Catalog {
    /// The differences between this schema and a later one: tables with their columns and
    /// constraints, then indexes, views, triggers, sequences, types
    /// and routines.
    ///
    /// What either of them is not certain about is no difference, and what goes with the connection
    /// is left out. Names of constraints count where both have one.
    ///
    /// # Example
    /// ```
    /// use migrate_codegen::Dialect;
    /// use migrate_codegen::catalog::Catalog;
    ///
    /// let before = Catalog::of("CREATE TABLE a (id INTEGER, n INT)", Dialect::Sqlite);
    /// let after = Catalog::of("CREATE TABLE a (id INTEGER, n INT NOT NULL)", Dialect::Sqlite);
    /// let said: Vec<_> = before.diff(&after).iter().map(ToString::to_string).collect();
    /// assert_eq!(said, ["column `a.n` changed: not null `NOT NULL` added"]);
    /// ```
    #[must_use]
    pub fn diff(&self, later: &Self) -> Vec<Change> {
        let mut diff = Diff { before: self, after: later, changes: Vec::new() };
        diff.tables();
        diff.objects(Thing::Index, self.indexes(), later.indexes());
        diff.objects(Thing::View, self.views(), later.views());
        diff.objects(Thing::Trigger, self.triggers(), later.triggers());
        diff.objects(Thing::Sequence, self.sequences(), later.sequences());
        diff.objects(Thing::Type, self.types(), later.types());
        diff.objects(Thing::Function, self.routines(), later.routines());
        diff.changes
    }
}

struct Diff<'a> {
    before: &'a Catalog,
    after: &'a Catalog,
    changes: Vec<Change>,
}

impl Diff<'_> {
    fn is_certain(&self, name: &Ident) -> bool {
        self.before.is_certain(name) && self.after.is_certain(name)
    }

    fn push(&mut self, thing: Thing, table: Option<&Path>, name: String, difference: Difference) {
        let table = table.map(ToString::to_string);
        self.changes.push(Change { thing, table, name, difference });
    }

    fn tables(&mut self) {
        let (before, after) = (self.before, self.after);
        for table in before.tables().filter(|it| !it.name.is_temporary()) {
            match after.tables.get(&table.name) {
                Some(later) => self.table(table, later),
                None if self.is_certain(&table.name.name) => {
                    let gone = Difference::Removed(describe::table(table));
                    self.push(Thing::Table, None, table.name.to_string(), gone);
                }
                None => {}
            }
        }
        for table in after.tables().filter(|it| !it.name.is_temporary()) {
            if before.tables.get(&table.name).is_none() && self.is_certain(&table.name.name) {
                let new = Difference::Added(describe::table(table));
                self.push(Thing::Table, None, table.name.to_string(), new);
            }
        }
    }

    fn table(&mut self, before: &Table, after: &Table) {
        let whole = before.knowledge == Knowledge::Whole && after.knowledge == Knowledge::Whole;
        let is_virtual = before.sort.is_virtual() && after.sort.is_virtual();
        if !(whole || is_virtual) || !self.is_certain(&before.name.name) {
            return;
        }
        let mut details = Vec::new();
        detail(&mut details, "module", module(before), module(after));
        let options = |it: &Table| {
            let all: Vec<_> = it.options.iter().map(ToString::to_string).collect();
            (!all.is_empty()).then(|| all.join(", "))
        };
        detail(&mut details, "options", options(before), options(after));
        let order = |it: &Table| Some(describe::table(it));
        let same_columns = before.columns.len() == after.columns.len()
            && before.columns.iter().all(|it| after.column(&it.name).is_some());
        let in_order =
            || before.columns.iter().zip(&after.columns).all(|(one, other)| one.name == other.name);
        if same_columns && !in_order() {
            detail(&mut details, "order of columns", order(before), order(after));
        }
        if !details.is_empty() {
            let changed = Difference::Changed(details);
            self.push(Thing::Table, None, before.name.to_string(), changed);
        }
        self.columns(before, after);
        self.constraints(before, after);
    }

    fn columns(&mut self, before: &Table, after: &Table) {
        let table = Some(&before.name);
        for column in &before.columns {
            match after.column(&column.name) {
                None => {
                    let gone = Difference::Removed(describe::column(column));
                    self.push(Thing::Column, table, column.name.to_string(), gone);
                }
                Some(later) => {
                    let details = column_details(column, later);
                    if !details.is_empty() {
                        let changed = Difference::Changed(details);
                        self.push(Thing::Column, table, column.name.to_string(), changed);
                    }
                }
            }
        }
        for column in after.columns.iter().filter(|it| before.column(&it.name).is_none()) {
            let new = Difference::Added(describe::column(column));
            self.push(Thing::Column, table, column.name.to_string(), new);
        }
    }

    /// Those with a name by their names, the others by what they demand.
    fn constraints(&mut self, before: &Table, after: &Table) {
        let table = Some(&before.name);
        let mut open: Vec<&Constraint> = after.constraints.iter().collect();
        for constraint in &before.constraints {
            let by_name = |it: &&Constraint| it.name.is_some() && it.name == constraint.name;
            let alike =
                |it: &&Constraint| it.name == constraint.name && it.demands_the_same(constraint);
            let place = open.iter().position(alike).or_else(|| open.iter().position(by_name));
            match place.map(|at| open.remove(at)) {
                Some(later) if later.demands_the_same(constraint) => {}
                Some(later) => {
                    let said = |it: &Constraint| Some(describe::constraint(it));
                    let mut details = Vec::new();
                    detail(&mut details, "rule", said(constraint), said(later));
                    let changed = Difference::Changed(details);
                    self.push(Thing::Constraint, table, name_of(constraint), changed);
                }
                None => {
                    let gone = Difference::Removed(unless_named(constraint));
                    self.push(Thing::Constraint, table, name_of(constraint), gone);
                }
            }
        }
        for constraint in open {
            let new = Difference::Added(unless_named(constraint));
            self.push(Thing::Constraint, table, name_of(constraint), new);
        }
    }

    fn objects<'b, T: Compared + 'b>(
        &mut self,
        thing: Thing,
        before: impl Iterator<Item = &'b T>,
        after: impl Iterator<Item = &'b T>,
    ) {
        let lasting = |it: &&T| !it.place().is_temporary() && self.is_certain(it.name());
        let before: Vec<_> = before.filter(lasting).collect();
        let after: Vec<_> = after.filter(lasting).collect();
        for object in &before {
            let difference = match after.iter().find(|it| it.is_same(object)) {
                Some(later) => {
                    let known = object.is_known() && later.is_known();
                    let details = if known { object.details(later) } else { Vec::new() };
                    (!details.is_empty()).then_some(Difference::Changed(details))
                }
                None => Some(Difference::Removed(object.describe())),
            };
            self.changes.extend(difference.map(|it| change(thing, *object, it)));
        }
        for object in after.iter().filter(|it| !before.iter().any(|old| old.is_same(it))) {
            let new = Difference::Added(object.describe());
            self.changes.push(change(thing, *object, new));
        }
    }
}

fn change<T: Compared>(thing: Thing, object: &T, difference: Difference) -> Change {
    Change { thing, table: object.table(), name: object.name().to_string(), difference }
}

/// Notes a detail where it differs.
pub(super) fn detail(
    details: &mut Vec<Detail>,
    what: &'static str,
    before: Option<String>,
    after: Option<String>,
) {
    if before != after {
        details.push(Detail { what, before, after });
    }
}

/// Notes a piece of SQL where it says something else.
pub(super) fn sql<T: PartialEq + ToString>(
    details: &mut Vec<Detail>,
    what: &'static str,
    before: Option<&T>,
    after: Option<&T>,
) {
    if before != after {
        let said = |it: Option<&T>| it.map(ToString::to_string).filter(|it| !it.is_empty());
        details.push(Detail { what, before: said(before), after: said(after) });
    }
}

fn module(table: &Table) -> Option<String> {
    match &table.sort {
        TableSort::Virtual(sql) => Some(sql.to_string()),
        TableSort::Ordinary | TableSort::Foreign => None,
    }
}

fn column_details(before: &Column, after: &Column) -> Vec<Detail> {
    let mut details = Vec::new();
    let of_type = |it: &Column| (!it.type_name.is_empty()).then(|| it.type_name.clone());
    detail(&mut details, "type", of_type(before), of_type(after));
    let null = |it: &Column| {
        (it.null == super::super::model::Null::Refused).then(|| "NOT NULL".to_owned())
    };
    detail(&mut details, "not null", null(before), null(after));
    sql(&mut details, "default", before.default.as_ref(), after.default.as_ref());
    if before.generated != after.generated {
        let said = |it: &Column| it.generated.as_ref().map(describe::generated);
        detail(&mut details, "expression", said(before), said(after));
    }
    let identity = |it: &Column| it.identity.map(|it| describe::identity(it).to_owned());
    detail(&mut details, "identity", identity(before), identity(after));
    let collation = |it: &Column| it.collation.as_ref().map(|it| it.to_ascii_lowercase());
    if collation(before) != collation(after) {
        let (before, after) = (before.collation.clone(), after.collation.clone());
        detail(&mut details, "collation", before, after);
    }
    if before.options != after.options {
        let said = |it: &Column| {
            let all: Vec<_> = it.options.iter().map(ToString::to_string).collect();
            (!all.is_empty()).then(|| all.join(" "))
        };
        detail(&mut details, "options", said(before), said(after));
    }
    details
}

fn name_of(constraint: &Constraint) -> String {
    constraint.name.as_ref().map_or_else(|| describe::constraint(constraint), ToString::to_string)
}

/// What it demands, where its name does not say so.
fn unless_named(constraint: &Constraint) -> String {
    constraint.name.as_ref().map(|_| describe::constraint(constraint)).unwrap_or_default()
}
