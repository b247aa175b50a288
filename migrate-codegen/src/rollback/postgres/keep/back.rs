//! The statements of a rollback that bring back what is kept.
//!
//! A value is set back only while it still is what the migration wrote, and a row that was added
//! since stays.

use super::aside::aside;
use super::table::{ADDED, CHANGED, DELETED, Held, Keep, Kept, Rows, Stored, name};
use crate::catalog::{Catalog, Column, Constraint, Ident, Identity, Rule, Table};
use crate::rollback::ledger::Refusal;

/// What brings the rows back, once the columns are there again and before anything is demanded of
/// them: `middle` is the schema then.
///
/// # Errors
/// What stands in the way.
pub(in crate::rollback::postgres) fn back(
    keeps: &[Keep<'_>],
    start: &Catalog,
    middle: &Catalog,
) -> Result<Vec<String>, Refusal> {
    let ordered = parents_first(keeps);
    let aside = aside(keeps, start, middle)?;
    let is_away = |table: &Table, own: &Constraint| {
        let own = own.name.as_ref().map(name).unwrap_or_default();
        let off = format!("ALTER TABLE {} DROP CONSTRAINT {own}", table.name.to_sql());
        aside.iter().any(|it| it.0 == off)
    };
    let referring = |keep: &Keep<'_>| keep.referring(middle, is_away);
    let removed: Vec<_> =
        ordered.iter().rev().filter_map(|it| it.remove_added(&referring(it))).collect();
    let (off, on): (Vec<_>, Vec<_>) = aside.into_iter().unzip();
    let mut all = off;
    all.extend(removed);
    for keep in &ordered {
        all.extend(keep.set_back(start));
        all.extend(keep.insert(start));
    }
    let deferrable = |it: &Table| it.constraints.iter().any(is_deferrable);
    if start.tables().any(deferrable) {
        // A check that waits for the end of the transaction holds its table.
        all.push("SET CONSTRAINTS ALL IMMEDIATE".to_owned());
    }
    all.extend(on.into_iter().rev());
    Ok(all)
}

/// What removes the kept tables.
pub(in crate::rollback::postgres) fn discard(keeps: &[Keep<'_>]) -> impl Iterator<Item = String> {
    keeps.iter().map(|it| format!("DROP TABLE {}", it.place()))
}

/// The tables that others refer to come before those.
fn parents_first<'k, 'c>(keeps: &'k [Keep<'c>]) -> Vec<&'k Keep<'c>> {
    let mut open: Vec<_> = keeps.iter().collect();
    let mut ordered = Vec::new();
    while !open.is_empty() {
        let waits = |it: &Keep<'_>| {
            let parents = it.table.foreign_keys().map(|key| &key.table);
            let mut parents = parents.filter(|parent| **parent != it.table.name);
            parents.any(|parent| open.iter().any(|other| other.table.name == *parent))
        };
        // In a circle any is as good as another: what refers is away.
        let next = open.iter().position(|it| !waits(it)).unwrap_or_default();
        ordered.push(open.remove(next));
    }
    ordered
}

impl Rows<'_> {
    /// True of a row of the table and a kept row with the same key.
    fn meets(&self) -> String {
        let one = |it: &Held<'_>| {
            let own = format!("t.{}", it.name());
            format!("{} = kept.{}", it.stored.as_kept(own), it.name())
        };
        self.key.iter().map(one).collect::<Vec<_>>().join(" AND ")
    }

    fn is(&self, fate: &str) -> String {
        format!("kept.{} = {fate}", name(&self.fate))
    }
}

