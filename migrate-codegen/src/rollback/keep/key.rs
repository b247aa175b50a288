//! What tells the rows of a table apart, before a migration and after it.

use super::plan::INSTEAD;
use super::table::{Collated, Indexed, Key, Pair, name};
use crate::Dialect;
use crate::catalog::{self, Ident, Rule};
use crate::change::{Generated, Null, Object, Stored};
use crate::rollback::affinity::{Affinity, affinity};
use crate::rollback::ledger::Refusal;
use crate::rollback::lineage::{Table, Values};
use crate::rollback::schema::{Column, Schema};

/// The key by which the rows of a table are found again.
///
/// # Errors
/// Why there is none.
pub(super) fn key(
    stored: &Stored,
    heir: &Table,
    before: &Schema,
    after: &Schema,
) -> Result<Vec<Key>, Refusal> {
    let keys = keys(stored, before);
    let Some(first) = keys.first() else {
        let lacks = if before.columns_of(&stored.name).any(|it| it.key > 0) {
            "has a primary key that compares values in another way than its columns do"
        } else {
            "has no primary key"
        };
        return Err(Refusal::new(
            format!("`{}` {lacks}: nothing tells which of its rows is which", stored.name),
            "give it a primary key in an earlier migration, or write the rollback instead",
        ));
    };
    let lives = |key: &Vec<&Column>| {
        let column = |it: &&Column| {
            let column = pair(it, heir, after)?;
            let (holds, collated) = holds(stored, it);
            let indexed = indexed(&column, heir, after);
            Some(Key { column, holds, indexed, collated })
        };
        key.iter().map(column).collect()
    };
    keys.iter().find_map(lives).ok_or_else(|| {
        let columns: Vec<_> = first.iter().map(|it| format!("`{}`", it.name)).collect();
        let why = format!(
            "the key of `{}` ({}) does not stay as it is, and nothing else tells its rows apart",
            stored.name,
            columns.join(", ")
        );
        Refusal::new(why, INSTEAD)
    })
}

/// The primary key, then what else is unique and never null. A null in a primary key, which SQLite
/// allows, is refused by the kept table, before anything is changed.
fn keys<'a>(stored: &Stored, before: &'a Schema) -> Vec<Vec<&'a Column>> {
    let columns = || before.columns_of(&stored.name).filter(|it| it.generated == Generated::No);
    let mut primary: Vec<&Column> = columns().filter(|it| it.key > 0).collect();
    primary.sort_by_key(|it| it.key);
    let table = read(stored);
    let mut constraints = table.iter().flat_map(|it| &it.constraints);
    if constraints.any(|it| matches!(&it.rule, Rule::PrimaryKey(key) if !key.is_plain())) {
        primary.clear();
    }
    let named = |name: &&Ident| {
        columns().find(|it| it.name.eq_ignore_ascii_case(name.as_str()) && it.null == Null::Refused)
    };
    let keys = table.iter().flat_map(catalog::Table::plain_keys);
    let others = keys.filter_map(|key| key.iter().map(named).collect());
    std::iter::once(primary).chain(others).filter(|key: &Vec<&Column>| !key.is_empty()).collect()
}

/// Where a column of the key is after the migration, if it holds the same values.
fn pair(column: &Column, heir: &Table, after: &Schema) -> Option<Pair> {
    let holder = heir.holder_of(&column.name).filter(|it| it.values == Values::Same)?;
    let is = |it: &&Column| it.name.eq_ignore_ascii_case(&holder.name);
    let now = after.columns_of(&heir.name).find(is)?;
    (affinity(&now.declared) == affinity(&column.declared))
        .then(|| Pair { before: column.name.clone(), now: now.name.clone() })
}

/// Whether a key of the table begins with the column.
fn indexed(column: &Pair, heir: &Table, after: &Schema) -> Indexed {
    let table = after.find(Object::Table, &heir.name).and_then(read);
    let name = Ident::new(&column.now, Dialect::Sqlite);
    let keys = table.iter().flat_map(catalog::Table::plain_keys);
    let begins = keys.into_iter().any(|key| key.first() == Some(&&name));
    if begins { Indexed::Yes } else { Indexed::No }
}

/// The type and collation of a column, as far as comparisons depend on them.
fn holds(stored: &Stored, column: &Column) -> (String, Collated) {
    let affinity = match affinity(&column.declared) {
        Affinity::Number => " INTEGER",
        Affinity::Real => " REAL",
        Affinity::Text => " TEXT",
        Affinity::Blob => "",
    };
    match collation(stored, &column.name) {
        Some(collation) => (format!("{affinity} COLLATE {}", name(&collation)), Collated::Yes),
        None => (affinity.to_owned(), Collated::No),
    }
}

fn collation(stored: &Stored, column: &str) -> Option<String> {
    read(stored)?.column(&Ident::new(column, Dialect::Sqlite))?.collation.clone()
}

fn read(stored: &Stored) -> Option<catalog::Table> {
    catalog::Table::read(stored.sql.as_deref()?, Dialect::Sqlite)
}
