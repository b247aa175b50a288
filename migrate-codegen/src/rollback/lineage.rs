//! Where the rows of the tables before a migration are after it, column by column.

mod table;

use self::table::takes;
use super::data;
use super::infer::lasts_nothing;
use super::keep::Members;
use super::keyed::{self, Keyed};
use super::ledger::Refusal;
use super::schema::Schema;
use super::written::Writes;
use crate::catalog;
use crate::change::{Copy, Extent, Generated, Object, OnConflict, Selected, Step, Write};
use crate::reader::{Existence, Kind, Lifetime, Name};

/// Where the rows of the tables before a migration are after it.
#[derive(Debug, Default)]
pub(super) struct Lineage {
    /// The tables that are there.
    tables: Vec<Table>,
    /// Temporary tables, views and triggers that the connection still has.
    pub(super) temporary: Vec<(Object, String)>,
}

/// A table that is there at some point of the migration.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// Its name there.
    pub(super) name: String,
    /// Whose rows it holds.
    pub(super) rows: Rows,
    pub(super) columns: Vec<Column>,
    /// Whether it still has the rows that it had, where changes are kept.
    pub(super) members: Members,
    /// The rows that the migration put into it.
    inserted: Vec<Keyed>,
    /// Whether `*` stands for its columns.
    star: Star,
    /// Whether it takes all rows that are copied into it.
    takes: Extent,
    lifetime: Lifetime,
}

/// Whose rows a table holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    /// None: the migration made it.
    None,
    /// Such as no table before the migration had.
    Own,
    /// It is the table that was called so before.
    Itself(String),
    /// Copies of those of the table that was called so before.
    Copied(String, Extent),
    /// Copies of those, and others.
    Mixed(String),
}

/// Whether `*` stands for the columns of a table that are known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Star {
    These,
    /// It has generated columns too.
    More,
}

/// A column of such a table.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    /// The column before the migration whose values it holds.
    pub(super) from: Option<String>,
    /// Whether the table had it before.
    pub(super) age: Age,
    /// Whether it still holds those values, where changes are kept.
    pub(super) values: Values,
}

/// Whether a column holds the values that it was filled with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Values {
    #[default]
    Same,
    /// Some of them were overwritten since.
    Written,
}

/// Whether a column was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    /// It was.
    Before,
    /// The migration added it.
    Added,
}

impl Lineage {
    /// Follows the rows through the statements. What becomes of changes of rows, `writes` says.
    ///
    /// # Errors
    /// The first statement that changes rows in a way that no rollback can take back, by its index.
    pub(super) fn trace(
        steps: &[Step<'_>],
        before: &Schema,
        writes: &Writes<'_>,
    ) -> Result<Self, (usize, Refusal)> {
        let stored = |column: &&super::schema::Column| column.generated == Generated::No;
        let column = |column: &super::schema::Column| Column {
            name: column.name.clone(),
            from: Some(column.name.clone()),
            age: Age::Before,
            values: Values::Same,
        };
        let table = |table: &crate::change::Stored| Table {
            name: table.name.clone(),
            rows: Rows::Itself(table.name.clone()),
            columns: before.columns_of(&table.name).filter(stored).map(column).collect(),
            members: Members::Same,
            inserted: Vec::new(),
            star: if before.columns_of(&table.name).all(|it| stored(&it)) {
                Star::These
            } else {
                Star::More
            },
            takes: takes(table.sql.as_deref().unwrap_or_default()),
            lifetime: Lifetime::Permanent,
        };
        let mut lineage =
            Self { tables: before.all(Object::Table).map(table).collect(), ..Self::default() };
        for (at, step) in steps.iter().enumerate() {
            let entered = match writes {
                Writes::Kept(writes) if step.kind().is_data() => lineage.written(step, writes, at),
                _ => lineage.enter(step),
            };
            entered.map_err(|refusal| (at, refusal))?;
        }
        Ok(lineage)
    }

    /// The table that holds the rows of the one that was called `name` before: itself, else the
    /// copy that has most of it. A copy of some rows under another name is something else.
    pub(super) fn heir(&self, name: &str) -> Option<&Table> {
        let lasting = self.tables.iter().filter(|it| it.lifetime == Lifetime::Permanent);
        let inherits = |it: &&Table| {
            it.origin() == Some(name)
                && (it.extent() == Extent::Whole || it.name.eq_ignore_ascii_case(name))
        };
        lasting.filter(inherits).max_by_key(|it| {
            let kept = it.columns.iter().filter(|column| column.from.is_some()).count();
            (matches!(it.rows, Rows::Itself(_)), it.extent() == Extent::Whole, kept)
        })
    }

    /// The table that holds the rows of the one that was called `name` before among others.
    pub(super) fn mixture(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|it| matches!(&it.rows, Rows::Mixed(origin) if origin == name))
    }

