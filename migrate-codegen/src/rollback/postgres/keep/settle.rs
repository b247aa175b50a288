//! The statements around a migration that keep aside what it drops or overwrites.

use super::table::{ADDED, CHANGED, DELETED, Held, Keep, Kept, Members, Rows, Stored, name, names};
use crate::Dialect;
use crate::change::quoted;
use crate::rollback::Keeping;

impl Keep<'_> {
    /// What keeps it, as statements.
    pub(in crate::rollback::postgres) fn keeping(&self) -> Keeping {
        Keeping {
            table: self.table.name.to_sql(),
            place: self.place.clone(),
            before: self.before(),
            after: match &self.kept {
                Kept::Rows(rows) if rows.tells() => rows.settle(&self.place()),
                Kept::Table(_) | Kept::Rows(_) => Vec::new(),
            },
        }
    }

    /// The kept table as SQL.
    pub(super) fn place(&self) -> String {
        quoted(&self.place, Dialect::Postgres)
    }

    /// The copy.
    fn before(&self) -> Vec<String> {
        let (place, table) = (self.place(), self.table.name.to_sql());
        let rows = match &self.kept {
            Kept::Table(columns) => {
                let columns: Vec<_> = columns.iter().copied().map(Stored::copied).collect();
                let columns = columns.join(", ");
                return vec![format!("CREATE TABLE {place} AS SELECT {columns} FROM {table}")];
            }
            Kept::Rows(rows) => rows,
        };
        let mut columns: Vec<_> = rows.old().map(Stored::copied).collect();
        if rows.tells() {
            columns.push(format!("CAST(NULL AS text) AS {}", name(&rows.fate)));
        }
        columns.extend(rows.written.iter().map(Held::new_column));
        let key = names(rows.key.iter().map(|it| &it.stored.column.name));
        vec![
            format!("CREATE TABLE {place} AS SELECT {} FROM {table}", columns.join(", ")),
            format!("ALTER TABLE {place} ADD PRIMARY KEY ({key})"),
        ]
    }
}

impl Rows<'_> {
    /// Rows that are as they were leave, and the others learn what became of them.
    fn settle(&self, place: &str) -> Vec<String> {
        let (table, fate, meets) = (self.now.to_sql(), name(&self.fate), self.meets_now());
        let mut all = Vec::new();
        if self.adds() {
            let key = names(self.key.iter().map(|it| &it.stored.column.name));
            let new = names(self.written.iter().map(|it| &it.new));
            let key_now: Vec<_> = self.key.iter().map(|it| it.value_now("t")).collect();
            let now: Vec<_> = self.written.iter().map(|it| it.value_now("t")).collect();
            let listed = |parts: &[&str]| {
                parts.iter().copied().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ")
            };
            all.push(format!(
                "INSERT INTO {place} ({}) SELECT {} FROM {table} AS t \
                 WHERE NOT EXISTS (SELECT FROM {place} AS kept WHERE {meets})",
                listed(&[&key, &fate, &new]),
                listed(&[&key_now.join(", "), ADDED, &now.join(", ")]),
            ));
        }
        let here = format!("{meets} AND kept.{fate} IS NULL");
        if self.members == Members::More {
            if self.dropped.is_empty() {
                all.push(format!("DELETE FROM {place} WHERE {fate} IS NULL"));
            }
            return all;
        }
        let same = |it: &Held<'_>| it.same(&format!("kept.{}", it.name()), &it.value_now("t"));
        let same: Vec<_> = self.written.iter().map(same).collect();
        if !same.is_empty() {
            let set = |it: &Held<'_>| format!("{} = {}", name(&it.new), it.value_now("t"));
            let set: Vec<_> = self.written.iter().map(set).collect();
            all.push(format!(
                "UPDATE {place} AS kept SET {fate} = {CHANGED}, {} FROM {table} AS t \
                 WHERE {here} AND NOT ({})",
                set.join(", "),
                same.join(" AND "),
            ));
        }
        if self.removes() {
            all.push(format!(
                "UPDATE {place} AS kept SET {fate} = {DELETED} WHERE kept.{fate} IS NULL \
                 AND NOT EXISTS (SELECT FROM {table} AS t WHERE {meets})"
            ));
        }
        // A column that is gone was lost by rows that are otherwise as they were, too.
        if self.dropped.is_empty() {
            all.push(format!("DELETE FROM {place} WHERE {fate} IS NULL"));
        }
        all
    }

    /// True of a row of the table after the migration and a kept row with the same key.
    fn meets_now(&self) -> String {
        let one = |it: &Held<'_>| format!("{} = kept.{}", it.value_now("t"), it.name());
        self.key.iter().map(one).collect::<Vec<_>>().join(" AND ")
    }
}
