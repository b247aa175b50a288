//! Which rows a statement changes: those of its own tables, and what foreign keys and triggers lead
//! to.

use std::collections::VecDeque;

use super::verbs::{Target, Verb, body, ident, says, targets};
use crate::Dialect;
use crate::catalog::{Action, Catalog, ForeignKey, Ident, Path, Routine, Sql, Table, Trigger};
use crate::reader::{Statement, read};
use crate::rollback::ledger::{BY_HAND, Refusal};
use crate::source::{SourceFile, SqlText};
use crate::text::{Token, tokens};

/// What happens to the rows of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::rollback::postgres) enum Change {
    /// These columns are written.
    Columns(Vec<Ident>),
    /// Rows are added.
    More,
    /// Rows are taken out.
    Fewer,
    /// Rows are added, changed and taken out.
    Anything,
}

/// A table whose rows change, by the name that it has at that time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::rollback::postgres) struct Reached {
    pub(super) table: Path,
    pub(super) change: Change,
}

/// Words of a routine that changes rows.
const CHANGES: &[&str] = &["insert", "update", "delete", "truncate", "merge"];
/// Words of a routine that does what its text does not say.
const UNREADABLE: &[&str] = &["execute", "create", "alter", "drop", "copy", "dblink"];

/// The tables whose rows a statement changes; `before` is the schema that it finds.
///
/// # Errors
/// What cannot be read.
pub(in crate::rollback::postgres) fn reached(
    statement: &Statement,
    before: &Catalog,
) -> Result<Vec<Reached>, Refusal> {
    if has_word(statement.text().split_whitespace().next().unwrap_or_default(), &["copy"]) {
        return Err(unread("the rows of `COPY` are not in its text"));
    }
    let mut way = Way { before, found: Vec::new(), open: VecDeque::new() };
    for target in targets(statement.text(), statement.dialect()) {
        let table = way.named(&target)?;
        if target.verb == Verb::Truncate {
            if says(statement, "restart") {
                return Err(unread("TRUNCATE .. RESTART IDENTITY forgets the last numbers"));
            }
            way.truncates(&table.name, statement);
        }
        let change = target.change(statement, table);
        way.enter(table.name.clone(), change);
    }
    way.calls(statement.text(), statement)?;
    way.follow()?;
    Ok(way.found)
}

struct Way<'c> {
    before: &'c Catalog,
    found: Vec<Reached>,
    open: VecDeque<Reached>,
}

