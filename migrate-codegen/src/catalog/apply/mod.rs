//! What a statement does to a schema.

mod alter;
mod block;
mod create;
mod define;
mod drop;
mod extra;
mod figure;
mod given;
mod heirs;
mod naming;
mod opaque;
mod other;
mod rename;
mod routine;
mod rows;
mod setting;
mod transaction;
mod views;

pub(super) use figure::figure;
pub(super) use naming::default_name;

pub(in crate::catalog) use transaction::Session;

use super::command::{Command, Made, Named, Pathname, Place, read};
use super::fault::{Fault, FaultKind, Role, Thing};
use super::model::{Ident, Knowledge, Path, Table};
use super::schema::{Catalog, Found, Relation, Renames};
use crate::Dialect;
use crate::reader::{Statement, read as read_all};
use crate::source::{SourceFile, SqlText};

impl Catalog {
    /// The schema that these statements leave, where each can be applied; what cannot be is left
    /// out. This is how the texts that an engine keeps become a catalog.
    #[must_use]
    pub fn of(sql: &str, dialect: Dialect) -> Self {
        let text = SqlText::slice(&SourceFile::new("", sql), 0..sql.len());
        let mut catalog = Self::new(dialect);
        for statement in read_all(&text, dialect) {
            let _ = catalog.apply(&statement);
        }
        catalog
    }

    /// Applies a statement.
    ///
    /// Texts follow renames as the engine rewrites them, but for strings in double quotes, which
    /// SQLite turns into plain ones on the way and the catalog leaves alone.
    ///
    /// # Errors
    /// When the engine would refuse it for a name that is missing, taken, or another thing's: the
    /// first such name, and the catalog is as it was. What the engine refuses for anything else is
    /// not noticed.
    pub fn apply(&mut self, statement: &Statement) -> Result<(), Fault> {
        self.follow(statement).map(drop)
    }

    /// The same; says whether the statement may have done what cannot be read.
    pub(crate) fn follow(&mut self, statement: &Statement) -> Result<Sight, Fault> {
        let mut next = self.clone();
        let command = read(statement);
        let (calls, fires) = (command.may_call(), command.may_fire());
        let mut sight = match command {
            Command::Opaque => next.opaque(statement),
            command => {
                next.command(command, statement)?;
                Sight::Kept
            }
        };
        if calls {
            sight = sight.max(next.calls(statement));
        }
        if fires {
            sight = sight.max(next.fires(statement));
        }
        next.settle(statement);
        if next.omitted > self.omitted {
            sight = sight.max(Sight::Partial);
        }
        *self = next;
        Ok(sight)
    }

    fn command(&mut self, command: Command, statement: &Statement) -> Result<(), Fault> {
        match command {
            Command::Table(table) => self.create_table(*table),
            Command::VirtualTable(made, arguments, columns) => {
                self.create_virtual(&made, arguments, columns)
            }
            Command::Into(path, place) => self.create_into(path, place),
            Command::Index(index) => self.create_index(*index, statement.text()),
            Command::View(view, rows) => self.create_view(*view, &rows),
            Command::Trigger(trigger) => self.create_trigger(*trigger),
            Command::Sequence(made, options, owner) => self.create_sequence(&made, options, owner),
            Command::Type(made, sort) => self.create_type(&made, sort),
            Command::Schema(name, guard) => self.create_schema(name, guard),
            Command::Routine(routine) => {
                self.create_routine(*routine);
                Ok(())
            }
            Command::Extra(text) => {
                self.create_extra(*text);
                Ok(())
            }
            Command::DropExtra(sort, names, table) => {
                self.drop_extra(sort, &names, table.as_ref());
                Ok(())
            }
            Command::Extension(extension, _) => {
                self.create_extension(extension);
                Ok(())
            }
            Command::AlterTable(path, guard, clauses) => self.alter_table(&path, guard, clauses),
            Command::Alter(thing, path, guard, change) => {
                self.alter_other(thing, &path, guard, change)
            }
            Command::Drop(drop) => self.drop_all(&drop),
            Command::Rows(rows) => self.rows(&rows),
            Command::Uses(paths) => paths.iter().try_for_each(|it| self.readable(it)),
            Command::SearchPath(schemas, scope) => {
                self.set_search(schemas, scope);
                Ok(())
            }
            Command::Mark(mark) => {
                self.mark(mark);
                Ok(())
            }
            Command::Pragma(name, value) => {
                self.pragma(&name, value.as_deref());
                Ok(())
            }
            // What cannot be read is followed elsewhere.
            Command::Calls | Command::Nothing | Command::Opaque => Ok(()),
        }
    }

    fn pragma(&mut self, name: &Ident, value: Option<&str>) {
        let Some(value) = value else { return };
        let on = ["on", "1", "yes", "true"].iter().any(|it| value.eq_ignore_ascii_case(it));
        match name.key() {
            "legacy_alter_table" if on => self.renames = Renames::Legacy,
            "legacy_alter_table" => self.renames = Renames::Everywhere,
            "writable_schema" if on => self.doubt.everything(),
            _ => {}
        }
    }

