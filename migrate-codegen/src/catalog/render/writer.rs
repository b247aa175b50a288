//! Who writes the objects of a catalog.

use super::super::fault::Thing;
use super::super::model::{Ident, Knowledge, Path};
use super::super::schema::Catalog;
use super::unwritten::{Unwritten, Why};
use crate::Dialect;

/// Writes the objects of a catalog as statements, without `;` behind them.
///
/// # Example
/// ```
/// use migrate_codegen::Dialect;
/// use migrate_codegen::catalog::{Catalog, References};
///
/// let sql = "create table a (id int primary key, b text default 'x')";
/// let catalog = Catalog::of(sql, Dialect::Postgres);
/// let table = catalog.table("a").expect("it is there");
/// assert_eq!(
///     catalog.writer().table(table, References::Within).expect("it is known"),
///     "CREATE TABLE a (\n    id integer NOT NULL,\n    b text DEFAULT 'x',\n    \
///      CONSTRAINT a_pkey PRIMARY KEY (id)\n)"
/// );
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Writer<'a> {
    pub(super) catalog: &'a Catalog,
    doubts: Doubts,
    heirs: Heirs,
}

/// What is written of partitions and children of tables, which have more than is listed of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heirs {
    /// Nothing: by themselves they are not known.
    Refuse,
    /// That they are it: their parents are written too.
    Follow,
}

/// What is written of objects about which nothing is certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubts {
    /// Nothing.
    Refuse,
    /// What is listed, where all of it is known.
    Believe,
    /// What is listed.
    Ignore,
}

impl Catalog {
    /// Who writes its objects as statements.
    pub fn writer(&self) -> Writer<'_> {
        Writer { catalog: self, doubts: Doubts::Refuse, heirs: Heirs::Refuse }
    }
}

impl Writer<'_> {
    /// The same, but partitions and children of tables are written as what they are: where their
    /// parents are written too, they get what these have.
    pub(crate) fn with_parents(self) -> Self {
        Self { heirs: Heirs::Follow, ..self }
    }

    pub(super) fn follows(self) -> bool {
        self.heirs == Heirs::Follow
    }

    /// The same, but objects that a statement which cannot be read may have changed are written as if
    /// it had not.
    pub(crate) fn as_believed(self) -> Self {
        Self { doubts: Doubts::Believe, ..self }
    }

    /// The same, but objects of which not all is known, or that a statement which cannot be read may
    /// have changed, are written as they are listed: for people to read, not to be relied on.
    pub fn as_listed(self) -> Self {
        Self { doubts: Doubts::Ignore, ..self }
    }

    /// Whether nobody can be sure of what has this name.
    pub(super) fn doubts(self, name: &Ident) -> bool {
        self.doubts == Doubts::Refuse && self.catalog.doubts(name)
    }

    /// Whether the catalog knows the object well enough.
    pub(super) fn certain(
        self,
        thing: Thing,
        path: &Path,
        knowledge: Knowledge,
    ) -> Result<(), Unwritten> {
        self.certain_name(thing, &path.name, path)?;
        match knowledge {
            Knowledge::Partial if self.doubts != Doubts::Ignore => {
                Err(Unwritten::new(thing, path, Why::Partial))
            }
            Knowledge::Whole | Knowledge::Partial => Ok(()),
        }
    }

    /// The same of what is known by its name alone, and shown as `shown`.
    pub(super) fn certain_name(
        self,
        thing: Thing,
        name: &Ident,
        shown: &impl ToString,
    ) -> Result<(), Unwritten> {
        match () {
            () if self.catalog.dialect != Dialect::Postgres => {
                Err(Unwritten::new(thing, shown, Why::Dialect))
            }
            () if self.doubts(name) => Err(Unwritten::new(thing, shown, Why::Doubtful)),
            () => Ok(()),
        }
    }
}
