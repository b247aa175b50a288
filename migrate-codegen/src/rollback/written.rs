//! Which rows and values a migration overwrites, where they are kept aside for its rollback.

use super::keep::{INSTEAD, Members};
use super::keyed::inserted;
use super::ledger::Refusal;
use super::lineage::{Age, Column, Lineage, Rows, Table, Values};
use super::schema::Schema;
use crate::change::{Copy, Object, OnConflict, Step, Write};
use crate::footprint::{Columns, Footprint};
use crate::reader::Kind;
use crate::text::tokens;

/// What becomes of changes of rows that no statement undoes.
pub(super) enum Writes<'a> {
    /// They are refused.
    Refused,
    /// They are noted, so that what was there is kept.
    Kept(Written<'a>),
}

/// What the statements change, as the engine saw it.
pub(super) struct Written<'a> {
    footprints: &'a [Option<Footprint>],
    conflicts: OnConflict,
    /// What a `DELETE` does to the tables that it reaches.
    delete: Members,
}

impl<'a> Written<'a> {
    pub(super) fn new(
        footprints: &'a [Option<Footprint>],
        steps: &[Step<'_>],
        before: &Schema,
    ) -> Self {
        // What `REPLACE` takes out of the way, the engine does not announce.
        let made = |step: &&Step<'_>| step.kind().is_create();
        let replaces = before.objects.iter().any(|it| it.mentions("replace"))
            || steps.iter().filter(made).any(|step| {
                let sql = step.statement.text();
                tokens(sql, step.statement.dialect()).any(|it| it.is_word(sql, "replace"))
            });
        let conflicts = if replaces { OnConflict::Delete } else { OnConflict::Keep };
        // A trigger may put rows into any table.
        let fires = before.all(Object::Trigger).next().is_some()
            || steps.iter().any(|step| step.kind() == Kind::CreateTrigger);
        let delete = if fires { Members::Others } else { Members::Fewer };
        Self { footprints, conflicts, delete }
    }
}

impl Lineage {
    /// Follows a change of rows, whose former values are kept.
    pub(super) fn written(
        &mut self,
        step: &Step<'_>,
        writes: &Written<'_>,
        at: usize,
    ) -> Result<(), Refusal> {
        let Some(footprint) = writes.footprints.get(at).and_then(Option::as_ref) else {
            return Err(unseen(step));
        };
        let write = Write::read(step.statement);
        let conflict = write.as_ref().map_or(OnConflict::Delete, |write| write.conflict);
        let is_done = match step.kind() {
            Kind::Insert | Kind::Replace => self.inserted_into(step),
            _ => false,
        };
        let mut assigned = Vec::new();
        let is_update = step.kind() == Kind::Update;
        if let (Some(write), Some(table)) = (write.filter(|_| is_update), self.find(step.object()))
        {
            let is_added = |name: &String| table.named(name).is_some_and(|it| it.age == Age::Added);
            assigned = write.set.iter().filter(|name| is_added(name)).cloned().collect();
            table.assign(&Write { set: assigned.clone(), ..write });
        }
        // A trigger may write something else into them, or leave rows as they are.
        let is_alone = footprint.writes.iter().all(|(name, _)| step.concerns(name))
            && step.belongings(Object::Trigger).next().is_none();
        if !is_alone {
            self.compute(step.object(), &assigned);
            assigned.clear();
        }
        let change = if step.kind() == Kind::Delete { writes.delete } else { Members::Others };
        for (name, columns) in footprint.writes.iter() {
            let is_own = step.concerns(name);
            let Some(table) = self.find(name).filter(|_| !(is_own && is_done)) else { continue };
            let assigned = if is_own { assigned.as_slice() } else { &[] };
            let replaces = writes.conflicts == OnConflict::Delete
                || is_own && is_update && conflict == OnConflict::Delete;
            table.written(columns, assigned, change);
            table.forget_inserted(columns);
            if replaces {
                table.members = Members::Others;
            }
        }
        Ok(())
    }

    /// What these columns of a table hold is computed.
    fn compute(&mut self, table: &str, columns: &[String]) {
        let Some(table) = self.find(table) else { return };
        for name in columns {
            if let Some(column) = table.column(name) {
                column.from = None;
            }
        }
    }

    /// Follows an `INSERT`; whether nothing of it has to be kept.
    fn inserted_into(&mut self, step: &Step<'_>) -> bool {
        let table = self.find(step.object());
        // After a `DELETE` its keys may be those of rows that were there before.
        let untouched = table.as_ref().is_some_and(|table| {
            table.members == Members::Same
                && table.columns.iter().all(|column| column.values == Values::Same)
        });
        let rows = table.map(|table| table.rows.clone());
        match (rows, Copy::read(step)) {
            (Some(Rows::None), Some(copy)) => {
                self.copied(&copy);
                // A trigger may change the copies.
                step.belongings(Object::Trigger).next().is_none()
            }
            (Some(Rows::None | Rows::Own), _) => {
                self.own(step.object());
                true
            }
            // What is written out with its keys is deleted by them.
            (Some(Rows::Itself(_)), _) => match inserted(step) {
                Ok(rows) if untouched && step.belongings(Object::Trigger).next().is_none() => {
                    self.put(step.object(), rows);
                    true
                }
                _ => false,
            },
            _ => false,
        }
    }
}

impl Table {
    /// Notes that these columns were written, except those that are known to hold copies. Where rows
    /// come and go, a row whose key changes is one that goes and one that comes.
    fn written(&mut self, columns: &Columns, assigned: &[String], change: Members) {
        let Columns::Some(names) = columns else {
            self.members = self.members.max(change);
            return;
        };
        // The key may be written under the name that it has in every table.
        let is_row_id = names.contains("rowid") && self.named("rowid").is_none();
        let is_assigned = |name: &str| assigned.iter().any(|it| it.eq_ignore_ascii_case(name));
        let is_written = |it: &&mut Column| {
            is_row_id || names.contains(&it.name.to_ascii_lowercase()) && !is_assigned(&it.name)
        };
        for column in self.columns.iter_mut().filter(is_written) {
            column.values = Values::Written;
        }
    }
}

fn unseen(step: &Step<'_>) -> Refusal {
    Refusal::new(
        format!("what `{} {}` changes cannot be seen", step.kind(), step.object()),
        INSTEAD,
    )
}
