//! What a migration has made so far, and how to undo it.

use super::infer::{Inferred, Lack};
use crate::change::{Copies, Object, Step, copies};
use crate::check::{EngineVersion, Options};
use crate::text::tokens;
use crate::{Dialect, RollbackClass};

/// What a migration has made so far, and how to undo it.
pub(super) struct Ledger<'a> {
    options: &'a Options,
    made: Vec<Made>,
    columns: Vec<Column>,
    copies: Vec<Copies>,
    /// The tables that triggers of the migration write to.
    fired: Vec<String>,
    undos: Vec<Undo>,
    next: usize,
    lost: Vec<String>,
}

/// Why a statement cannot be inverted.
pub(super) struct Refusal {
    pub(super) lack: Lack,
    pub(super) why: String,
    pub(super) write: String,
}

/// An object that the migration made and that is there.
struct Made {
    object: Object,
    name: String,
    /// The table or view that an index or a trigger belongs to.
    on: Option<String>,
    /// The entries that undo what was done to it.
    undos: Vec<usize>,
}

/// A column that the migration added to a table that was there before.
struct Column {
    table: String,
    name: String,
    undos: Vec<usize>,
}

/// The inverse of one statement.
struct Undo {
    id: usize,
    effect: Effect,
    statements: Vec<String>,
}

/// What an inverse does, as far as the others depend on it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// It removes an object, or makes one again. SQLite does neither look at other objects then.
    Objects,
    /// It alters a table, for which SQLite reads the whole schema again and fails when a trigger or
    /// a view has become invalid.
    Alter,
}

impl Refusal {
    pub(super) fn new(why: impl Into<String>, write: impl Into<String>) -> Self {
        Self { lack: Lack::Inverse, why: why.into(), write: write.into() }
    }

    /// The statement may have an inverse, and nobody looked at the schema that decides it.
    pub(super) fn unseen(why: impl Into<String>) -> Self {
        Self { lack: Lack::Schema, ..Self::new(why, BY_HAND) }
    }

    /// Nothing asks for rows to be kept aside.
    pub(super) fn nothing_to_keep() -> Self {
        let why = "there is nothing to keep: the rollback brings everything back without it";
        Self::new(why, "remove `preserve`")
    }

    /// A temporary table hides another one, and a name may mean either.
    pub(super) fn hides(step: &Step<'_>) -> Self {
        let why = format!("`{}` is a temporary table and another one too", step.object());
        Self::new(why, "give the temporary table a name of its own, or write the rollback yourself")
    }

    /// The statement is of a kind that nothing is known about.
    pub(super) fn unread(step: &Step<'_>) -> Self {
        let words: Vec<_> = step.statement.text().split_whitespace().take(3).collect();
        Self::new(
            format!("`{} ..` is not a statement that an inverse is known of", words.join(" ")),
            BY_HAND,
        )
    }
}

/// What to write where nothing more precise can be said.
pub(crate) const BY_HAND: &str =
    "write the rollback yourself, or declare why there is none with `irreversible`";

impl<'a> Ledger<'a> {
    pub(super) fn new(options: &'a Options) -> Self {
        Self {
            options,
            made: Vec::new(),
            columns: Vec::new(),
            copies: Vec::new(),
            fired: Vec::new(),
            undos: Vec::new(),
            next: 0,
            lost: Vec::new(),
        }
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.options.dialect
    }

    /// Whether the oldest engine to support is older than `version`.
    pub(super) fn is_older_than(&self, version: EngineVersion) -> bool {
        self.options.target.is_some_and(|target| target < version)
    }

    /// The rollback, once every statement was entered.
    pub(super) fn close(self) -> Inferred {
        let statements = self.undos.into_iter().rev().flat_map(|undo| undo.statements).collect();
        let class = match self.lost.as_slice() {
            [] => RollbackClass::Exact,
            _ => RollbackClass::SchemaOnly,
        };
        Inferred { statements, class, lost: self.lost, keeping: Vec::new() }
    }

    /// Notes how to undo what was done to something that stays.
    pub(super) fn undo(&mut self, effect: Effect, statements: Vec<String>) -> usize {
        self.next += 1;
        self.undos.push(Undo { id: self.next, effect, statements });
        self.next
    }

    /// The rows of a table are lost, and no inverse brings them back.
    pub(super) fn loses_rows_of(&mut self, table: &str) {
        self.lost.push(format!("the rows of `{table}`"));
    }

    /// Notes an object that the migration makes.
    pub(super) fn make(&mut self, object: Object, name: &str, drop: String) {
        let undo = self.undo(Effect::Objects, vec![drop]);
        self.made.push(Made { object, name: name.to_owned(), on: None, undos: vec![undo] });
    }

    /// Notes an index or a trigger that the migration makes on a table or a view.
    pub(super) fn make_on(&mut self, object: Object, name: &str, on: &str, drop: String) {
        let falls = self.falls_with(object, name, on);
        let undos = if falls { Vec::new() } else { vec![self.undo(Effect::Objects, vec![drop])] };
        self.made.push(Made { object, name: name.to_owned(), on: Some(on.to_owned()), undos });
    }

    /// Whether an index or trigger made now needs no inverse, because that of its table removes it.
    ///
    /// A trigger may name other tables. While one of them is altered back, the trigger must be gone.
    /// Its name may be that of an object which is made again before the table goes.
    fn falls_with(&self, object: Object, name: &str, table: &str) -> bool {
        let Some(owner) = self.find(&[Object::Table, Object::View], table) else { return false };
        let since = self.made[owner].undos.first().copied().unwrap_or_default();
        let mut later = self.undos.iter().filter(|undo| undo.id > since);
        !later.any(|undo| {
            undo.names(name) || object == Object::Trigger && undo.effect == Effect::Alter
        })
    }

