//! Undoing an `INSERT` of written-out rows by their keys.

use super::data::{fires_elsewhere, lost};
use super::ledger::Refusal;
use crate::Dialect;
use crate::catalog::{Ident, Table};
use crate::change::{Before, Inserted, Object, Step, quoted};
use crate::text::tokens;

/// Rows by their keys.
#[derive(Clone, Debug)]
pub(super) struct Keyed {
    /// The columns of the key.
    pub(super) key: Vec<String>,
    /// Their values in each row, as they are written.
    rows: Vec<Vec<String>>,
}

impl Keyed {
    /// The `DELETE` that takes them out of a table.
    pub(super) fn deletion(&self, table: &str) -> String {
        format!("DELETE FROM {} WHERE {}", quoted(table, Dialect::Sqlite), self.conditions())
    }

    fn conditions(&self) -> String {
        let name = |column: &String| quoted(column, Dialect::Sqlite);
        if let [column] = self.key.as_slice() {
            return format!("{} IN ({})", name(column), self.rows.concat().join(", "));
        }
        let row = |row: &Vec<String>| {
            let of = |(column, value)| format!("{} = {value}", name(column));
            format!("({})", self.key.iter().zip(row).map(of).collect::<Vec<_>>().join(" AND "))
        };
        self.rows.iter().map(row).collect::<Vec<_>>().join(" OR ")
    }
}

/// The rows that an `INSERT` puts in.
///
/// It would have failed on a row that was there, so its keys are those of its own rows: unless the
/// table says that it skips or replaces what is in the way.
///
/// # Errors
/// When nothing says which rows they are.
pub(super) fn inserted(step: &Step<'_>) -> Result<Keyed, Refusal> {
    let Some(inserted) = Inserted::read(step.statement) else { return Err(lost(step)) };
    if step.before == Before::Unknown {
        let why = format!("the text does not say which keys `{}` has", step.object());
        return Err(Refusal::unseen(why));
    }
    if step.belongings(Object::Trigger).next().is_some() {
        return Err(fires_elsewhere(step));
    }
    let stored = step.existing(Object::Table).and_then(|table| table.sql.as_deref());
    if stored.is_some_and(has_policy) {
        return Err(lost(step));
    }
    let table = stored.and_then(|sql| Table::read(sql, Dialect::Sqlite));
    let names = table.iter().flat_map(|it| &it.columns).map(|it| it.name.to_string()).collect();
    let columns = inserted.columns.as_ref().unwrap_or(&names);
    let mut keys = table.iter().flat_map(Table::plain_keys);
    keys.find_map(|key| keyed(&key, columns, &inserted.rows)).ok_or_else(|| lost(step))
}

/// Whether a constraint of a table does something else than fail: `ON CONFLICT IGNORE`.
pub(super) fn has_policy(sql: &str) -> bool {
    tokens(sql, Dialect::Sqlite).any(|it| it.is_word(sql, "conflict"))
}

/// The rows by this key; `None` when it is not given for each of them.
fn keyed(key: &[&Ident], columns: &[String], rows: &[Vec<Option<String>>]) -> Option<Keyed> {
    // Of a column that is named twice SQLite takes one value or the other.
    let place = |name: &str| {
        let mut places = (0..columns.len()).filter(|&at| columns[at].eq_ignore_ascii_case(name));
        places.next().filter(|_| places.next().is_none())
    };
    let places: Vec<usize> = key.iter().map(|it| place(it.as_str())).collect::<Option<_>>()?;
    let values = |row: &Vec<Option<String>>| {
        places.iter().map(|&at| row.get(at).cloned().flatten()).collect::<Option<Vec<_>>>()
    };
    Some(Keyed {
        key: key.iter().map(|it| it.as_str().to_owned()).collect(),
        rows: rows.iter().map(values).collect::<Option<_>>()?,
    })
}
