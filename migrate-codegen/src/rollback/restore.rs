//! The way back from one schema to another, tried step by step where it can be undone.

use super::added::addition;
use super::keep::Keep;
use super::lineage::{Age, Column, Lineage, Rows, Table};
use super::rebuild::{From, Rebuild, rebuild};
use super::schema::{self, Schema, same};
use super::stage::{Stage, try_or_undo};
use crate::Dialect;
use crate::change::{Extent, Generated, Object, Stored, quoted};

/// A script that restores a schema.
pub(super) struct Restored {
    pub(super) statements: Vec<String>,
    /// What does not come back.
    pub(super) lost: Vec<String>,
}

/// Writes the script that leads from the schema of `stage` to `before`, and runs it there. What is
/// kept aside comes back, and is not kept any longer.
///
/// # Errors
/// Why there is no such script.
pub(super) fn restore(
    before: &Schema,
    lineage: &Lineage,
    keeps: &[Keep],
    stage: &dyn Stage,
) -> Result<Restored, String> {
    let now = stage.schema();
    let (statements, lost) = (Vec::new(), Vec::new());
    let [altered, rebuilt] = [Vec::new(), Vec::new()];
    let mut way = Way { before, lineage, keeps, stage, now, statements, altered, rebuilt, lost };
    way.clear()?;
    way.drop_tables()?;
    way.rename()?;
    way.drop_indexes()?;
    way.alter_columns();
    way.rebuild()?;
    way.bring_back()?;
    way.recreate()?;
    match before.difference(&way.now) {
        Some(difference) => Err(format!("what was tried does not restore it: {difference}")),
        None => Ok(Restored { statements: way.statements, lost: way.lost }),
    }
}

struct Way<'a> {
    before: &'a Schema,
    lineage: &'a Lineage,
    keeps: &'a [Keep],
    stage: &'a dyn Stage,
    /// The schema as the statements so far leave it.
    now: Schema,
    statements: Vec<String>,
    /// The tables whose columns were dropped and added until they were as before.
    altered: Vec<String>,
    /// The tables that were made again from what they and the kept ones hold.
    rebuilt: Vec<String>,
    lost: Vec<String>,
}

impl<'a> Way<'a> {
    fn run(&mut self, sql: String) -> Result<(), String> {
        self.stage.run(&sql).map_err(|error| format!("`{}` fails: {error}", shortened(&sql)))?;
        self.statements.push(sql);
        Ok(())
    }

    fn look(&mut self) {
        self.now = self.stage.schema();
    }

    /// The names of the tables that are not what they were, before and now.
    fn disturbed(&self) -> Vec<String> {
        let before = self.before.all(Object::Table);
        let before = before.filter(|it| !self.stands(it) || self.moved(it) || self.collides(it));
        let mut names = Vec::new();
        for table in before {
            names.push(table.name.clone());
            names.extend(self.lineage.heir(&table.name).map(|heir| heir.name.clone()));
        }
        let is_new = |it: &&Stored| self.before.find(Object::Table, &it.name).is_none();
        names.extend(self.now.all(Object::Table).filter(is_new).map(|it| it.name.clone()));
        names
    }

    /// Whether the table of this name is not the one that was called so before: its text may be
    /// the same, and its rows are elsewhere.
    fn moved(&self, table: &Stored) -> bool {
        let heir = self.lineage.heir(&table.name);
        heir.is_none_or(|heir| !heir.name.eq_ignore_ascii_case(&table.name))
    }

    /// What is kept aside of a table.
    fn keep(&self, table: &str) -> Option<&Keep> {
        self.keeps.iter().find(|it| it.table.eq_ignore_ascii_case(table))
    }

    /// Whether values that come back would be in each other's way in the table.
    fn collides(&self, table: &Stored) -> bool {
        self.keep(&table.name).is_some_and(|keep| keep.collides(table, self.before))
    }

    /// Whether rows of the table, as it is called now, are about to be brought back.
    fn gets_rows(&self, table: &str) -> bool {
        self.keeps.iter().filter_map(Keep::now).any(|it| it.eq_ignore_ascii_case(table))
    }

    /// Drops the triggers and views that are not as before, or that SQLite would trip over while
    /// a table is gone or renamed; and the triggers that rows fire which are brought back.
    fn clear(&mut self) -> Result<(), String> {
        let mut names = self.disturbed();
        let mut going: Vec<Stored> = Vec::new();
        // A view may use a view.
        loop {
            let goes = |it: &&Stored| {
                matches!(it.object, Object::View | Object::Trigger)
                    && !going.contains(it)
                    && (names.iter().any(|name| it.mentions(name))
                        || !self.is_as_before(it)
                        || it.object == Object::Trigger && self.gets_rows(&it.table))
            };
            let found: Vec<Stored> = self.now.objects.iter().filter(goes).cloned().collect();
            if found.is_empty() {
                break;
            }
            let views = found.iter().filter(|it| it.object == Object::View);
            names.extend(views.map(|it| it.name.clone()));
            going.extend(found);
        }
        for object in [Object::Trigger, Object::View] {
            for stored in going.iter().filter(|it| it.object == object) {
                self.drop(stored)?;
            }
        }
        for (object, name) in &self.lineage.temporary {
            let noun = object.as_str().to_ascii_uppercase();
            self.run(format!("DROP {noun} IF EXISTS temp.{}", quoted(name, Dialect::Sqlite)))?;
        }
        for delete in self.lineage.deletions() {
            self.run(delete)?;
        }
        Ok(())
    }