    pub(super) fn find(&mut self, name: &str) -> Option<&mut Table> {
        self.tables.iter_mut().rev().find(|it| it.name.eq_ignore_ascii_case(name))
    }

    fn remove(&mut self, name: &str) {
        if let Some(at) = self.tables.iter().rposition(|it| it.name.eq_ignore_ascii_case(name)) {
            self.tables.remove(at);
        }
    }

    fn enter(&mut self, step: &Step<'_>) -> Result<(), Refusal> {
        let statement = step.statement;
        let renamed = |name: &Option<Name>| name.as_ref().map(|name| name.name.clone());
        match step.kind() {
            Kind::CreateTable | Kind::CreateVirtualTable => return self.created(step),
            Kind::DropTable => self.remove(step.object()),
            Kind::AlterRenameTable => {
                if let (Some(table), Some(to)) = (self.find(step.object()), renamed(&statement.to))
                {
                    table.name = to;
                }
            }
            Kind::AlterAddColumn | Kind::AlterDropColumn | Kind::AlterRenameColumn => {
                if let Some(table) = self.find(step.object()) {
                    table.alter(step);
                }
            }
            Kind::Insert | Kind::Replace => return self.inserted(step),
            Kind::Update | Kind::Delete => return self.changed(step),
            Kind::Pragma => return data::pragma(step),
            Kind::CreateView | Kind::CreateTrigger if statement.lifetime == Lifetime::Temporary => {
                self.temporary
                    .extend(Object::of(step.kind()).map(|it| (it, step.object().to_owned())));
            }
            kind if Object::of(kind).is_some() || lasts_nothing(kind) => {}
            _ => return Err(Refusal::unread(step)),
        }
        Ok(())
    }

    fn created(&mut self, step: &Step<'_>) -> Result<(), Refusal> {
        let statement = step.statement;
        if let Some(other) = self.find(step.object()) {
            let is_it = statement.existence == Existence::IfNotExists
                && statement.lifetime == other.lifetime;
            return if is_it { Ok(()) } else { Err(Refusal::hides(step)) };
        }
        let table = catalog::Table::created(statement);
        // A generated column holds nothing of its own, and takes nothing.
        let (columns, generated): (Vec<_>, Vec<_>) =
            table.into_iter().flat_map(|it| it.columns).partition(|it| it.generated.is_none());
        let columns = columns.into_iter().map(|it| Column::added(it.name.to_string())).collect();
        self.tables.push(Table {
            name: step.object().to_owned(),
            rows: Rows::None,
            columns,
            members: Members::Same,
            inserted: Vec::new(),
            star: if generated.is_empty() { Star::These } else { Star::More },
            takes: takes(statement.text()),
            lifetime: statement.lifetime,
        });
        if statement.lifetime == Lifetime::Temporary {
            self.temporary.push((Object::Table, step.object().to_owned()));
        }
        if let Some(copy) = Copy::read(step) {
            self.copied(&copy);
        }
        Ok(())
    }

    fn inserted(&mut self, step: &Step<'_>) -> Result<(), Refusal> {
        let name = step.object();
        // The marks of AUTOINCREMENT follow their tables.
        if name.to_ascii_lowercase().starts_with("sqlite_") {
            return Ok(());
        }
        if step.belongings(Object::Trigger).next().is_some() {
            return Err(data::fires_elsewhere(step));
        }
        let rows = self.find(name).map(|table| table.rows.clone());
        match (rows, Copy::read(step)) {
            (Some(Rows::None), Some(copy)) => self.copied(&copy),
            (Some(Rows::None | Rows::Own) | None, _) => {
                if let Some(table) = self.find(name) {
                    table.rows = Rows::Own;
                }
            }
            (Some(Rows::Itself(_)), _) => {
                let rows = keyed::inserted(step)?;
                self.put(name, rows);
            }
            (Some(Rows::Copied(origin, _) | Rows::Mixed(origin)), _) => {
                if let Some(table) = self.find(name) {
                    table.rows = Rows::Mixed(origin);
                }
            }
        }
        Ok(())
    }

