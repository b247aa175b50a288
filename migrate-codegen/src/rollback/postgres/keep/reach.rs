//! Which rows a statement changes: those of its own tables, and what foreign keys and triggers lead
//! to.

use std::collections::VecDeque;

use crate::catalog::{Action, Catalog, Ident, Path, Routine, Table, Trigger};
use crate::change::{OnConflict, Write};
use crate::reader::{Kind, Statement};
use crate::rollback::ledger::{BY_HAND, Refusal};
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
    let mut way = Way { before, found: Vec::new(), open: VecDeque::new() };
    for target in targets(statement) {
        let table = way.named(&target)?;
        let change = match target.verb {
            Verb::Insert if inserts_alone(statement) => Change::More,
            Verb::Delete => Change::Fewer,
            Verb::Truncate if says(statement, "restart") => {
                return Err(unread("TRUNCATE .. RESTART IDENTITY forgets the last numbers"));
            }
            Verb::Truncate => {
                way.truncates(&table.name, statement);
                Change::Fewer
            }
            Verb::Update => written(statement, table),
            Verb::Insert | Verb::Merge => Change::Anything,
        };
        way.enter(table.name.clone(), change);
    }
    way.calls(statement.text(), statement)?;
    way.follow()?;
    Ok(way.found)
}

/// What a statement does to a table that it names.
struct Target {
    verb: Verb,
    schema: Option<Ident>,
    name: Ident,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Insert,
    Update,
    Delete,
    Truncate,
    Merge,
}

/// The tables behind the verbs of a statement, those of its queries too.
fn targets(statement: &Statement) -> Vec<Target> {
    let (sql, dialect) = (statement.text(), statement.dialect());
    let all: Vec<_> = tokens(sql, dialect).filter(Token::is_significant).collect();
    let is = |at: usize, word: &str| all.get(at).is_some_and(|it| it.is_word(sql, word));
    let mut found = Vec::new();
    for at in 0..all.len() {
        let before = |words: &[&str]| at > 0 && words.iter().any(|it| is(at - 1, it));
        let (verb, mut name) = match () {
            () if is(at, "insert") && is(at + 1, "into") => (Verb::Insert, at + 2),
            () if is(at, "delete") && is(at + 1, "from") => (Verb::Delete, at + 2),
            () if is(at, "merge") && is(at + 1, "into") => (Verb::Merge, at + 2),
            () if is(at, "truncate") && at == 0 => (Verb::Truncate, at + 1),
            () if is(at, "update") && !before(&["do", "for", "on", "key"]) => {
                (Verb::Update, at + 1)
            }
            () => continue,
        };
        loop {
            while is(name, "table") || is(name, "only") {
                name += 1;
            }
            let Some(first) = all.get(name).and_then(|it| ident(it, sql, statement)) else { break };
            let second = all.get(name + 1).filter(|it| it.is_symbol(sql, '.'));
            let second = second.and(all.get(name + 2)).and_then(|it| ident(it, sql, statement));
            let width = if second.is_some() { 3 } else { 1 };
            let (schema, own) = match second {
                Some(own) => (Some(first), own),
                None => (None, first),
            };
            found.push(Target { verb, schema, name: own });
            // Only `TRUNCATE` takes several.
            let lists = all.get(name + width).is_some_and(|it| it.is_symbol(sql, ','));
            if verb != Verb::Truncate || !lists {
                break;
            }
            name += width + 1;
        }
    }
    found
}

fn ident(token: &Token, sql: &str, statement: &Statement) -> Option<Ident> {
    let name = token.identifier(sql)?;
    let of = if token.text(sql).starts_with('"') { Ident::new } else { Ident::bare };
    Some(of(&name, statement.dialect()))
}

/// Whether all that it does to rows is adding some.
fn inserts_alone(statement: &Statement) -> bool {
    let plain = Write::read(statement).is_some_and(|it| it.conflict == OnConflict::Keep);
    statement.kind == Kind::Insert && plain && !says(statement, "do update")
}

/// Whether these words follow each other.
fn says(statement: &Statement, words: &str) -> bool {
    let text = statement.text().to_ascii_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ").contains(words)
}

/// The columns that an `UPDATE` sets, where they are certain.
fn written(statement: &Statement, table: &Table) -> Change {
    let write = Write::read(statement).filter(|_| statement.kind == Kind::Update);
    let Some(write) = write.filter(|it| it.conflict == OnConflict::Keep) else {
        return Change::Anything;
    };
    let column = |it: &String| {
        let own = table.columns.iter().find(|column| column.name.as_str() == it);
        let bare = || table.columns.iter().find(|column| column.name.as_str() == it.to_lowercase());
        own.or_else(bare).map(|it| it.name.clone())
    };
    match write.set.iter().map(column).collect::<Option<Vec<_>>>() {
        Some(columns) if !columns.is_empty() => Change::Columns(columns),
        _ => Change::Anything,
    }
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
            for trigger in self.before.triggers().filter(|it| it.table == next.table) {
                self.fires(trigger, &next)?;
            }
        }
        Ok(())
    }

    /// What the foreign keys that point at a table do to the rows of others.
    fn references(&mut self, to: &Reached) {
        let removes = matches!(to.change, Change::Fewer | Change::Anything);
        let rewrites = matches!(to.change, Change::Columns(_) | Change::Anything);
        let is_quiet = |it: Action| matches!(it, Action::NoAction | Action::Restrict);
        for other in self.before.tables() {
            let keys = other.foreign_keys().filter(|key| key.table == to.table);
            for key in keys {
                if removes && key.on_delete == Action::Cascade {
                    self.enter(other.name.clone(), Change::Fewer);
                } else if removes && !is_quiet(key.on_delete) {
                    self.enter(other.name.clone(), Change::Columns(key.columns.clone()));
                }
                if rewrites && !is_quiet(key.on_update) {
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
        if has_word(trigger.when.as_str(), &["before"]) && !matches!(on.change, Change::Fewer) {
            // It may write other columns of the row.
            self.enter(on.table.clone(), Change::Anything);
        }
        let called = trigger.body.called();
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
        let called: Vec<_> = called.filter_map(|pair| ident(&pair[0], sql, statement)).collect();
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
        if has_word(text, CHANGES) {
            let tables = self.before.tables().filter(|it| has_word(text, &[it.name.name.as_str()]));
            for table in tables {
                self.enter(table.name.clone(), Change::Anything);
            }
        }
        Ok(())
    }
}

fn unread(why: &str) -> Refusal {
    Refusal::new(why, BY_HAND)
}

/// Whether one of these words stands in the text, in any case, quoted or not.
fn has_word(sql: &str, words: &[&str]) -> bool {
    let of = |c: char| !c.is_alphanumeric() && c != '_';
    sql.split(of).any(|it| words.iter().any(|word| it.eq_ignore_ascii_case(word)))
}