    /// Whether an object that was there before is there as it was.
    fn stands(&self, before: &Stored) -> bool {
        self.now.find(before.object, &before.name).is_some_and(|now| same(before, now))
    }

    /// Whether an object that is there now was so before.
    fn is_as_before(&self, now: &Stored) -> bool {
        self.before.find(now.object, &now.name).is_some_and(|before| same(before, now))
    }

    fn drop(&mut self, stored: &Stored) -> Result<(), String> {
        let noun = stored.object.as_str().to_ascii_uppercase();
        self.run(format!("DROP {noun} {}", quoted(&stored.name, Dialect::Sqlite)))
    }

    /// Drops the tables that the migration made, and that no rows of earlier tables are needed of.
    fn drop_tables(&mut self) -> Result<(), String> {
        let heirs: Vec<&Table> =
            self.before.all(Object::Table).filter_map(|it| self.lineage.heir(&it.name)).collect();
        let is_heir =
            |it: &Stored| heirs.iter().any(|heir| heir.name.eq_ignore_ascii_case(&it.name));
        let had = |it: &Stored| self.before.find(Object::Table, &it.name);
        let goes = |it: &&Stored| {
            !is_heir(it) && had(it).is_none_or(|before| it.is_virtual() || self.moved(before))
        };
        let going: Vec<Stored> = self.now.all(Object::Table).filter(goes).cloned().collect();
        // What was made last may refer to what was made first.
        for table in going.iter().rev() {
            self.drop(table)?;
        }
        Ok(())
    }

    /// Gives tables and columns that are still themselves their names back.
    fn rename(&mut self) -> Result<(), String> {
        for stored in self.before.all(Object::Table) {
            let Some(heir) = self.lineage.heir(&stored.name) else { continue };
            if !matches!(heir.rows, Rows::Itself(_)) {
                continue;
            }
            let name = quoted(&stored.name, Dialect::Sqlite);
            if heir.name != stored.name {
                let now = quoted(&heir.name, Dialect::Sqlite);
                self.run(format!("ALTER TABLE {now} RENAME TO {name}"))?;
            }
            for column in &heir.columns {
                let is_own = column.age == Age::Before;
                let named = column.from.as_ref().filter(|from| is_own && **from != column.name);
                let Some(from) = named else { continue };
                let [now, from] = [&column.name, from].map(|it| quoted(it, Dialect::Sqlite));
                self.run(format!("ALTER TABLE {name} RENAME COLUMN {now} TO {from}"))?;
            }
        }
        self.look();
        Ok(())
    }

    fn drop_indexes(&mut self) -> Result<(), String> {
        let collides =
            |it: &Stored| self.keeps.iter().any(|keep| keep.collides_with(it, self.before));
        let goes = |it: &&Stored| !self.is_as_before(it) || collides(it);
        let going: Vec<Stored> = self.now.all(Object::Index).filter(goes).cloned().collect();
        for index in &going {
            self.drop(index)?;
        }
        Ok(())
    }

    /// Drops added columns and adds dropped ones where that alone restores the table; else it is
    /// rebuilt.
    fn alter_columns(&mut self) {
        let before = self.before;
        for stored in before.all(Object::Table) {
            if self.stands(stored) || self.collides(stored) {
                continue;
            }
            let Some(heir) = self.lineage.heir(&stored.name) else { continue };
            let Some(missing) = self.missing_columns(heir, &stored.name) else { continue };
            let added = heir.columns.iter().filter(|it| it.age == Age::Added).rev();
            let table = quoted(&stored.name, Dialect::Sqlite);
            let drops = added.map(|it| {
                let column = quoted(&it.name, Dialect::Sqlite);
                Some(format!("ALTER TABLE {table} DROP COLUMN {column}"))
            });
            let adds = missing.iter().map(|column| addition(stored, &column.name));
            let Some(alters) = drops.chain(adds).collect::<Option<Vec<_>>>() else { continue };
            let restores = try_or_undo(self.stage, || {
                alters.iter().try_for_each(|sql| self.stage.run(sql))?;
                let now = self.stage.schema();
                let is = now.find(Object::Table, &stored.name).is_some_and(|it| same(it, stored))
                    && !before.columns_differ(&now, &stored.name);
                if is { Ok(()) } else { Err(String::new()) }
            });
            if restores.is_ok() {
                self.statements.extend(alters);
                self.altered.push(stored.name.clone());
                let lost = missing.iter().filter(|it| it.generated == Generated::No);
                self.lost
                    .extend(lost.map(|it| format!("the values of `{}.{}`", stored.name, it.name)));
            }
        }
        self.look();
    }

