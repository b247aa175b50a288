//! The statements around a migration that keep aside what it drops or overwrites.

use super::table::{Indexed, Keep, Kept, Members, Pair, Rows, Value, name, names, of};
use crate::rollback::affinity::Affinity;
use crate::rollback::rebuild::mark;

/// What happened to a kept row.
pub(super) const ADDED: &str = "'added'";
pub(super) const CHANGED: &str = "'changed'";
pub(super) const DELETED: &str = "'deleted'";

impl Keep {
    /// What runs before the migration: the copy.
    pub(super) fn before(&self) -> Vec<String> {
        let (place, table) = (name(&self.place), name(&self.table));
        let columns = match &self.kept {
            Kept::Table { columns, .. } => names(columns.iter()),
            Kept::Rows(rows) => names(rows.old()),
        };
        let columns = columns.join(", ");
        let copy = format!("INSERT INTO {place} ({columns}) SELECT {columns} FROM {table}");
        let mut statements = vec![self.create(), copy];
        if let Kept::Table { counted: Some(_), .. } = &self.kept {
            statements.extend(mark(&self.place, &self.table));
        }
        statements
    }

    /// What runs after it: the rows that are as they were leave, and the others learn what became
    /// of them.
    pub(super) fn after(&self) -> Vec<String> {
        match &self.kept {
            Kept::Rows(rows) if rows.tells() => rows.settle(&self.place),
            Kept::Table { .. } | Kept::Rows(_) => Vec::new(),
        }
    }
}

impl Rows {
    fn settle(&self, place: &str) -> Vec<String> {
        // Each kept row is looked up in the table, which may have lost the index of its key.
        let index = name(&format!("{place}_key"));
        let is_indexed = self.key.iter().any(|it| it.indexed == Indexed::Yes);
        let mut statements = Vec::new();
        if !is_indexed {
            let key = names(self.key.iter().map(|it| &it.column.now)).join(", ");
            statements.push(format!("CREATE INDEX {index} ON {} ({key})", name(&self.now)));
        }
        if self.members == Members::Others {
            statements.push(self.note_added(place));
        }
        if !self.written.is_empty() {
            statements.push(self.note_changed(place));
        }
        let (kept, fate) = (name(place), name(&self.fate));
        if self.members != Members::Same {
            statements.push(format!(
                "UPDATE {kept} SET {fate} = {DELETED} WHERE {fate} IS NULL AND NOT {}",
                self.is_there(place, &[])
            ));
        }
        if !is_indexed {
            statements.push(format!("DROP INDEX {index}"));
        }
        // The values of a column that is gone are needed of every row.
        if self.dropped.is_empty() {
            statements.push(format!("DELETE FROM {kept} WHERE {fate} IS NULL"));
        }
        statements
    }

    fn note_added(&self, place: &str) -> String {
        let (kept, now) = (name(place), name(&self.now));
        let mut into = names(self.key());
        into.extend(names(self.written.iter().map(|it| &it.new)));
        into.push(name(&self.fate));
        let of_now = |it: &Pair| of(&self.now, &it.now);
        let mut values: Vec<String> = self.key.iter().map(|it| of_now(&it.column)).collect();
        values.extend(self.written.iter().map(|it| of_now(&it.column)));
        values.push(ADDED.to_owned());
        format!(
            "INSERT INTO {kept} ({}) SELECT {} FROM {now} WHERE NOT EXISTS (SELECT 1 FROM {kept} WHERE {})",
            into.join(", "),
            values.join(", "),
            self.meets(place, &self.now, now_of)
        )
    }

    fn note_changed(&self, place: &str) -> String {
        let (kept, now) = (name(place), name(&self.now));
        let new = names(self.written.iter().map(|it| &it.new)).join(", ");
        let values: Vec<String> =
            self.written.iter().map(|it| of(&self.now, &it.column.now)).collect();
        let stays = |it: &Value| {
            let (old, new) = (of(place, &it.column.before), of(&self.now, &it.column.now));
            match it.affinity {
                // Both hold their values in the same way.
                (one, other) if one == other && one != Affinity::Blob => {
                    format!("{new} IS {old} COLLATE BINARY")
                }
                _ => format!("typeof({new}) = typeof({old}) AND {new} IS {old} COLLATE BINARY"),
            }
        };
        let same: Vec<String> = self.written.iter().map(stays).collect();
        let differs = format!("NOT ({})", same.join(" AND "));
        format!(
            "UPDATE {kept} SET ({new}, {fate}) = (SELECT {}, {CHANGED} FROM {now} WHERE {}) \
             WHERE {fate} IS NULL AND {}",
            values.join(", "),
            self.meets(place, &self.now, now_of),
            self.is_there(place, &[differs]),
            fate = name(&self.fate),
        )
    }

    /// True of a kept row that the table still has.
    fn is_there(&self, place: &str, conditions: &[String]) -> String {
        let mut all = vec![self.meets(place, &self.now, now_of)];
        all.extend_from_slice(conditions);
        format!("EXISTS (SELECT 1 FROM {} WHERE {})", name(&self.now), all.join(" AND "))
    }
}

/// The name of a column after the migration.
fn now_of(pair: &Pair) -> String {
    pair.now.clone()
}
