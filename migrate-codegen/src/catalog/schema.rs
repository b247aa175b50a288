//! The catalog: a schema as a list of objects, and what is known of a name.

use std::sync::Arc;

use super::apply::Session;
use super::command::{Named, Pathname};
use super::doubt::Doubt;
use super::fault::Thing;
use super::model::{
    Constraint, Extension, Extra, Ident, Index, Path, Routine, Sequence, Setting, Table, Trigger,
    Type, View, ViewSort,
};
use super::shelf::Shelf;
use crate::Dialect;

/// A schema, as a history of statements leaves it.
///
/// It starts empty, and [`apply`](Self::apply) changes it as the engine would. Where a statement
/// cannot be read, the catalog knows that it does not know: [`is_certain`](Self::is_certain).
///
/// # Example
/// ```
/// use migrate_codegen::Dialect;
/// use migrate_codegen::catalog::Catalog;
/// use migrate_codegen::reader::read;
/// use migrate_codegen::source::{SourceFile, SqlText};
///
/// let sql = "CREATE TABLE a (id int PRIMARY KEY); ALTER TABLE a ADD b text; ALTER TABLE a DROP c";
/// let text = SqlText::slice(&SourceFile::new("1.sql", sql), 0..sql.len());
/// let statements = read(&text, Dialect::Postgres);
/// let mut catalog = Catalog::new(Dialect::Postgres);
/// assert!(catalog.apply(&statements[0]).is_ok());
/// assert!(catalog.apply(&statements[1]).is_ok());
/// let fault = catalog.apply(&statements[2]).unwrap_err();
/// assert_eq!(fault.to_string(), "column \"c\" of relation \"a\" does not exist");
/// ```
#[derive(Clone, Debug)]
pub struct Catalog {
    pub(super) dialect: Dialect,
    pub(super) tables: Shelf<Table>,
    pub(super) indexes: Shelf<Index>,
    pub(super) views: Shelf<View>,
    pub(super) sequences: Shelf<Sequence>,
    pub(super) types: Shelf<Type>,
    pub(super) triggers: Vec<Arc<Trigger>>,
    /// The schemas that somebody made.
    pub(super) schemas: Vec<Ident>,
    /// Functions and procedures: a call may change the schema.
    pub(super) routines: Vec<Arc<Routine>>,
    /// The extensions that the history made, or found.
    pub(super) extensions: Vec<Extension>,
    pub(super) extras: Vec<Arc<Extra>>,
    /// What is said of objects, in the order in which it was said.
    pub(super) settings: Vec<Arc<Setting>>,
    /// How many parts of statements it has no place for.
    pub(super) omitted: usize,
    /// Tables with their partitions and children.
    pub(super) heirs: Vec<(Path, Path)>,
    pub(super) search: Search,
    pub(super) session: Session,
    pub(super) doubt: Doubt,
    pub(super) renames: Renames,
}

/// Tables that tools keep their history in: they are there, and no migration made them.
const HISTORIES: &[&str] = &[
    "__diesel_schema_migrations",
    "__drizzle_migrations",
    "_migrations",
    "_prisma_migrations",
    "_sqlx_migrations",
    "goose_db_version",
    "refinery_schema_history",
    "schema_migrations",
    "seaql_migrations",
];

/// The schemas of names without one; `None` where nobody knows.
pub(super) type Search = Option<Vec<Ident>>;

/// The schemas where names without one are looked up, unless somebody says otherwise.
pub(super) fn default_search(dialect: Dialect) -> Vec<Ident> {
    let own = if dialect == Dialect::Postgres { "public" } else { "main" };
    vec![Ident::new(own, dialect)]
}

/// What a rename changes beyond its table, on SQLite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Renames {
    /// Everything that names it.
    #[default]
    Everywhere,
    /// `PRAGMA legacy_alter_table`: neither views nor triggers.
    Legacy,
}

/// What is known of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found<T> {
    Sure(T),
    /// Nobody knows.
    Doubtful,
    Missing,
}

/// What can be found under the name of a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Table(Path),
    View(Path),
    Index(Path),
    Sequence(Path),
    /// The index behind a constraint: its table.
    Constraint(Path, Ident),
}