impl<'c> Way<'c> {
    fn named(&self, target: &Target) -> Result<&'c Table, Refusal> {
        let table = match &target.schema {
            Some(schema) => {
                let path = Path::new(schema.clone(), target.name.clone());
                self.before.tables().find(|it| it.name == path)
            }
            None => self.before.table(target.name.as_str()),
        };
        table.filter(|it| self.before.is_certain(&it.name.name)).ok_or_else(|| {
            unread(&format!("what `{}` is, whose rows it changes, is not certain", target.name))
        })
    }

    fn enter(&mut self, table: Path, change: Change) {
        let one = Reached { table, change };
        if !self.found.contains(&one) {
            self.found.push(one.clone());
            self.open.push_back(one);
        }
    }

    /// `TRUNCATE .. CASCADE` empties all that refers to the table.
    fn truncates(&mut self, table: &Path, statement: &Statement) {
        if !says(statement, "cascade") {
            return;
        }
        let refers = |it: &&Table| it.foreign_keys().any(|key| key.table == *table);
        let others: Vec<_> =
            self.before.tables().filter(refers).map(|it| it.name.clone()).collect();
        for other in others {
            if !self.found.iter().any(|it| it.table == other) {
                self.enter(other.clone(), Change::Fewer);
                self.truncates(&other, statement);
            }
        }
    }

    fn follow(&mut self) -> Result<(), Refusal> {
        while let Some(next) = self.open.pop_front() {
            self.references(&next);
            let table = self.before.tables().find(|it| it.name == next.table);
            let defaults = table.into_iter().flat_map(|it| &it.columns);
            let called: Vec<_> =
                defaults.filter_map(|it| it.default.as_ref()).flat_map(Sql::called).collect();
            for routine in self.before.routines().filter(|it| called.contains(&it.name.name)) {
                self.runs(routine, &mut Vec::new())?;
            }
            for trigger in self.before.triggers().filter(|it| it.table == next.table) {
                self.fires(trigger, &next)?;
            }
        }
        Ok(())
    }

    /// What the foreign keys that point at a table do to the rows of others.
    fn references(&mut self, to: &Reached) {
        let removes = matches!(to.change, Change::Fewer | Change::Anything);
        let before = self.before;
        let rewrites = |key: &ForeignKey| match &to.change {
            Change::Anything => true,
            Change::Columns(all) => points_at(before, key, all),
            Change::More | Change::Fewer => false,
        };
        let is_quiet = |it: Action| matches!(it, Action::NoAction | Action::Restrict);
        for other in self.before.tables() {
            let keys = other.foreign_keys().filter(|key| key.table == to.table);
            for key in keys {
                if removes && key.on_delete == Action::Cascade {
                    self.enter(other.name.clone(), Change::Fewer);
                } else if removes && !is_quiet(key.on_delete) {
                    self.enter(other.name.clone(), Change::Columns(key.columns.clone()));
                }
                if rewrites(key) && !is_quiet(key.on_update) {
                    self.enter(other.name.clone(), Change::Columns(key.columns.clone()));
                }
            }
        }
    }

    fn fires(&mut self, trigger: &Trigger, on: &Reached) -> Result<(), Refusal> {
        let events: &[&str] = match on.change {
            Change::Columns(_) => &["update"],
            Change::More => &["insert"],
            Change::Fewer => &["delete", "truncate"],
            Change::Anything => &["insert", "update", "delete", "truncate"],
        };
        if !has_word(trigger.when.as_str(), events) {
            return Ok(());
        }
        if [&trigger.when, &trigger.body].iter().any(|it| has_word(it.as_str(), &["deferred"])) {
            let own = &trigger.name;
            return Err(unread(&format!("the trigger `{own}` fires when the transaction ends")));
        }
        let called = trigger.body.called();
        if has_word(trigger.when.as_str(), &["before"]) && matches!(on.change, Change::Columns(_)) {
            // It may write other columns of the row.
            let routine = self.before.routines().find(|it| called.last() == Some(&it.name.name));
            let set =
                routine.and_then(|it| set_of_new(it.definition.as_str(), self.before.dialect()));
            let change = set.map_or(Change::Anything, Change::Columns);
            self.enter(on.table.clone(), change);
        }
        let named = |it: &Ident| self.before.routines().any(|routine| routine.name.name == *it);
        // What it executes stands last, behind its condition.
        if let Some(unknown) = called.last().filter(|it| !named(it)) {
            let own = &trigger.name;
            let why = format!(
                "the trigger `{own}` calls `{unknown}`, and what that changes cannot be read"
            );
            return Err(unread(&why));
        }
        for routine in self.before.routines().filter(|it| called.contains(&it.name.name)) {
            self.runs(routine, &mut Vec::new())?;
        }
        Ok(())
    }

    /// What the routines change that a text calls.
    fn calls(&mut self, sql: &str, statement: &Statement) -> Result<(), Refusal> {
        let all: Vec<_> = tokens(sql, statement.dialect()).filter(Token::is_significant).collect();
        let called = all.windows(2).filter(|pair| pair[1].is_symbol(sql, '('));
        let called: Vec<_> =
            called.filter_map(|pair| ident(&pair[0], sql, statement.dialect())).collect();
        for routine in self.before.routines().filter(|it| called.contains(&it.name.name)) {
            self.runs(routine, &mut Vec::new())?;
        }
        Ok(())
    }

    /// Every table that a routine names may change, where it changes rows at all.
    fn runs(&mut self, routine: &Routine, seen: &mut Vec<Path>) -> Result<(), Refusal> {
        if seen.contains(&routine.name) {
            return Ok(());
        }
        seen.push(routine.name.clone());
        let text = routine.definition.as_str();
        let own = [routine.name.name.as_str()];
        let certain = self.before.is_certain(&self.before.routine_name(&routine.name.name));
        if !certain || has_word(text, UNREADABLE) {
            return Err(unread(&format!("what `{}` changes cannot be read", routine.name)));
        }
        let others = self.before.routines().filter(|it| !has_word(it.name.name.as_str(), &own));
        for other in others.filter(|it| has_word(text, &[it.name.name.as_str()])) {
            self.runs(other, seen)?;
        }
        if has_word(text, CHANGES) && !self.reads(text) {
            let named = |it: &Ident| text.contains(it.as_str());
            if let Some(view) = self.before.views().find(|it| named(&it.name.name)) {
                return Err(unread(&format!(
                    "`{}` may change rows behind `{}`",
                    routine.name, view.name
                )));
            }
            let tables = self.before.tables().filter(|it| named(&it.name.name));
            for table in tables {
                self.enter(table.name.clone(), Change::Anything);
            }
        }
        Ok(())
    }

    /// Enters what the statements of a routine change, where all of them can be read.
    fn reads(&mut self, definition: &str) -> bool {
        let dialect = self.before.dialect();
        let Some(body) = body(definition).filter(|it| !has_word(it, &["truncate", "merge"])) else {
            return false;
        };
        let mut found = Vec::new();
        for target in targets(body, dialect) {
            let (Ok(table), Some(text)) = (self.named(&target), body.get(target.at..)) else {
                return false;
            };
            let end = tokens(text, dialect).find(|it| it.is_symbol(text, ';'));
            let sql = &text[..end.map_or(text.len(), |it| it.range.start)];
            let sql = SqlText::slice(&SourceFile::new("", sql), 0..sql.len());
            let Some(statement) = read(&sql, dialect).into_iter().next() else { return false };
            found.push((table.name.clone(), target.change(&statement, table)));
        }
        for (table, change) in found {
            self.enter(table, change);
        }
        true
    }
}

