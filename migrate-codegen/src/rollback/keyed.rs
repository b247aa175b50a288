//! Undoing an `INSERT` of written-out rows by their keys.

use super::data::{fires_elsewhere, lost};
use super::ledger::Refusal;
use crate::Dialect;
use crate::catalog::{Column, Ident, Table};
use crate::change::{Before, Inserted, Object, Step, is_null, literal, quoted};
use crate::text::{default_value, tokens};

/// Rows by their keys, with what else is known of them.
///
/// Somebody may have written another value into one of them since. Its key still finds it, and
/// whoever deletes it can count such rows beforehand, by the values that it was inserted with.
#[derive(Clone, Debug)]
pub(super) struct Keyed {
    /// The columns of the key.
    pub(super) key: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
    /// The values of the key, as they are written.
    key: Vec<String>,
    /// The other columns that it was inserted with a literal in.
    others: Vec<(String, String)>,
}

impl Keyed {
    /// What takes them out of a table: a `DELETE` for those of which the same columns are known.
    pub(super) fn deletions(&self, table: &str) -> Vec<String> {
        let known = |row: &Row| row.others.iter().map(|(it, _)| it.clone()).collect::<Vec<_>>();
        let mut alike: Vec<(Vec<String>, Vec<&Row>)> = Vec::new();
        for row in &self.rows {
            let columns = known(row);
            match alike.iter_mut().find(|(of, _)| *of == columns) {
                Some((_, rows)) => rows.push(row),
                None => alike.push((columns, vec![row])),
            }
        }
        let deletion = |(columns, rows): &(Vec<String>, Vec<&Row>)| {
            let rows = self.condition(table, columns, rows);
            format!("DELETE FROM {} WHERE {rows}", quoted(table, Dialect::Sqlite))
        };
        alike.iter().map(deletion).collect()
    }

    fn condition(&self, table: &str, columns: &[String], rows: &[&Row]) -> String {
        // A text may be spelt in another way by now and be the same key.
        let is_plain = |row: &&Row| row.key.iter().all(|it| !it.ends_with('\''));
        if columns.is_empty() && rows.iter().all(is_plain) {
            return self.by_key(rows);
        }
        let name = |column: &String| quoted(column, Dialect::Sqlite);
        let key = self.key.iter().map(name).collect::<Vec<_>>().join(", ");
        let all = self.key.iter().chain(columns).map(name).collect::<Vec<_>>().join(", ");
        let values = |row: &&Row| {
            let values = row.key.iter().chain(row.others.iter().map(|(_, value)| value));
            format!("({})", values.cloned().collect::<Vec<_>>().join(", "))
        };
        let values = rows.iter().map(values).collect::<Vec<_>>().join(", ");
        let left = if self.key.len() == 1 { key.clone() } else { format!("({key})") };
        let aside = if table.eq_ignore_ascii_case(INSERTED) { "inserted_rows" } else { INSERTED };
        format!("{left} IN (WITH {aside} ({all}) AS (VALUES {values}) SELECT {key} FROM {aside})")
    }

    fn by_key(&self, rows: &[&Row]) -> String {
        let name = |column: &String| quoted(column, Dialect::Sqlite);
        if let [column] = self.key.as_slice() {
            let values: Vec<_> = rows.iter().flat_map(|row| row.key.clone()).collect();
            return format!("{} IN ({})", name(column), values.join(", "));
        }
        let row = |row: &&Row| {
            let of = |(column, value)| format!("{} = {value}", name(column));
            format!("({})", self.key.iter().zip(&row.key).map(of).collect::<Vec<_>>().join(" AND "))
        };
        rows.iter().map(row).collect::<Vec<_>>().join(" OR ")
    }

    /// The columns of which values are known, the key among them.
    pub(super) fn columns(&self) -> impl Iterator<Item = &String> {
        let others = self.rows.iter().flat_map(|row| row.others.iter().map(|(column, _)| column));
        self.key.iter().chain(others)
    }

