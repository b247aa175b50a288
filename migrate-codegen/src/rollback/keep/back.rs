//! The statements of a rollback that bring back what was kept aside.
//!
//! They run while the schema is that before the migration again, and no trigger is there that they
//! could fire. What is in their way stops them, whatever `ON CONFLICT` the table has.

use super::forth::{ADDED, CHANGED, DELETED};
use super::table::{Keep, Kept, Members, Pair, Rows, Value, name, names, of};
use crate::rollback::rebuild::mark;

impl Keep {
    /// The rows of a table that was dropped, once it was made again.
    pub(in crate::rollback) fn refill(&self) -> Vec<String> {
        let Kept::Table { columns, counted } = &self.kept else { return Vec::new() };
        let columns = names(columns.iter()).join(", ");
        let (place, table) = (name(&self.place), name(&self.table));
        let mut statements =
            vec![format!("INSERT INTO {table} ({columns}) SELECT {columns} FROM {place}")];
        if counted.is_some() {
            statements.extend(mark(&self.table, &self.place));
        }
        statements
    }

    /// The rows of a table that lives on: what was added goes, and what was overwritten comes back
    /// unless somebody wrote it since.
    pub(in crate::rollback) fn values_back(&self) -> Vec<String> {
        let Kept::Rows(rows) = &self.kept else { return Vec::new() };
        let mut statements = Vec::new();
        if rows.members == Members::Others {
            statements.push(rows.remove_added(&self.place, &self.table));
        }
        if !rows.written.is_empty() {
            statements.push(rows.set_back(&self.place, &self.table));
        }
        statements
    }

    /// The rows of a table that lives on which were deleted, unless they are there again.
    pub(in crate::rollback) fn rows_back(&self) -> Option<String> {
        let Kept::Rows(rows) = &self.kept else { return None };
        (rows.members != Members::Same).then(|| rows.insert_deleted(&self.place, &self.table))
    }

    /// Whether the rows, or the values of the column, come back from here.
    pub(in crate::rollback) fn holds(&self, column: &str) -> bool {
        match &self.kept {
            Kept::Table { .. } => true,
            Kept::Rows(rows) => rows.old().any(|it| it.eq_ignore_ascii_case(column)),
        }
    }
}

impl Rows {
    fn remove_added(&self, place: &str, table: &str) -> String {
        let kept = alias(table);
        let mut conditions = vec![self.meets(kept, table, before_of), self.is(kept, ADDED)];
        conditions.extend(self.written.iter().map(|it| is_as_written(it, kept, table)));
        format!(
            "DELETE FROM {} WHERE EXISTS (SELECT 1 FROM {} WHERE {})",
            name(table),
            from(place, table),
            conditions.join(" AND ")
        )
    }

    fn set_back(&self, place: &str, table: &str) -> String {
        let kept = alias(table);
        let columns = names(self.written.iter().map(|it| &it.column.before)).join(", ");
        let value = |it: &Value| {
            let (now, old) = (of(table, &it.column.before), of(kept, &it.column.before));
            format!("CASE WHEN {} THEN {old} ELSE {now} END", is_as_written(it, kept, table))
        };
        let values: Vec<String> = self.written.iter().map(value).collect();
        let columns = if values.len() == 1 { columns } else { format!("({columns})") };
        let place = from(place, table);
        let is_it =
            format!("{} AND {}", self.meets(kept, table, before_of), self.is(kept, CHANGED));
        format!(
            "UPDATE OR ABORT {} SET {columns} = (SELECT {} FROM {place} WHERE {is_it}) \
             WHERE EXISTS (SELECT 1 FROM {place} WHERE {is_it})",
            name(table),
            values.join(", "),
        )
    }

    fn insert_deleted(&self, place: &str, table: &str) -> String {
        let columns = names(self.old()).join(", ");
        let kept = alias(table);
        let (table_name, is_it) = (name(table), self.meets(kept, table, before_of));
        format!(
            "INSERT OR ABORT INTO {table_name} ({columns}) SELECT {columns} FROM {} WHERE {} \
             AND NOT EXISTS (SELECT 1 FROM {table_name} WHERE {is_it})",
            from(place, table),
            self.is(kept, DELETED),
        )
    }

    fn is(&self, kept: &str, fate: &str) -> String {
        format!("{} = {fate}", of(kept, &self.fate))
    }
}

/// True while the value still is what the migration wrote.
fn is_as_written(value: &Value, kept: &str, table: &str) -> String {
    let (now, new) = (of(table, &value.column.before), of(kept, &value.new));
    match value.affinity {
        (one, other) if one == other || one.is_number() && other.is_number() => {
            format!("{now} IS {new} COLLATE BINARY")
        }
        // The value went through a column of another type.
        _ => format!("CAST({now} AS TEXT) IS CAST({new} AS TEXT)"),
    }
}

/// The kept table in a query about `table`, by a short name.
pub(super) fn from(place: &str, table: &str) -> String {
    format!("{} AS {}", name(place), alias(table))
}

/// What the kept table is called in a query about `table`.
pub(super) fn alias(table: &str) -> &'static str {
    if table.eq_ignore_ascii_case("kept") { "kept_rows" } else { "kept" }
}

/// The name of a column before the migration.
fn before_of(pair: &Pair) -> String {
    pair.before.clone()
}
