//! The values that a table which is made again gets, column by column.

use super::affinity::{converts, nothing, numbers};
use super::keep::{Beside, Otherwise};
use super::lineage::{Column as Held, Table};
use super::rebuild::From;
use super::schema::{Column, Schema};
use crate::Dialect;
use crate::catalog::{self, Ident};
use crate::change::{Extent, Generated, Null, Object, Stored, quoted};
use crate::text::default_value;

/// The columns of a copy and their values.
pub(super) struct Filled<'a> {
    source: &'a str,
    beside: Option<Beside<'a>>,
    into: Vec<String>,
    values: Vec<String>,
    insert: &'static str,
    /// What does not come back.
    pub(super) lost: Vec<String>,
}

impl Filled<'_> {
    /// Copies the rows into the table `aside`; nothing where no value is known of them.
    pub(super) fn copy(&self, aside: &str) -> Option<String> {
        let name = |text: &str| quoted(text, Dialect::Sqlite);
        let beside = self.beside.as_ref().map(Beside::join).unwrap_or_default();
        (!self.into.is_empty()).then(|| {
            format!(
                "{} INTO {} ({}) SELECT {} FROM {}{beside}",
                self.insert,
                name(aside),
                self.into.join(", "),
                self.values.join(", "),
                name(self.source)
            )
        })
    }

    /// A column of the table that has the rows.
    fn of(&self, column: &str) -> String {
        let column = quoted(column, Dialect::Sqlite);
        match self.beside {
            Some(_) => format!("{}.{column}", quoted(self.source, Dialect::Sqlite)),
            None => column,
        }
    }
}

/// What fills `stored`, a table before the migration, from `source`.
///
/// # Errors
/// When a column of it can have no value.
pub(super) fn fill<'a>(
    stored: &Stored,
    from: From<'a>,
    before: &Schema,
    now: &'a Schema,
    source: &'a str,
) -> Result<Filled<'a>, String> {
    let beside = from.keep.and_then(|keep| keep.beside(source, now));
    let (into, values) = (Vec::new(), Vec::new());
    // The table's own `ON CONFLICT` would leave rows out, or put one in the place of another.
    let insert = if stored.mentions("conflict") { "INSERT OR ABORT" } else { "INSERT" };
    let mut filled = Filled { source, beside, into, values, insert, lost: Vec::new() };
    if from.heir.extent() == Extent::Part && from.keep.is_none() {
        filled.lost.push(format!("the rows of `{}` that were not copied", stored.name));
    }
    let table = catalog::Table::read(stored.sql.as_deref().unwrap_or_default(), Dialect::Sqlite);
    let columns = Columns { stored, table, from, before, now, source };
    for column in before.columns_of(&stored.name).filter(|it| it.generated == Generated::No) {
        if let Some(value) = columns.value(column, &mut filled)? {
            filled.into.push(quoted(&column.name, Dialect::Sqlite));
            filled.values.push(value);
        }
    }
    Ok(filled)
}

/// What is known of the columns of a table that is made again.
struct Columns<'a> {
    stored: &'a Stored,
    table: Option<catalog::Table>,
    from: From<'a>,
    before: &'a Schema,
    now: &'a Schema,
    source: &'a str,
}

