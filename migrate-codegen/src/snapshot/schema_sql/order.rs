//! The order of the objects of a catalog: by sort and name, and what an object needs before it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use crate::Dialect;
use crate::catalog::{
    Catalog, Column, Constraint, Extension, Extra, Ident, Index, Path, Routine, Rule, Sequence,
    Setting, Sql, Table, Trigger, Type, TypeSort, View,
};

/// An object that gets a block, or a statement about one.
#[derive(Clone, Copy)]
pub(super) enum Item<'a> {
    Schema(&'a Ident),
    Extension(&'a Extension),
    Type(&'a Type),
    Sequence(&'a Sequence),
    Table(&'a Table),
    /// The column that a sequence goes with.
    Owner(&'a Sequence),
    Index(&'a Index),
    View(&'a View),
    Routine(&'a Routine),
    Extra(&'a Extra),
    Trigger(&'a Trigger),
    Setting(&'a Setting),
}

/// An object, and what it cannot be made without.
pub(super) struct Placed<'a> {
    pub(super) item: Item<'a>,
    /// Where that stands in the order.
    pub(super) needs: Vec<usize>,
}

/// The objects of the catalog in an order in which they can be made, but for foreign keys that point
/// at each other.
pub(super) fn in_order(catalog: &Catalog) -> Vec<Placed<'_>> {
    let mut all: Vec<_> = items(catalog).collect();
    all.sort_by_cached_key(Item::key);
    let mut walk = Walk {
        all: &all,
        by_name: BTreeMap::new(),
        places: BTreeMap::new(),
        seen: BTreeSet::new(),
        order: Vec::new(),
    };
    for (at, item) in all.iter().enumerate() {
        if let Some(need) = item.answers() {
            walk.by_name.entry(need).or_default().push(at);
        }
    }
    for at in 0..all.len() {
        walk.visit(at);
    }
    walk.order
}

fn items(catalog: &Catalog) -> impl Iterator<Item = Item<'_>> {
    let sequences = || catalog.sequences().filter(|it| it.owner.is_some());
    let lasting = |path: &Path| !path.is_temporary();
    let made = catalog.schemas().filter(|it| it.key() != "public").map(Item::Schema);
    made.chain(catalog.extensions().map(Item::Extension))
        .chain(catalog.types().map(Item::Type))
        .chain(catalog.sequences().map(Item::Sequence))
        .chain(catalog.tables().filter(move |it| lasting(&it.name)).map(Item::Table))
        .chain(sequences().map(Item::Owner))
        .chain(catalog.indexes().filter(move |it| lasting(&it.table)).map(Item::Index))
        .chain(catalog.views().filter(move |it| lasting(&it.name)).map(Item::View))
        .chain(catalog.routines().map(Item::Routine))
        .chain(catalog.extras().map(Item::Extra))
        .chain(catalog.triggers().filter(move |it| lasting(&it.table)).map(Item::Trigger))
        .chain(
            catalog
                .settings()
                .filter(move |it| it.of.relation().is_none_or(lasting))
                .map(Item::Setting),
        )
}

/// Objects are visited in order, each after those that it needs.
struct Walk<'w, 'a> {
    all: &'w [Item<'a>],
    by_name: BTreeMap<Need, Vec<usize>>,
    /// Where those stand in the order that have a place.
    places: BTreeMap<usize, usize>,
    seen: BTreeSet<usize>,
    order: Vec<Placed<'a>>,
}

impl Walk<'_, '_> {
    fn visit(&mut self, at: usize) {
        if !self.seen.insert(at) {
            return;
        }
        let item = self.all[at];
        for need in self.found(&item.needs()) {
            self.visit(need);
        }
        let needs = self.found(&item.cannot_do_without());
        let needs = needs.iter().filter_map(|it| self.places.get(it)).copied().collect();
        self.places.insert(at, self.order.len());
        self.order.push(Placed { item, needs });
    }

    fn found(&self, needs: &BTreeSet<Need>) -> BTreeSet<usize> {
        needs.iter().filter_map(|it| self.by_name.get(it)).flatten().copied().collect()
    }
}

impl Item<'_> {
    /// What it is, and its name, as a sentence has them.
    pub(super) fn shown(&self) -> String {
        let named = |thing: &str, name: &dyn Display| format!("the {thing} `{name}`");
        match self {
            Self::Schema(name) => named("schema", name),
            Self::Extension(it) => named("extension", &it.name),
            Self::Type(it) => named("type", &it.name),
            Self::Sequence(it) => named("sequence", &it.name),
            Self::Owner(it) => named("owner of the sequence", &it.name),
            Self::Table(it) => named("table", &it.name),
            Self::Index(it) => named("index", &it.name),
            Self::View(it) => named("view", &it.name),
            Self::Routine(it) => named("routine", &it.name),
            Self::Extra(it) => named(it.sort, &it.name),
            Self::Trigger(it) => named("trigger", &it.name),
            Self::Setting(it) => match it.of.relation() {
                Some(path) => format!("what is said of `{path}`"),
                None => "what is said of it".to_owned(),
            },
        }
    }

    /// Sorts of objects come in the order of their numbers, those of a table with it.
    fn key(&self) -> (u8, String, u8, String) {
        let alone = |rank: u8, name: String| (rank, name, 0, String::new());
        let within =
            |rank: u8, table: &Path, part: u8, name: String| (rank, table.to_string(), part, name);
        match self {
            Self::Schema(name) => alone(0, name.to_string()),
            Self::Extension(it) => alone(1, it.name.to_string()),
            Self::Type(it) => alone(2, it.name.to_string()),
            Self::Sequence(it) => alone(3, it.name.to_string()),
            Self::Table(it) => alone(4, it.name.to_string()),
            Self::Owner(it) => {
                let table = it.owner.as_ref().map_or(&it.name, |(table, _)| table);
                within(4, table, 1, it.name.to_string())
            }
            Self::Index(it) => within(4, &it.table, 2, it.name.to_string()),
            Self::View(it) => alone(5, it.name.to_string()),
            Self::Routine(it) => (6, it.name.to_string(), 0, it.arguments.join(" ")),
            Self::Extra(it) => {
                let table = it.table.as_ref().map(ToString::to_string).unwrap_or_default();
                (7, format!("{} {table}", it.sort), 0, it.name.to_string())
            }
            Self::Trigger(it) => within(8, &it.table, 0, it.name.to_string()),
            // What is said of one object stays in the order in which it was said.
            Self::Setting(it) => {
                alone(9, it.of.relation().map(ToString::to_string).unwrap_or_default())
            }
        }
    }

    /// What others need it by; what belongs to a table nobody needs.
    fn answers(&self) -> Option<Need> {
        match self {
            Self::Schema(name) => Some(Need::Name((*name).clone())),
            Self::Type(it) => Some(Need::Name(it.name.name.clone())),
            Self::Sequence(it) => Some(Need::Name(it.name.name.clone())),
            Self::Table(it) => Some(Need::Name(it.name.name.clone())),
            Self::View(it) => Some(Need::Name(it.name.name.clone())),
            Self::Routine(it) => Some(Need::Call(it.name.name.clone())),
            Self::Extension(_)
            | Self::Owner(_)
            | Self::Index(_)
            | Self::Extra(_)
            | Self::Trigger(_)
            | Self::Setting(_) => None,
        }
    }

    /// The names of what it cannot be made without: of a table it is not what its foreign keys point
    /// at, which can be left out by themselves.
    fn cannot_do_without(&self) -> BTreeSet<Need> {
        let mut needs = Needs::default();
        match self {
            Self::Table(it) => {
                it.columns.iter().for_each(|it| needs.column(it));
                it.parents().iter().for_each(|it| needs.path(it));
            }
            Self::Setting(it) => it.of.relation().into_iter().for_each(|it| needs.path(it)),
            _ => return self.needs(),
        }
        needs.0
    }

    /// The names of what has to be there before it, and others that are none's.
    fn needs(&self) -> BTreeSet<Need> {
        let mut needs = Needs::default();
        match self {
            // Settings come last, when everything is there.
            Self::Schema(_) | Self::Extension(_) | Self::Setting(_) => {}
            Self::Type(it) => match &it.sort {
                TypeSort::Enum(_) => {}
                TypeSort::Domain(sql) | TypeSort::Other(sql) => needs.text(sql),
            },
            Self::Sequence(it) => needs.path(&it.name),
            Self::Table(it) => {
                needs.schema(&it.name);
                it.parents().iter().for_each(|it| needs.path(it));
                it.columns.iter().for_each(|it| needs.column(it));
                it.constraints.iter().for_each(|it| needs.constraint(it));
            }
            Self::Owner(it) => it.owner.iter().for_each(|(table, _)| needs.path(table)),
            Self::Index(it) => {
                needs.path(&it.table);
                it.parts.iter().for_each(|part| needs.text(&part.of));
                it.filter.iter().for_each(|it| needs.text(it));
            }
            Self::View(it) => {
                needs.schema(&it.name);
                needs.text(it.query_now().unwrap_or(&it.query));
            }
            // The bodies of functions are not looked into when they are made: strings do not count.
            Self::Routine(it) => {
                needs.schema(&it.name);
                needs.text(&it.definition);
            }
            Self::Extra(it) => {
                it.table.iter().for_each(|it| needs.path(it));
                needs.text(&it.head);
                needs.text(&it.tail);
            }
            Self::Trigger(it) => {
                needs.path(&it.table);
                needs.text(&it.body);
            }
        }
        needs.0
    }
}

/// What an object needs another one for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    /// It calls a function of this name.
    Call(Ident),
    /// It names something.
    Name(Ident),
}

#[derive(Default)]
struct Needs(BTreeSet<Need>);

impl Needs {
    fn text(&mut self, sql: &Sql) {
        self.0.extend(sql.words().into_iter().map(Need::Name));
        self.0.extend(sql.called().into_iter().map(Need::Call));
    }

    fn schema(&mut self, path: &Path) {
        self.0.insert(Need::Name(path.schema.clone()));
    }

    fn path(&mut self, path: &Path) {
        self.schema(path);
        self.0.insert(Need::Name(path.name.clone()));
    }

    fn column(&mut self, column: &Column) {
        self.text(&Sql::new(&column.type_name, Dialect::Postgres));
        let computed = column.generated.as_ref().map(|it| &it.from);
        column.default.iter().chain(computed).for_each(|it| self.text(it));
    }

    fn constraint(&mut self, constraint: &Constraint) {
        match &constraint.rule {
            Rule::ForeignKey(key) => self.path(&key.table),
            Rule::Check(sql) | Rule::Exclude(sql) => {
                self.0.extend(sql.called().into_iter().map(Need::Call));
            }
            Rule::PrimaryKey(_) | Rule::Unique(_) => {}
        }
    }
}
