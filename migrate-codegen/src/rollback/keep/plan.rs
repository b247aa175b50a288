//! Which tables and columns a migration would lose.

use super::key::key;
use super::table::{Collated, Keep, Kept, Key, Members, Pair, Rows, Value, place};
use crate::catalog;
use crate::change::{Extent, Generated, Object, Stored};
use crate::rollback::affinity::{Numbers, affinity, converts, numbers};
use crate::rollback::ledger::Refusal;
use crate::rollback::lineage::{Lineage, Table, Values};
use crate::rollback::schema::{Column, Schema};
use crate::{Dialect, Version};

/// What to write where rows cannot be kept.
pub(in crate::rollback) const INSTEAD: &str = "write the rollback instead of `preserve`";

/// What has to be kept so that the rollback brings everything back.
///
/// # Errors
/// Why something cannot be kept.
pub(in crate::rollback) fn plan(
    lineage: &Lineage,
    before: &Schema,
    after: &Schema,
    version: Version,
) -> Result<Vec<Keep>, Refusal> {
    let mut keeps = Vec::new();
    for stored in before.all(Object::Table) {
        let heir = lineage.heir(&stored.name);
        if stored.is_virtual() && heir.is_none_or(is_written) {
            let why = format!(
                "`{}` is a virtual table, and what it holds is not all in its columns",
                stored.name
            );
            return Err(Refusal::new(why, INSTEAD));
        }
        let kept = match heir {
            _ if stored.is_virtual() => None,
            None => Some(table(stored, before)),
            Some(heir) => rows(stored, heir, before, after)?,
        };
        keeps.extend(kept.map(|kept| Keep {
            table: stored.name.clone(),
            place: place(version, &stored.name),
            kept,
        }));
    }
    Ok(keeps)
}

/// Whether rows or values of the table change.
fn is_written(table: &Table) -> bool {
    table.members != Members::Same || table.columns.iter().any(|it| it.values == Values::Written)
}

/// The columns that hold values of their own.
fn columns<'a>(stored: &Stored, before: &'a Schema) -> impl Iterator<Item = &'a Column> {
    let columns = before.columns_of(&stored.name);
    columns.filter(|it| it.generated == Generated::No)
}

fn table(stored: &Stored, before: &Schema) -> Kept {
    let counted = columns(stored, before).find(|it| it.key > 0);
    let counted = counted.filter(|_| stored.mentions("autoincrement"));
    Kept::Table {
        columns: columns(stored, before).map(|it| it.name.clone()).collect(),
        counted: counted.map(|it| it.name.clone()),
    }
}

/// What becomes of a column.
enum Fate {
    Lost,
    Written(Value),
    Same(Value),
}

fn rows(
    stored: &Stored,
    heir: &Table,
    before: &Schema,
    after: &Schema,
) -> Result<Option<Kept>, Refusal> {
    let members = match heir.extent() {
        Extent::Part => Members::Others,
        Extent::Whole => heir.members,
    };
    let read = catalog::Table::read(stored.sql.as_deref().unwrap_or_default(), Dialect::Sqlite);
    let fates =
        columns(stored, before).map(|it| (it, fate(it, numbers(it, read.as_ref()), heir, after)));
    let fates: Vec<(&Column, Fate)> = fates.collect();
    if members == Members::Same && fates.iter().all(|(_, it)| matches!(it, Fate::Same(_))) {
        return Ok(None);
    }
    let key = key(stored, heir, before, after)?;
    let mut rows = Rows {
        now: heir.name.clone(),
        dropped: Vec::new(),
        stay: Vec::new(),
        written: Vec::new(),
        members,
        fate: String::new(),
        key,
    };
    for (column, fate) in fates {
        let key = rows.key.iter().find(|it| it.column.before == column.name);
        match (key, fate) {
            // A row may be replaced by one whose key is spelt in another way.
            (Some(Key { collated: Collated::Yes, .. }), Fate::Same(value))
                if members == Members::Others =>
            {
                rows.written.push(value);
            }
            (None, Fate::Lost) => rows.dropped.push(column.name.clone()),
            (None, Fate::Written(value)) => rows.written.push(value),
            // A row that is added or deleted has a value in each of its columns.
            (None, Fate::Same(value)) if members == Members::Others => rows.written.push(value),
            (None, Fate::Same(_)) if members == Members::Fewer => {
                rows.stay.push(column.name.clone());
            }
            (Some(_), _) | (None, Fate::Same(_)) => {}
        }
    }
    name_the_rest(&mut rows, columns(stored, before));
    Ok(Some(Kept::Rows(rows)))
}

/// Names the columns that only the kept table has, as no column of the other is called.
fn name_the_rest<'a>(rows: &mut Rows, columns: impl Iterator<Item = &'a Column>) {
    let mut taken: Vec<String> = columns.map(|it| it.name.to_ascii_lowercase()).collect();
    let mut free = |wanted: String| {
        let mut name = wanted;
        while taken.contains(&name.to_ascii_lowercase()) {
            name.push('_');
        }
        taken.push(name.to_ascii_lowercase());
        name
    };
    rows.fate = free("fate".to_owned());
    for value in &mut rows.written {
        value.new = free(format!("new_{}", value.column.before));
    }
}

fn fate(column: &Column, numbers: Numbers, heir: &Table, after: &Schema) -> Fate {
    let of =
        |name: &str| after.columns_of(&heir.name).find(|it| it.name.eq_ignore_ascii_case(name));
    let holder = heir.holder_of(&column.name);
    // A column of the same name may hold something else by now.
    let own = heir.named(&column.name).filter(|it| it.from.is_none());
    let Some((held, now)) = holder.or(own).and_then(|it| Some((it, of(&it.name)?))) else {
        return Fate::Lost;
    };
    let value = Value {
        column: Pair { before: column.name.clone(), now: now.name.clone() },
        new: String::new(),
        affinity: (affinity(&column.declared), affinity(&now.declared)),
    };
    let same = held.from.is_some()
        && held.values == Values::Same
        && !converts(&column.declared, numbers, &now.declared);
    if same { Fate::Same(value) } else { Fate::Written(value) }
}