impl Keep<'_> {
    pub(super) fn rows(&self) -> Option<&Rows<'_>> {
        match &self.kept {
            Kept::Table(_) => None,
            Kept::Rows(rows) => Some(rows),
        }
    }

    /// Takes out the rows that the migration added, and that are as it wrote them.
    fn remove_added(&self, referring: &[String]) -> Option<String> {
        let rows = self.rows().filter(|it| it.adds())?;
        let mut conditions = vec![rows.meets(), rows.is(ADDED)];
        conditions.extend(rows.written.iter().map(is_as_written));
        conditions.extend_from_slice(referring);
        Some(format!(
            "DELETE FROM {} AS t USING {} AS kept WHERE {}",
            self.table.name.to_sql(),
            self.place(),
            conditions.join(" AND ")
        ))
    }

    /// True of a row that nothing refers to which would go with it, or would be changed.
    fn referring(
        &self,
        middle: &Catalog,
        is_away: impl Fn(&Table, &Constraint) -> bool,
    ) -> Vec<String> {
        let primary = self.table.primary_key().unwrap_or_default();
        let of = |other: &Table, it: &Constraint| {
            let Rule::ForeignKey(key) = &it.rule else { return None };
            let acts = key.table == self.table.name && key.acts() && !is_away(other, it);
            let to = if key.to.is_empty() { primary.clone() } else { key.to.iter().collect() };
            let pairs = key.columns.iter().zip(to);
            let meets: Vec<_> =
                pairs.map(|(own, to)| format!("other.{} = t.{}", name(own), name(to))).collect();
            let (other, meets) = (other.name.to_sql(), meets.join(" AND "));
            acts.then(|| format!("NOT EXISTS (SELECT FROM {other} AS other WHERE {meets})"))
        };
        middle
            .tables()
            .flat_map(|it| it.constraints.iter().filter_map(move |own| of(it, own)))
            .collect()
    }

    /// Sets back values that were written, and fills columns that were dropped.
    fn set_back(&self, start: &Catalog) -> Vec<String> {
        let Some(rows) = self.rows() else { return Vec::new() };
        let (table, place, meets) = (self.table.name.to_sql(), self.place(), rows.meets());
        let mut all = Vec::new();
        if rows.sets_back() {
            let set = |it: &Held<'_>| {
                let (own, old) = (it.name(), it.stored.back("kept"));
                let as_written = is_as_written(it);
                format!("{own} = CASE WHEN {as_written} THEN {old} ELSE t.{own} END")
            };
            let set: Vec<_> = rows.written.iter().map(set).collect();
            all.push(format!(
                "UPDATE {table} AS t SET {} FROM {place} AS kept WHERE {meets} AND {}",
                set.join(", "),
                rows.is(CHANGED)
            ));
        }
        if !rows.dropped.is_empty() {
            let set = rows.dropped.iter().map(|it| format!("{} = {}", it.name(), it.back("kept")));
            let set: Vec<_> = set.collect();
            let added = format!(" AND kept.{} IS DISTINCT FROM {ADDED}", name(&rows.fate));
            let but_added = if rows.adds() { added.as_str() } else { "" };
            all.push(format!(
                "UPDATE {table} AS t SET {} FROM {place} AS kept WHERE {meets}{but_added}",
                set.join(", ")
            ));
            all.extend(self.numbers(start, |it| rows.dropped.iter().any(|gone| gone.column == it)));
        }
        all
    }

    /// Inserts the rows that are gone, unless somebody did since.
    fn insert(&self, start: &Catalog) -> Vec<String> {
        let (table, place) = (self.table.name.to_sql(), self.place());
        let numbers = self.table.columns.iter().any(|it| it.identity == Some(Identity::Always));
        let over = if numbers { " OVERRIDING SYSTEM VALUE" } else { "" };
        match &self.kept {
            Kept::Table(columns) => {
                let (own, old) = lists(columns.iter().copied());
                let copy =
                    format!("INSERT INTO {table} ({own}){over} SELECT {old} FROM {place} AS kept");
                std::iter::once(copy).chain(self.numbers(start, |_| true)).collect()
            }
            Kept::Rows(rows) if rows.removes() => {
                let (own, old) = lists(rows.old());
                vec![format!(
                    "INSERT INTO {table} ({own}){over} SELECT {old} FROM {place} AS kept \
                     WHERE {} AND NOT EXISTS (SELECT FROM {table} AS t WHERE {})",
                    rows.is(DELETED),
                    rows.meets()
                )]
            }
            Kept::Rows(_) => Vec::new(),
        }
    }

    /// Numbers that were given are not given again.
    fn numbers(&self, start: &Catalog, of: impl Fn(&Column) -> bool) -> Vec<String> {
        let table = self.table.name.to_sql();
        let counted = self.table.columns.iter().filter(|it| of(it)).filter(|column| {
            let owned = |it: &(_, Ident)| it.0 == self.table.name && it.1 == column.name;
            column.identity.is_some()
                || start.sequences().any(|it| it.owner.as_ref().is_some_and(owned))
        });
        let text = |it: &str| format!("'{}'", it.replace('\'', "''"));
        let number = |it: &Column| {
            let own = name(&it.name);
            let sequence =
                format!("pg_get_serial_sequence({}, {})", text(&table), text(it.name.as_str()));
            format!("SELECT setval({sequence}, max({own})) FROM {table} HAVING max({own}) > 0")
        };
        counted.map(number).collect()
    }
}

fn is_deferrable(constraint: &Constraint) -> bool {
    let options = constraint.options.as_str();
    options.contains("deferrable") && !options.contains("not deferrable")
}

/// The names of columns, and their kept values.
fn lists<'c>(columns: impl Iterator<Item = Stored<'c>>) -> (String, String) {
    let both: (Vec<_>, Vec<_>) = columns.map(|it| (it.name(), it.back("kept"))).unzip();
    (both.0.join(", "), both.1.join(", "))
}

/// True while the value still is what the migration wrote.
fn is_as_written(it: &Held<'_>) -> String {
    let now = it.stored.as_kept(format!("t.{}", it.name()));
    it.same(&now, &format!("kept.{}", name(&it.new)))
}