    /// Where a new object goes; `None` where nobody knows.
    fn place(&self, made: &Made) -> Option<Path> {
        let name = made.path.name.clone();
        if made.place == Place::Temporary {
            return Some(Path::new(self.temporary(), name));
        }
        let schema = match &made.path.schema {
            Some(_) => return self.places(&made.path)?.pop(),
            None => self.search.as_ref()?.first().filter(|it| self.schemas.contains(it))?,
        };
        Some(Path::new(schema.clone(), name))
    }

    /// Where a new table, view, index or sequence goes, once it is sure that the name is free.
    fn fresh(&mut self, made: &Made, thing: Thing) -> Result<Fresh, Fault> {
        let Some(path) = self.place(made) else {
            self.doubt.add(&made.path.name);
            return Ok(Fresh::Nowhere);
        };
        let taken = self.relation_at(&path);
        if self.doubts(&path.name) {
            if made.is_guarded() {
                // Whatever it finds or makes, it is no surer than before.
                return Ok(if taken.is_some() { Fresh::Taken } else { Fresh::At(path) });
            }
            self.forget(&path);
            self.doubt.settle(&path.name);
            self.is_anew(&path);
            return Ok(Fresh::At(path));
        }
        match taken {
            None => Ok(Fresh::At(path)),
            Some(_) if made.is_guarded() => Ok(Fresh::Taken),
            Some(Relation::View(_)) if made.place == Place::Replacing => Ok(Fresh::At(path)),
            Some(taken) => {
                let dialect = self.dialect;
                let thing = if dialect.is_sqlite() { sort(&taken) } else { thing };
                Err(self.fault(FaultKind::Exists, thing, &made.path))
            }
        }
    }

    /// Takes away what may be there under this name.
    fn forget(&mut self, path: &Path) {
        self.tables.take(path);
        self.views.take(path);
        self.indexes.take(path);
        self.sequences.take(path);
        self.settings.retain(|it| it.of.relation() != Some(path));
    }

    fn fault(&self, kind: FaultKind, thing: Thing, path: &Pathname) -> Fault {
        Fault {
            kind,
            thing,
            name: path.name.clone(),
            within: None,
            at: path.at.clone(),
            role: Role::Other,
            dialect: self.dialect,
        }
    }

    fn fault_in(&self, kind: FaultKind, thing: Thing, name: &Named, table: &Ident) -> Fault {
        Fault {
            kind,
            thing,
            name: name.name.clone(),
            within: Some(table.clone()),
            at: name.at.clone(),
            role: Role::Other,
            dialect: self.dialect,
        }
    }

    /// The table of a statement; `None` where nobody knows.
    fn the_table(&self, path: &Pathname) -> Result<Option<&Table>, Fault> {
        match self.relation(path) {
            Found::Sure(Relation::Table(table)) => Ok(self.tables.get(&table)),
            Found::Sure(_) => Err(self.fault(FaultKind::Another, Thing::Table, path)),
            Found::Doubtful => Ok(None),
            Found::Missing => Err(self.fault(FaultKind::Missing, Thing::Relation, path)),
        }
    }

    /// Whether the table, as far as it is known, lacks the column.
    fn lacks(&self, table: &Table, column: &Ident) -> bool {
        let system = match self.dialect {
            Dialect::Postgres => SYSTEM_COLUMNS,
            _ => &["rowid", "oid", "_rowid_"],
        };
        table.knowledge == Knowledge::Whole
            && table.column(column).is_none()
            && !system.contains(&column.key())
    }
}

impl Table {
    /// The table that a statement makes, as far as its text says; `None` for any other statement.
    #[must_use]
    pub fn created(statement: &Statement) -> Option<Self> {
        let mut catalog = Catalog::new(statement.dialect());
        catalog.apply(statement).ok()?;
        catalog.tables.iter().next().cloned()
    }

    /// The same of a text, as the engine keeps it.
    ///
    /// # Example
    /// ```
    /// use migrate_codegen::Dialect;
    /// use migrate_codegen::catalog::Table;
    ///
    /// let sql = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, UNIQUE (a, b))";
    /// let table = Table::read(sql, Dialect::Sqlite).expect("a table");
    /// assert_eq!(table.columns.len(), 3);
    /// assert_eq!(table.keys().len(), 2);
    /// ```
    #[must_use]
    pub fn read(sql: &str, dialect: Dialect) -> Option<Self> {
        let text = SqlText::slice(&SourceFile::new("", sql), 0..sql.len());
        read_all(&text, dialect).first().and_then(Self::created)
    }
}

/// Whether the catalog still knows what it knew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sight {
    Kept,
    /// It has no place for a part of what the statement says, which is of no name's concern.
    Partial,
    /// A statement may have changed what cannot be read.
    Lost,
}

/// Columns that every table of PostgreSQL has.
const SYSTEM_COLUMNS: &[&str] = &["ctid", "oid", "xmin", "xmax", "cmin", "cmax", "tableoid"];

/// Where a new object goes.
enum Fresh {
    /// Here.
    At(Path),
    /// Nowhere: there is one, and the statement does not mind.
    Taken,
    /// Nobody knows.
    Nowhere,
}

fn sort(relation: &Relation) -> Thing {
    match relation {
        Relation::Table(_) => Thing::Table,
        Relation::View(_) => Thing::View,
        Relation::Index(_) | Relation::Constraint(..) => Thing::Index,
        Relation::Sequence(_) => Thing::Sequence,
    }
}