/// Whether a foreign key points at one of these columns.
fn points_at(before: &Catalog, key: &ForeignKey, columns: &[Ident]) -> bool {
    let table = before.tables().find(|it| it.name == key.table);
    let primary = table.and_then(Table::primary_key).unwrap_or_default();
    match key.to.as_slice() {
        [] => primary.into_iter().any(|it| columns.contains(it)),
        to => to.iter().any(|it| columns.contains(it)),
    }
}

/// The columns of the row that a trigger may set before it is written; `None` where that is not
/// certain.
fn set_of_new(definition: &str, dialect: Dialect) -> Option<Vec<Ident>> {
    let sql = body(definition)?;
    let all: Vec<_> = tokens(sql, dialect).filter(Token::is_significant).collect();
    let is = |at: usize, word: &str| all.get(at).is_some_and(|it| it.is_word(sql, word));
    let mut columns = Vec::new();
    for at in (0..all.len()).filter(|&at| is(at, "new")) {
        let column = all.get(at + 1).filter(|it| it.is_symbol(sql, '.'));
        match column.and(all.get(at + 2)).and_then(|it| ident(it, sql, dialect)) {
            Some(column) => columns.push(column),
            None if at > 0 && is(at - 1, "return") => {}
            None => return None,
        }
    }
    Some(columns)
}

fn unread(why: &str) -> Refusal {
    Refusal::new(why, BY_HAND)
}

/// Whether one of these words stands in the text, in any case, quoted or not.
fn has_word(sql: &str, words: &[&str]) -> bool {
    let of = |c: char| !c.is_alphanumeric() && c != '_';
    sql.split(of).any(|it| words.iter().any(|word| it.eq_ignore_ascii_case(word)))
}