impl Catalog {
    /// An empty schema.
    #[must_use]
    pub fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            tables: Shelf::default(),
            indexes: Shelf::default(),
            views: Shelf::default(),
            sequences: Shelf::default(),
            types: Shelf::default(),
            triggers: Vec::new(),
            schemas: default_search(dialect),
            routines: Vec::new(),
            extensions: Vec::new(),
            extras: Vec::new(),
            settings: Vec::new(),
            omitted: 0,
            heirs: Vec::new(),
            search: Some(default_search(dialect)),
            session: Session::default(),
            doubt: Doubt::default(),
            renames: Renames::Everywhere,
        }
    }

    /// The dialect of its statements.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Its tables, in the order in which they were made.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter()
    }

    /// Its indexes, without those behind constraints.
    pub fn indexes(&self) -> impl Iterator<Item = &Index> {
        self.indexes.iter()
    }

    /// Its views.
    pub fn views(&self) -> impl Iterator<Item = &View> {
        self.views.iter()
    }

    /// Its triggers.
    pub fn triggers(&self) -> impl Iterator<Item = &Trigger> {
        self.triggers.iter().map(AsRef::as_ref)
    }

    /// Its sequences.
    pub fn sequences(&self) -> impl Iterator<Item = &Sequence> {
        self.sequences.iter()
    }

    /// The types that somebody made.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        self.types.iter()
    }

    /// Its functions and procedures.
    pub fn routines(&self) -> impl Iterator<Item = &Routine> {
        self.routines.iter().map(AsRef::as_ref)
    }

    /// The extensions that the history made, or found.
    pub fn extensions(&self) -> impl Iterator<Item = &Extension> {
        self.extensions.iter()
    }

    /// Everything else that is known, as it is written: policies, rules, statistics.
    pub fn extras(&self) -> impl Iterator<Item = &Extra> {
        self.extras.iter().map(AsRef::as_ref)
    }

    /// What is said of its objects beside what they are, in the order in which it was said: row
    /// security, owners, rights, comments.
    pub fn settings(&self) -> impl Iterator<Item = &Setting> {
        self.settings.iter().map(AsRef::as_ref)
    }

    /// The schemas that are there, the one that everybody has first.
    pub fn schemas(&self) -> impl Iterator<Item = &Ident> {
        self.schemas.iter()
    }

    /// Whether what it says of objects of this name is all that there is to say: no statement that
    /// cannot be read may have made, changed or removed one.
    #[must_use]
    pub fn is_certain(&self, name: &Ident) -> bool {
        !self.doubt.covers(name) && !self.session.may_have(name)
    }

    /// The table of this name, in the schema where a name without one is looked up.
    ///
    /// # Example
    /// ```
    /// use migrate_codegen::Dialect;
    /// use migrate_codegen::catalog::Catalog;
    ///
    /// let catalog = Catalog::of("CREATE TABLE a (id INTEGER PRIMARY KEY)", Dialect::Sqlite);
    /// let table = catalog.table("A").expect("in any case");
    /// assert_eq!(table.columns[0].type_name, "INTEGER");
    /// ```
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&Table> {
        let name = Ident::new(name, self.dialect);
        self.search
            .iter()
            .flatten()
            .find_map(|schema| self.tables.get(&Path::new(schema.clone(), name.clone())))
    }

    /// What sort of object has this name, where a name without a schema is looked up.
    #[must_use]
    pub fn thing(&self, name: &str) -> Option<Thing> {
        let name = Ident::new(name, self.dialect);
        let at = |schema: &Ident| self.relation_at(&Path::new(schema.clone(), name.clone()));
        Some(match self.search.iter().flatten().find_map(at)? {
            Relation::Table(_) => Thing::Table,
            Relation::View(path) => match self.views.get(&path)?.sort {
                ViewSort::Ordinary => Thing::View,
                ViewSort::Materialized => Thing::MaterializedView,
            },
            Relation::Index(_) | Relation::Constraint(..) => Thing::Index,
            Relation::Sequence(_) => Thing::Sequence,
        })
    }

    /// Whether names without a schema are looked up where the engine usually does; a `search_path`
    /// of somebody's own holds for one session, and nobody knows in which schemas another looks.
    pub(crate) fn looks_as_usual(&self) -> bool {
        self.search.as_deref() == Some(&default_search(self.dialect)[..])
    }

    /// Where an object of this name may lie, in the order in which the engine looks; `None` where
    /// nobody knows.
    pub(super) fn places(&self, path: &Pathname) -> Option<Vec<Path>> {
        let temporary = |it: &Ident| matches!(it.key(), "temp" | "pg_temp");
        let at = |schema: &Ident| Path::new(schema.clone(), path.name.clone());
        match &path.schema {
            Some(Named { name, .. }) if temporary(name) => Some(vec![at(&self.temporary())]),
            Some(Named { name, .. }) => self.schemas.contains(name).then(|| vec![at(name)]),
            None => {
                let schemas = self.search.as_ref()?;
                Some(std::iter::once(&self.temporary()).chain(schemas).map(at).collect())
            }
        }
    }

    /// The name under which doubts about the routines of this name are kept: a table may be called
    /// as one is.
    pub(crate) fn routine_name(&self, name: &Ident) -> Ident {
        Ident::new(&format!("{name}()"), self.dialect)
    }

    /// The schema of what goes with the connection.
    pub(super) fn temporary(&self) -> Ident {
        Ident::new("temp", self.dialect)
    }

    /// Whether nothing certain can be said of this name.
    pub(super) fn doubts(&self, name: &Ident) -> bool {
        let system = if self.dialect.is_sqlite() { "sqlite_" } else { "pg_" };
        self.doubt.covers(name)
            || self.session.may_have(name)
            || name.key().starts_with(system)
            || HISTORIES.contains(&name.key())
    }

    /// Something may have changed what has this name, and what belongs to it.
    pub(super) fn distrust(&mut self, name: &Ident) {
        let of = |path: &Path| path.name == *name;
        let indexes = self.indexes.iter().filter(|it| of(&it.table)).map(|it| &it.name.name);
        let triggers = self.triggers.iter().filter(|it| of(&it.table)).map(|it| &it.name);
        let constraints =
            self.tables.iter().filter(|it| of(&it.name)).flat_map(|it| &it.constraints);
        let constraints = constraints.filter_map(|it| it.name.as_ref());
        let all: Vec<_> = indexes.chain(triggers).chain(constraints).cloned().collect();
        for name in &all {
            self.doubt.add(name);
        }
        self.doubt.add(&self.routine_name(name));
        self.doubt.add(name);
    }

    /// There may be more objects than are listed.
    pub(super) fn expect_more(&mut self) {
        let relations = self.tables.iter().map(|it| &it.name.name);
        let indexes = self.indexes.iter().map(|it| &it.name.name);
        let views = self.views.iter().map(|it| &it.name.name);
        let sequences = self.sequences.iter().map(|it| &it.name.name);
        let types = self.types.iter().map(|it| &it.name.name);
        let triggers = self.triggers.iter().map(|it| &it.name);
        let constraints = self.tables.iter().flat_map(|it| &it.constraints);
        let names = relations.chain(indexes).chain(views).chain(sequences).chain(types);
        let listed = names.chain(triggers).chain(constraints.filter_map(|it| it.name.as_ref()));
        let routines = self.routines().map(|it| self.routine_name(&it.name.name));
        self.doubt.all_but(listed.cloned().chain(routines).collect());
    }

    /// What a name stands for.
    pub(super) fn relation(&self, path: &Pathname) -> Found<Relation> {
        self.find(path, |place| self.relation_at(place))
    }

    /// What is listed under a name, be it sure or not.
    pub(super) fn listed(&self, path: &Pathname) -> Option<Relation> {
        self.places(path)?.iter().find_map(|place| self.relation_at(place))
    }

    /// The first place where there is what is looked for.
    pub(super) fn find<T>(&self, path: &Pathname, look: impl Fn(&Path) -> Option<T>) -> Found<T> {
        let Some(places) = self.places(path).filter(|_| !self.doubts(&path.name)) else {
            return Found::Doubtful;
        };
        for place in &places {
            if let Some(found) = look(place) {
                return Found::Sure(found);
            }
            if !place.is_temporary() && !self.schemas.contains(&place.schema) {
                // Others made the schema, and know what is in it.
                return Found::Doubtful;
            }
        }
        Found::Missing
    }

    /// Puts a view in the place of the one of its name.
    pub(crate) fn put_view(&mut self, view: View) {
        self.views.put(view);
    }

    /// Whether a table, view, index, sequence, or the index of a constraint has this name.
    pub(crate) fn has_relation(&self, path: &Path) -> bool {
        self.relation_at(path).is_some()
    }

    pub(super) fn relation_at(&self, path: &Path) -> Option<Relation> {
        let found = || Path::clone(path);
        if self.tables.get(path).is_some() {
            return Some(Relation::Table(found()));
        }
        if self.views.get(path).is_some() {
            return Some(Relation::View(found()));
        }
        if self.indexes.get(path).is_some() {
            return Some(Relation::Index(found()));
        }
        if self.sequences.get(path).is_some() {
            return Some(Relation::Sequence(found()));
        }
        let behind = |table: &&Table| {
            let named = table.constraint(&path.name).is_some_and(Constraint::has_index);
            table.name.schema == path.schema && named
        };
        let table = self.tables.iter().filter(|_| !self.dialect.is_sqlite()).find(behind)?;
        Some(Relation::Constraint(table.name.clone(), path.name.clone()))
    }
}