    /// The migration put these rows into a table.
    pub(super) fn put(&mut self, table: &str, rows: Keyed) {
        if let Some(table) = self.find(table) {
            table.put(rows);
        }
    }

    /// What takes the rows that the migration inserted out of the tables that go on, the last first.
    pub(super) fn deletions(&self) -> impl Iterator<Item = String> {
        let goes_on = |it: &&Table| {
            let heir = it.origin().and_then(|origin| self.heir(origin));
            heir.is_some_and(|heir| std::ptr::eq(heir, *it))
        };
        let tables = self.tables.iter().filter(goes_on);
        tables.flat_map(|it| it.inserted.iter().rev().flat_map(|rows| rows.deletions(&it.name)))
    }

    /// The rows of one table are in another, too.
    pub(super) fn copied(&mut self, copy: &Copy) {
        let Some(from) = self.find(&copy.from).cloned() else {
            self.own(&copy.to);
            return;
        };
        let extent = match self.find(&copy.to).map(|to| to.takes) {
            Some(Extent::Part) => Extent::Part,
            _ => copy.extent,
        };
        let rows = match (&from.rows, extent) {
            (Rows::Itself(origin) | Rows::Copied(origin, Extent::Whole), extent) => {
                Rows::Copied(origin.clone(), extent)
            }
            (Rows::Copied(origin, Extent::Part), _) => Rows::Copied(origin.clone(), Extent::Part),
            (Rows::Mixed(origin), _) => Rows::Mixed(origin.clone()),
            (Rows::None | Rows::Own, _) => Rows::Own,
        };
        let star = copy.columns == Selected::All && from.star == Star::More;
        let mut selected = selected(copy, &from);
        let Some(to) = self.find(&copy.to) else { return };
        to.rows = rows;
        to.members = from.members;
        if to.columns.is_empty() {
            to.columns = selected;
            to.star = if star { Star::More } else { Star::These };
            to.inherit(&from);
            return;
        }
        // Which column of `*` goes where, nobody counted.
        if star {
            for column in &mut selected {
                column.from = None;
            }
        }
        let into = copy.into.clone();
        let into = into.unwrap_or_else(|| to.columns.iter().map(|it| it.name.clone()).collect());
        for (name, value) in into.iter().zip(selected) {
            let once = into.iter().filter(|it| it.eq_ignore_ascii_case(name)).count() == 1;
            if let Some(column) = to.column(name) {
                (column.from, column.values) = (value.from.filter(|_| once), value.values);
            }
        }
        to.inherit(&from);
    }

    pub(super) fn own(&mut self, name: &str) {
        if let Some(table) = self.find(name) {
            table.rows = Rows::Own;
        }
    }

    fn changed(&mut self, step: &Step<'_>) -> Result<(), Refusal> {
        if step.object().to_ascii_lowercase().starts_with("sqlite_") {
            return Ok(());
        }
        let fires = step.belongings(Object::Trigger).next().is_some();
        let Some(table) = self.find(step.object()) else { return Err(data::lost(step)) };
        let matters = !matches!(table.rows, Rows::None | Rows::Own);
        let write = Write::read(step.statement).filter(|_| step.kind() == Kind::Update);
        let is_added = |name: &String| table.named(name).is_some_and(|it| it.age == Age::Added);
        let added = write.filter(|write| {
            write.conflict == OnConflict::Keep
                && !write.set.is_empty()
                && write.set.iter().all(is_added)
        });
        match (matters, fires, added) {
            (_, true, _) => Err(data::fires_elsewhere(step)),
            (false, false, _) => Ok(()),
            (true, false, Some(write)) => {
                table.assign(&write);
                Ok(())
            }
            (true, false, None) => Err(data::lost(step)),
        }
    }
}

/// The columns that a copy selects.
fn selected(copy: &Copy, from: &Table) -> Vec<Column> {
    match &copy.columns {
        Selected::All => from.columns.clone(),
        Selected::These(these) => these
            .iter()
            .map(|picked| Column {
                name: picked.name.clone(),
                from: picked.column.as_ref().and_then(|name| from.value_of(name)),
                age: Age::Added,
                values: picked.column.as_ref().map_or(Values::Same, |it| from.values_of(it)),
            })
            .collect(),
    }
}
