//! What a rollback must do with rows that were written after its migration.

use std::collections::BTreeMap;

use super::difference::Difference;
use super::state::State;
use crate::RollbackClass;
use crate::driver::Loss;
use crate::schema::{Column, Object, Origin};

/// A rollback that followed other writes.
pub(super) struct Promise<'a> {
    /// Before the migration, after it, after the other writes, and after the rollback.
    pub(super) states: [&'a State; 4],
    /// What was counted before it was lost.
    pub(super) losses: &'a [Loss],
    pub(super) class: RollbackClass,
    /// The tables and columns by which it knows what the migration inserted from what was written
    /// since.
    pub(super) compared: Vec<(String, String)>,
}

/// The rows of a table by their keys, each the values by column.
type ByKey<'a> = BTreeMap<Vec<String>, BTreeMap<&'a str, &'a str>>;

/// A table in the four states.
struct Followed<'a> {
    name: &'a str,
    /// The columns that were written.
    written: Vec<&'a str>,
    before: ByKey<'a>,
    applied: ByKey<'a>,
    lived: ByKey<'a>,
    after: ByKey<'a>,
}

impl Promise<'_> {
    /// The first row for which the rollback does not do what it must.
    pub(super) fn broken(&self) -> Option<Difference> {
        let tables = self.states[0].schema.tables();
        tables.into_iter().find_map(|table| self.followed(table)?.broken(self)).map(Difference::new)
    }

    /// A table whose rows can be followed: it has the same primary key in each of the states.
    fn followed<'s>(&'s self, table: &'s Object) -> Option<Followed<'s>> {
        let [_, applied, ..] = self.states;
        let now = applied.schema.tables().find(|it| it.is_called(&table.name))?;
        let key: Vec<&Column> = table.columns.iter().filter(|it| it.key > 0).collect();
        let stays = |it: &&Column| {
            now.columns.iter().any(|now| now.name == it.name && now.declared == it.declared)
        };
        if key.is_empty() || !key.iter().all(stays) {
            return None;
        }
        let name = table.name.to_lowercase();
        let by_key = |state: &'s State| {
            let rows = state.rows.get(&name)?;
            let values = |row: &'s Vec<String>| -> BTreeMap<&'s str, &'s str> {
                let names = rows.columns.iter().map(String::as_str);
                names.zip(row.iter().map(String::as_str)).collect()
            };
            let keyed = |row| {
                let values = values(row);
                let key = key.iter().map(|it| values.get(it.name.as_str()).map(|it| plain(it)));
                Some((key.collect::<Option<Vec<_>>>()?, values))
            };
            let found = rows.rows.iter().map(keyed).collect::<Option<ByKey<'_>>>()?;
            (found.len() == rows.rows.len()).then_some(found)
        };
        let [before, applied, lived, after] = self.states.map(by_key);
        let (before, applied) = (before?, applied?);
        let written = now.columns.iter().filter(|it| it.origin == Origin::Written);
        let written = written.map(|it| it.name.as_str()).collect();
        Some(Followed { name: &table.name, written, before, applied, lived: lived?, after: after? })
    }

    /// Whether rows that the migration inserted go, and these columns tell nothing of them.
    fn goes_by_key(&self, table: &str, newer: &[&str]) -> bool {
        let mut compared = self.compared.iter().filter(|it| it.0.eq_ignore_ascii_case(table));
        let is_newer = |column: &String| newer.iter().any(|it| column.eq_ignore_ascii_case(it));
        let goes = self.class == RollbackClass::Exact || compared.clone().next().is_some();
        goes && !compared.any(|(_, column)| is_newer(column))
    }

    /// Whether it was counted that rows of the table go, or values of the column.
    fn counted(&self, table: &str, column: Option<&str>) -> bool {
        self.losses.iter().any(|loss| {
            let is_column = match (&loss.column, column) {
                (Some(lost), Some(column)) => lost.eq_ignore_ascii_case(column),
                (lost, _) => lost.is_none(),
            };
            loss.table.eq_ignore_ascii_case(table) && is_column
        })
    }
}

impl Followed<'_> {
    fn broken(&self, promise: &Promise<'_>) -> Option<String> {
        let written = self.lived.keys().find_map(|key| self.written_row(key, promise));
        written.or_else(|| self.deleted_row()).or_else(|| self.former_row())
    }

    /// A row that is there before the rollback: newer values stay, and the others are as before.
    fn written_row(&self, key: &[String], promise: &Promise<'_>) -> Option<String> {
        let (name, shown) = (self.name, shown(key));
        let (lived, applied) = (self.lived.get(key)?, self.applied.get(key));
        let is_newer =
            |column: &&&str| applied.is_none_or(|row| row.get(**column) != lived.get(**column));
        let newer: Vec<&str> = self.written.iter().filter(is_newer).copied().collect();
        let (before, after) = (self.before.get(key), self.after.get(key));
        match (before, after) {
            _ if newer.is_empty() => (before != after).then(|| {
                format!("row {shown} of `{name}`, which nobody wrote since, is not as before")
            }),
            (_, None) if promise.counted(name, None) => None,
            // What the migration inserted goes by its key, and of values that are computed nobody
            // knows what they were.
            (None, None) if applied.is_some() && promise.goes_by_key(name, &newer) => None,
            (_, None) => Some(format!("row {shown} of `{name}`, which was written since, is gone")),
            (_, Some(after)) => {
                let gone = newer.into_iter().find(|column| {
                    let value = lived.get(column).copied().unwrap_or("NULL");
                    let stays = value == "NULL" || after.values().any(|it| alike(it, value));
                    !stays && !promise.counted(name, Some(column))
                })?;
                Some(format!(
                    "the value of `{name}.{gone}` in row {shown}, which was written since, is gone"
                ))
            }
        }
    }

    /// A row that was deleted since stays deleted.
    fn deleted_row(&self) -> Option<String> {
        let deleted = self.applied.keys().filter(|key| !self.lived.contains_key(*key));
        let back = deleted.into_iter().find(|key| self.after.contains_key(*key))?;
        let name = self.name;
        Some(format!("row {} of `{name}`, which was deleted since, is back", shown(back)))
    }

    /// A row that the migration took out is there again.
    fn former_row(&self) -> Option<String> {
        let is_former =
            |key: &&Vec<String>| !self.applied.contains_key(*key) && !self.lived.contains_key(*key);
        let mut former = self.before.keys().filter(is_former);
        let lost = former.find(|key| self.before.get(*key) != self.after.get(*key))?;
        Some(format!("row {} of `{}` does not come back", shown(lost), self.name))
    }
}

/// A key as a collation may compare it.
fn plain(value: &str) -> String {
    value.trim_matches(['\'', ' ']).to_ascii_lowercase()
}

fn shown(key: &[String]) -> String {
    format!("({})", key.join(", "))
}

/// Whether two literals are the same value, perhaps in columns of different types.
fn alike(one: &str, other: &str) -> bool {
    let bare = |text: &str| text.trim_matches('\'').to_owned();
    let (one, other) = (bare(one), bare(other));
    let number = |text: &str| text.trim().parse::<f64>().ok();
    one == other || number(&one).is_some() && number(&one) == number(&other)
}