    /// Whether the migration made this table, and it is there.
    pub(super) fn has_made(&self, object: Object, name: &str) -> bool {
        self.find(&[object], name).is_some()
    }

    /// Whether the migration made a trigger on this table.
    pub(super) fn has_trigger_on(&self, table: &str) -> bool {
        self.made.iter().any(|made| made.object == Object::Trigger && made.is_on(table))
    }

    /// Notes the tables that a trigger of the migration writes to.
    pub(super) fn fires(&mut self, tables: Vec<String>) {
        self.fired.extend(tables);
    }

    /// Whether every trigger that fires for a table was made by the migration, and writes only to
    /// tables that it made.
    pub(super) fn stays_inside<'s>(&self, mut triggers: impl Iterator<Item = &'s str>) -> bool {
        triggers.all(|name| self.has_made(Object::Trigger, name))
            && self.fired.iter().all(|table| self.has_made(Object::Table, table))
    }

    fn find(&self, objects: &[Object], name: &str) -> Option<usize> {
        self.made.iter().rposition(|made| {
            objects.contains(&made.object) && made.name.eq_ignore_ascii_case(name)
        })
    }

    /// Forgets an object that the migration itself made, with all that belongs to it; false when
    /// it was there before.
    pub(super) fn unmake(&mut self, object: Object, name: &str) -> bool {
        let Some(found) = self.find(&[object], name) else {
            return false;
        };
        let mut undos = self.made.remove(found).undos;
        if matches!(object, Object::Table | Object::View) {
            undos.extend(self.fall(name));
        }
        self.undos.retain(|undo| !undos.contains(&undo.id));
        true
    }

    /// Takes out what belongs to a table or a view that goes; the entries that undo it.
    pub(super) fn fall(&mut self, name: &str) -> Vec<usize> {
        let (fallen, rest): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.made).into_iter().partition(|made| made.is_on(name));
        self.made = rest;
        self.columns.retain(|column| !column.table.eq_ignore_ascii_case(name));
        fallen.into_iter().flat_map(|made| made.undos).collect()
    }

    /// A table has another name from here on.
    pub(super) fn rename_table(&mut self, from: &str, to: &str, undo: String) {
        let undo = self.undo(Effect::Alter, vec![undo]);
        if let Some(found) = self.find(&[Object::Table], from) {
            self.made[found].undos.push(undo);
            to.clone_into(&mut self.made[found].name);
        }
        for made in self.made.iter_mut().filter(|made| made.is_on(from)) {
            made.on = Some(to.to_owned());
        }
        for column in self.columns.iter_mut().filter(|it| it.table.eq_ignore_ascii_case(from)) {
            to.clone_into(&mut column.table);
        }
        for copy in &mut self.copies {
            copy.from.iter_mut().filter(|it| it.eq_ignore_ascii_case(from)).for_each(|name| {
                to.clone_into(name);
            });
        }
    }

    /// Notes a column that is added to a table that was there before.
    pub(super) fn add_column(&mut self, table: &str, column: &str, drop: String) {
        let undo = self.undo(Effect::Alter, vec![drop]);
        let (table, name) = (table.to_owned(), column.to_owned());
        self.columns.push(Column { table, name, undos: vec![undo] });
    }

    /// A column of a table that was there before has another name from here on.
    pub(super) fn rename_column(&mut self, table: &str, from: &str, to: &str, undo: String) {
        let undo = self.undo(Effect::Alter, vec![undo]);
        if let Some(column) = self.columns.iter_mut().find(|column| column.is(table, from)) {
            to.clone_into(&mut column.name);
            column.undos.push(undo);
        }
    }

    /// Whether the migration added this column to a table that was there before.
    pub(super) fn has_added(&self, table: &str, column: &str) -> bool {
        self.columns.iter().any(|added| added.is(table, column))
    }

    /// Forgets a column that the migration itself added; false when it was there before.
    pub(super) fn drop_column(&mut self, table: &str, column: &str) -> bool {
        let Some(found) = self.columns.iter().position(|added| added.is(table, column)) else {
            return false;
        };
        let undos = self.columns.remove(found).undos;
        self.undos.retain(|undo| !undos.contains(&undo.id));
        true
    }

    /// Notes the rows that a statement copies.
    pub(super) fn copied(&mut self, step: &Step<'_>) {
        self.copies.extend(copies(step));
    }

    /// The table that rows of this one were copied to.
    pub(super) fn copy_of(&self, table: &str) -> Option<&str> {
        let holds = |copy: &&Copies| copy.from.iter().any(|from| from.eq_ignore_ascii_case(table));
        self.copies.iter().find(holds).map(|copy| copy.to.as_str())
    }
}

impl Undo {
    /// Whether a statement of it names this object.
    fn names(&self, name: &str) -> bool {
        let names = |sql: &String| {
            let mut words = tokens(sql, Dialect::Sqlite).filter_map(|it| it.identifier(sql));
            words.any(|word| word.eq_ignore_ascii_case(name))
        };
        self.statements.iter().any(names)
    }
}

impl Made {
    fn is_on(&self, table: &str) -> bool {
        self.on.as_ref().is_some_and(|on| on.eq_ignore_ascii_case(table))
    }
}

impl Column {
    fn is(&self, table: &str, column: &str) -> bool {
        self.table.eq_ignore_ascii_case(table) && self.name.eq_ignore_ascii_case(column)
    }
}