    /// The columns that the table lost; `None` where its rows or values are elsewhere, such as
    /// kept aside.
    fn missing_columns(&self, heir: &Table, name: &str) -> Option<Vec<&'a schema::Column>> {
        let is_there = |it: &schema::Column| {
            self.now.columns_of(name).any(|now| now.name.eq_ignore_ascii_case(&it.name))
        };
        let is_elsewhere = |it: &schema::Column| {
            it.generated == Generated::No
                && match heir.holder_of(&it.name) {
                    Some(holder) => holder.age == Age::Added,
                    None => heir.named(&it.name).is_some(),
                }
        };
        let before = self.before;
        let missing: Vec<_> = before.columns_of(name).filter(|it| !is_there(it)).collect();
        let keeps = |keep: &Keep| missing.iter().any(|it| keep.holds(&it.name));
        let is_itself = matches!(heir.rows, Rows::Itself(_))
            && !before.columns_of(name).any(is_elsewhere)
            && !self.keep(name).is_some_and(keeps);
        is_itself.then_some(missing)
    }

    fn misses_columns(&self, heir: &Table, name: &str) -> bool {
        let stored = |it: &&schema::Column| it.generated == Generated::No;
        let kept = |it: &schema::Column| {
            heir.holder_of(&it.name).is_some_and(|holder| holder.age == Age::Before)
        };
        self.before.columns_of(name).filter(stored).any(|it| !kept(it))
    }

    /// Makes every table again that is missing or another, with the rows that there are.
    fn rebuild(&mut self) -> Result<(), String> {
        let tables = || self.before.all(Object::Table);
        let emptied: Vec<&str> = tables()
            .filter(|it| self.lineage.heir(&it.name).is_none() && self.keep(&it.name).is_none())
            .map(|it| it.name.as_str())
            .collect();
        let [mut copies, mut drops, mut renames] = [Vec::new(), Vec::new(), Vec::new()];
        for stored in self.before.all(Object::Table) {
            let heir = self.lineage.heir(&stored.name);
            let is_itself = heir.is_some_and(|it| matches!(it.rows, Rows::Itself(_)));
            let keeps = |heir: &Table| {
                if is_itself {
                    !self.misses_columns(heir, &stored.name)
                } else {
                    Self::is_whole(heir, &stored.name)
                }
            };
            let is_altered = self.altered.contains(&stored.name);
            let stands = self.stands(stored) && !self.collides(stored);
            if is_altered || stands && heir.is_some_and(keeps) {
                continue;
            }
            if let (None, Some(mixture)) = (heir, self.lineage.mixture(&stored.name)) {
                return Err(format!(
                    "the rows of `{}` are among others in `{}`",
                    stored.name, mixture.name
                ));
            }
            let keep = self.keep(&stored.name);
            let Some(heir) = heir.filter(|_| !stored.is_virtual()) else {
                drops.extend(stored.sql.clone());
                match keep {
                    Some(keep) => drops.extend(keep.refill()),
                    None => self.lost.push(format!("the rows of `{}`", stored.name)),
                }
                continue;
            };
            let from = From { heir, keep, emptied: &emptied };
            let Rebuild { copy, drop, rename, lost } =
                rebuild(stored, from, self.before, &self.now)?;
            copies.extend(copy);
            drops.insert(0, drop);
            renames.push(rename);
            self.rebuilt.push(stored.name.clone());
            self.lost.extend(lost);
        }
        for sql in copies.into_iter().chain(drops).chain(renames) {
            self.run(sql)?;
        }
        self.look();
        Ok(())
    }

    /// Whether a copy under the same text and name holds all that was there.
    fn is_whole(heir: &Table, name: &str) -> bool {
        let same = |from: &str, to: &str| from.eq_ignore_ascii_case(to);
        let keeps = |it: &Column| it.from.as_ref().is_some_and(|from| same(from, &it.name));
        same(&heir.name, name) && heir.extent() == Extent::Whole && heir.columns.iter().all(keeps)
    }

    /// Brings back the rows that are kept aside, and drops the tables that held them.
    fn bring_back(&mut self) -> Result<(), String> {
        for keep in self.keeps {
            let values =
                if self.rebuilt.contains(&keep.table) { Vec::new() } else { keep.values_back() };
            for sql in values.into_iter().chain(keep.rows_back()) {
                self.run(sql)?;
            }
        }
        for keep in self.keeps {
            self.run(keep.discard())?;
        }
        Ok(())
    }

    /// Makes indexes, views and triggers that are missing again, from their texts.
    fn recreate(&mut self) -> Result<(), String> {
        for stored in self.before.objects.iter().filter(|it| it.object != Object::Table) {
            if self.now.find(stored.object, &stored.name).is_none() {
                self.run(stored.sql.clone().unwrap_or_default())?;
            }
        }
        self.look();
        Ok(())
    }
}

/// The beginning of a statement.
fn shortened(sql: &str) -> String {
    let words: Vec<_> = sql.split_whitespace().take(6).collect();
    format!("{} ..", words.join(" "))
}
