//! One row of a table.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::check;
use super::level::{Level, RowKind};
use super::seed::seed;
use super::shape::Shape;
use crate::driver::sqlite::quoted;
use crate::schema::{Column, ForeignKey, Null, columns};

/// The values of a row, by column; `None` leaves the column to its default.
pub(super) type Draft = Vec<Option<Value>>;

/// A row that is to be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewRow<'a> {
    pub(super) connection: &'a Connection,
    pub(super) shape: &'a Shape,
    /// Which one of its table.
    pub(super) row: usize,
    pub(super) kind: RowKind,
    pub(super) level: Level,
}

impl NewRow<'_> {
    /// Writes it.
    ///
    /// # Errors
    /// When the table accepts no such row: the engine's words.
    pub(super) fn write(self) -> Result<(), String> {
        let draft = self.draft();
        match self.send(&draft) {
            // An index, a trigger or a computed column that reads JSON.
            Err(refusal) if refusal.contains("malformed JSON") && self.level != Level::Json => {
                Self { level: Level::Json, ..self }.write()
            }
            Err(refusal) if check::is_check(&refusal) => {
                check::satisfy(self.shape, draft, refusal, |draft| self.send(draft))
            }
            written => written,
        }
    }

    fn draft(&self) -> Draft {
        let mut draft: Draft = self.shape.columns.iter().map(|column| self.value(column)).collect();
        for key in &self.shape.references {
            self.refer(key, &mut draft);
        }
        draft
    }

    fn value(&self, column: &Column) -> Option<Value> {
        let is_free = column.key == 0;
        match self.kind {
            RowKind::Nulls if is_free && column.null == Null::Allowed => Some(Value::Null),
            RowKind::Defaults if is_free && column.default.is_some() => None,
            _ => Some(seed(&self.shape.table, column, self.row, self.level)),
        }
    }

    /// Points the columns of a reference at a row of the parent, or at nothing where that is allowed.
    fn refer(&self, key: &ForeignKey, draft: &mut Draft) {
        let columns = &self.shape.columns;
        let places = key.from.iter().map(|name| self.shape.position(name));
        let Some(places) = places.collect::<Option<Vec<usize>>>() else { return };
        let optional = places
            .iter()
            .copied()
            .find(|&at| columns[at].null == Null::Allowed && columns[at].key == 0);
        if self.kind == RowKind::Nulls && optional.is_some() {
            return;
        }
        let values = self.parents_row(key);
        if let (None, Some(at)) = (&values, optional) {
            draft[at] = Some(Value::Null);
            return;
        }
        let values = values.or_else(|| self.parents_next_row(key)).unwrap_or_default();
        for (at, value) in places.into_iter().zip(values) {
            draft[at] = Some(value);
        }
    }

    /// The referenced values of one of the parent's rows.
    fn parents_row(&self, key: &ForeignKey) -> Option<Vec<Value>> {
        let names = referenced(self.connection, key)?;
        let list: Vec<_> = names.iter().map(|column| quoted(&column.name)).collect();
        let (list, table) = (list.join(", "), quoted(&key.parent));
        let count = format!("SELECT count(*) FROM {table}");
        let count: i64 = self.connection.query_row(&count, [], |row| row.get(0)).ok()?;
        // The parent's last rows are ours, the first ones may be of a migration.
        let back = i64::try_from(self.row).ok()?;
        let offset = (count - 1 - back).rem_euclid(count.max(1));
        let sql = format!("SELECT {list} FROM {table} LIMIT 1 OFFSET {offset}");
        let values = |row: &rusqlite::Row<'_>| (0..names.len()).map(|at| row.get(at)).collect();
        self.connection.query_row(&sql, [], values).ok()
    }

    /// The referenced values of the row that the parent, which has none yet, will have.
    fn parents_next_row(&self, key: &ForeignKey) -> Option<Vec<Value>> {
        let columns = referenced(self.connection, key)?;
        let value = |column: &Column| seed(&key.parent, column, self.row, self.level);
        Some(columns.iter().map(value).collect())
    }

    fn send(&self, draft: &Draft) -> Result<(), String> {
        let (mut names, mut values) = (Vec::new(), Vec::new());
        for (column, value) in self.shape.columns.iter().zip(draft) {
            if let Some(value) = value {
                names.push(quoted(&column.name));
                values.push(value);
            }
        }
        let table = quoted(&self.shape.table);
        let sql = if names.is_empty() {
            format!("INSERT INTO {table} DEFAULT VALUES")
        } else {
            let places = vec!["?"; names.len()].join(", ");
            format!("INSERT INTO {table} ({}) VALUES ({places})", names.join(", "))
        };
        let written = self.connection.execute(&sql, params_from_iter(values));
        written.map(drop).map_err(|error| match error {
            rusqlite::Error::SqliteFailure(_, Some(text))
            | rusqlite::Error::SqlInputError { msg: text, .. } => text,
            other => other.to_string(),
        })
    }
}

/// The columns of the parent that the reference means, in its order.
fn referenced(connection: &Connection, key: &ForeignKey) -> Option<Vec<Column>> {
    let mut columns = columns(connection, &key.parent).ok()?;
    if key.to.is_empty() {
        columns.retain(|column| column.key > 0);
        columns.sort_by_key(|column| column.key);
        return Some(columns);
    }
    let find =
        |name: &String| columns.iter().find(|it| it.name.eq_ignore_ascii_case(name)).cloned();
    key.to.iter().map(find).collect()
}