    /// Lets each column that is not part of the key have another name, or be forgotten.
    pub(super) fn map(&mut self, name: impl Fn(&str) -> Option<String>) {
        for row in &mut self.rows {
            let others = std::mem::take(&mut row.others).into_iter();
            row.others = others.filter_map(|(it, value)| Some((name(&it)?, value))).collect();
        }
    }

    /// A column has another name from here on.
    pub(super) fn rename(&mut self, from: &str, to: &str) {
        let is = |it: &str| it.eq_ignore_ascii_case(from);
        self.key.iter_mut().filter(|it| is(it)).for_each(|it| to.clone_into(it));
        self.map(|it| Some(if is(it) { to } else { it }.to_owned()));
    }
}

/// What the rows are called in the statement that deletes them.
const INSERTED: &str = "inserted";

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
    let Some(table) = table else { return Err(lost(step)) };
    let mut keys = table.plain_keys().into_iter();
    keys.find_map(|key| keyed(&key, &table, &inserted)).ok_or_else(|| lost(step))
}

/// Whether a constraint of a table does something else than fail: `ON CONFLICT IGNORE`.
pub(super) fn has_policy(sql: &str) -> bool {
    tokens(sql, Dialect::Sqlite).any(|it| it.is_word(sql, "conflict"))
}

/// The rows by this key; `None` when it is not given for each of them.
fn keyed(key: &[&Ident], table: &Table, inserted: &Inserted) -> Option<Keyed> {
    let written: Vec<&Column> = table.columns.iter().filter(|it| it.generated.is_none()).collect();
    let names: Vec<String> = written.iter().map(|it| it.name.to_string()).collect();
    let columns = inserted.columns.as_ref().unwrap_or(&names);
    let place = |name: &Ident| Place::of(name.as_str(), columns);
    let keys: Vec<Place> = key.iter().map(|it| place(it)).collect();
    let others = written.into_iter().filter(|it| !key.contains(&&it.name));
    let others: Vec<(&Column, Place)> = others.map(|it| (it, place(&it.name))).collect();
    let row = |row: &Vec<Option<String>>| {
        let value = |place: &Place| match place {
            Place::At(at) => row.get(*at).cloned().flatten(),
            Place::Absent | Place::Twice => None,
        };
        let known = |(column, place): &(&Column, Place)| {
            let value = match place {
                Place::Absent => default(column, table),
                place => value(place).filter(|it| !is_counted(it, column, table)),
            };
            Some((column.name.to_string(), value?))
        };
        let key = keys.iter().map(|place| value(place).filter(|it| !is_null(it)));
        let (key, others) = (key.collect::<Option<_>>()?, others.iter().filter_map(known));
        Some(Row { key, others: others.collect() })
    };
    Some(Keyed {
        key: key.iter().map(|it| it.as_str().to_owned()).collect(),
        rows: inserted.rows.iter().map(row).collect::<Option<_>>()?,
    })
}

/// Where an `INSERT` gives the value of a column.
#[derive(Clone, Copy)]
enum Place {
    At(usize),
    Absent,
    /// SQLite takes one value or the other.
    Twice,
}

impl Place {
    fn of(name: &str, columns: &[String]) -> Self {
        let mut places = (0..columns.len()).filter(|&at| columns[at].eq_ignore_ascii_case(name));
        match (places.next(), places.next()) {
            (Some(at), None) => Self::At(at),
            (Some(_), Some(_)) => Self::Twice,
            (None, _) => Self::Absent,
        }
    }
}

/// What a column has in rows that do not name it, where that is a literal.
fn default(column: &Column, table: &Table) -> Option<String> {
    let value = column.default.as_ref().map_or("NULL".to_owned(), |it| default_value(it.as_str()));
    literal(&value, Dialect::Sqlite).filter(|it| !is_counted(it, column, table))
}

/// Whether the engine gives the column a number instead of a null.
fn is_counted(value: &str, column: &Column, table: &Table) -> bool {
    is_null(value) && table.primary_key().is_some_and(|key| key.contains(&&column.name))
}