impl Columns<'_> {
    /// The value of a column; `None` where it has one by itself.
    fn value(&self, column: &Column, filled: &mut Filled<'_>) -> Result<Option<String>, String> {
        let (name, heir) = (&column.name, self.from.heir);
        let beside = |otherwise| filled.beside.as_ref().and_then(|it| it.value(name, otherwise));
        let holds = self.from.keep.is_some_and(|keep| keep.holds(name));
        let dangles = self.dangles(column);
        let holder = self.holder(column, heir).filter(|_| !dangles);
        let own = heir.named(name).filter(|it: &&Held| it.from.is_none() && !dangles);
        let own = own.map(|it| &it.name).filter(|it| self.is_there(it));
        if let Some(holder) = holder {
            if self.converts(column, holder) && !holds {
                filled.lost.push(format!(
                    "the values of `{}.{name}` as they were before its type changed",
                    self.stored.name
                ));
            }
            return Ok(beside(Otherwise::Null).or_else(|| Some(filled.of(holder))));
        }
        if holds {
            return Ok(beside(otherwise(column)).or_else(|| own.map(|own| filled.of(own))));
        }
        filled.lost.push(format!("the values of `{}.{name}`", self.stored.name));
        match own {
            Some(own) => Ok(Some(filled.of(own))),
            None => empty(column, self.table.as_ref(), self.before),
        }
    }

    fn is_there(&self, name: &str) -> bool {
        self.now.columns_of(self.source).any(|it| it.name.eq_ignore_ascii_case(name))
    }

    /// Whether its values name rows that do not come back.
    fn dangles(&self, column: &Column) -> bool {
        self.table.iter().flat_map(catalog::Table::foreign_keys).any(|key| {
            key.columns.iter().any(|it| it.as_str().eq_ignore_ascii_case(&column.name))
                && self
                    .from
                    .emptied
                    .iter()
                    .any(|it| it.eq_ignore_ascii_case(key.table.name.as_str()))
        })
    }

    /// The name of the column that holds its values. One that was renamed back has its own by now.
    fn holder<'t>(&self, column: &Column, heir: &'t Table) -> Option<&'t String> {
        let holder = heir.holder_of(&column.name)?;
        let renamed_back = holder.from.as_ref().filter(|_| !self.is_there(&holder.name));
        Some(renamed_back.unwrap_or(&holder.name))
    }

    fn converts(&self, column: &Column, holder: &str) -> bool {
        let mut held = self.now.columns_of(self.source);
        let held = held.find(|it| it.name.eq_ignore_ascii_case(holder));
        let numbers = numbers(column, self.table.as_ref());
        held.is_some_and(|it| converts(&column.declared, numbers, &it.declared))
    }
}

/// What a lost column that is kept aside has in rows of which nothing is kept: those that were
/// added since, and all of them once the kept ones are discarded.
fn otherwise(column: &Column) -> Otherwise {
    let default = default(column).map(|it| format!("({})", default_value(it)));
    match (default, column.null) {
        (None, Null::Allowed) => Otherwise::Null,
        (Some(default), Null::Allowed) => Otherwise::Default(default),
        (Some(default), Null::Refused) => Otherwise::NeverNull(default),
        (None, Null::Refused) => Otherwise::NeverNull(nothing(&column.declared).to_owned()),
    }
}

/// The default of a column; a null is none.
fn default(column: &Column) -> Option<&str> {
    column.default.as_deref().filter(|it| !it.eq_ignore_ascii_case("null"))
}

/// What a column whose values are lost gets; `None` where it has something by itself.
fn empty(
    column: &Column,
    table: Option<&catalog::Table>,
    before: &Schema,
) -> Result<Option<String>, String> {
    let name = Ident::new(&column.name, Dialect::Sqlite);
    let identifies = table.is_some_and(|it| it.keys().iter().any(|key| key.contains(&&name)))
        || before.all(Object::Index).any(|it| tells_apart(it, column));
    let is_null = column.null == Null::Allowed && default(column).is_none();
    if column.key > 0 || identifies && !is_null {
        return Err(format!(
            "`{}.{}` tells rows apart, and its values are gone",
            column.table, column.name
        ));
    }
    if column.null == Null::Allowed || default(column).is_some() {
        return Ok(None);
    }
    if table.is_some_and(|it| it.binds(&name)) {
        return Err(format!(
            "`{}.{}` may not be null, has to fit a condition, and its values are gone",
            column.table, column.name
        ));
    }
    Ok(Some(nothing(&column.declared).to_owned()))
}

/// Whether a unique index looks at the column.
fn tells_apart(index: &Stored, column: &Column) -> bool {
    index.table.eq_ignore_ascii_case(&column.table)
        && index.mentions("unique")
        && index.mentions(&column.name)
}
