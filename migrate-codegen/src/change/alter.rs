//! The clauses of an `ALTER TABLE`, of which PostgreSQL takes several at once.

use std::ops::Range;

use super::cursor::Cursor;
use super::definition::{Column, Constraint};
use super::item::{column, constraint, items, spaced};
use crate::reader::Statement;

/// One clause of an `ALTER TABLE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// What it does.
    pub action: Action,
    /// Its bytes in the statement.
    pub at: Range<usize>,
}

/// What a clause of an `ALTER TABLE` does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// `ADD COLUMN`.
    AddColumn(Column),
    /// `DROP COLUMN`: its name, and the bytes of that in the statement.
    DropColumn(String, Range<usize>),
    /// `ALTER COLUMN`: its name, and what changes.
    AlterColumn(String, Change),
    /// `ADD CONSTRAINT`, or a constraint without a name.
    AddConstraint(Constraint),
    /// `DROP CONSTRAINT`: its name.
    DropConstraint(String),
    /// `VALIDATE CONSTRAINT`: its name.
    Validate(String),
    /// `ATTACH PARTITION`: the table that becomes one, as it is written.
    Attach(String),
    /// `DETACH PARTITION`: whether it says `CONCURRENTLY`, as the word itself.
    Detach(Option<&'static str>),
    /// `ENABLE ROW LEVEL SECURITY`.
    EnableRowSecurity,
    /// `ENABLE TRIGGER`, `ENABLE ALWAYS TRIGGER`, ..: its name, or `all`, or `user`.
    EnableTrigger(String),
    /// `DISABLE TRIGGER`, alike.
    DisableTrigger(String),
    /// `SET SCHEMA`: the name of the new one.
    SetSchema(String),
    /// What writes the whole table again: `SET TABLESPACE`, `SET LOGGED`, ..
    Rewrite(&'static str),
    /// Anything else.
    Other,
}

/// What an `ALTER COLUMN` changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// `SET NOT NULL`.
    SetNotNull,
    /// `DROP NOT NULL`.
    DropNotNull,
    /// `TYPE ..`: the new type stands in a column of the same name; and what follows `USING`.
    Type(Column, Option<String>),
    /// Anything else.
    Other,
}

/// The clauses of an `ALTER TABLE`; none for any other statement.
#[must_use]
pub fn alter(statement: &Statement) -> Vec<Clause> {
    if !statement.kind.is_alter() {
        return Vec::new();
    }
    let mut head = Cursor::new(statement.text(), statement.dialect());
    let table = statement.object.as_ref().filter(|_| head.take(&["alter", "table"]));
    let Some(table) = table else { return Vec::new() };
    let from = table.range.end - statement.range.start;
    let sql = statement.text();
    let clause = |at: Range<usize>| Clause { action: action(sql, at.clone(), statement), at };
    items(sql, from..sql.len(), statement.dialect()).into_iter().map(clause).collect()
}

/// Clauses that write the whole table again.
const REWRITES: &[(&[&str], &str)] = &[
    (&["set", "tablespace"], "SET TABLESPACE"),
    (&["set", "logged"], "SET LOGGED"),
    (&["set", "unlogged"], "SET UNLOGGED"),
    (&["set", "access", "method"], "SET ACCESS METHOD"),
];

fn action(sql: &str, at: Range<usize>, statement: &Statement) -> Action {
    let mut cursor = Cursor::new(&sql[at.clone()], statement.dialect());
    if cursor.take(&["add"]) {
        return add(sql, at, &mut cursor);
    }
    if cursor.take(&["alter"]) {
        cursor.take(&["column"]);
        return alter_column(at.start, &mut cursor);
    }
    if cursor.take(&["drop"]) {
        return drop(at.start, &mut cursor);
    }
    let rewrite = REWRITES.iter().find(|(words, _)| cursor.take(words));
    match rewrite {
        Some(&(_, what)) => Action::Rewrite(what),
        None => of_the_table(&mut cursor),
    }
}

fn of_the_table(cursor: &mut Cursor<'_>) -> Action {
    match () {
        () if cursor.take(&["validate", "constraint"]) => {
            Action::Validate(cursor.identifier().unwrap_or_default())
        }
        () if cursor.take(&["attach", "partition"]) => {
            Action::Attach(cursor.name().unwrap_or_default())
        }
        () if cursor.take(&["detach", "partition"]) => {
            cursor.name();
            Action::Detach(cursor.take(&["concurrently"]).then_some("concurrently"))
        }
        () if cursor.take(&["enable", "row", "level", "security"]) => Action::EnableRowSecurity,
        () if cursor.take(&["disable", "trigger"]) => {
            Action::DisableTrigger(cursor.identifier().unwrap_or_default())
        }
        () if cursor.take(&["enable"]) => {
            let _ = cursor.take(&["always"]) || cursor.take(&["replica"]);
            let is_trigger = cursor.take(&["trigger"]);
            cursor.identifier().filter(|_| is_trigger).map_or(Action::Other, Action::EnableTrigger)
        }
        () if cursor.take(&["set", "schema"]) => {
            Action::SetSchema(cursor.identifier().unwrap_or_default())
        }
        () => Action::Other,
    }
}

fn drop(base: usize, cursor: &mut Cursor<'_>) -> Action {
    let is_constraint = cursor.take(&["constraint"]);
    if !is_constraint {
        cursor.take(&["column"]);
    }
    cursor.take(&["if", "exists"]);
    let Some(token) = cursor.peek().cloned() else { return Action::Other };
    match cursor.identifier() {
        Some(name) if is_constraint => Action::DropConstraint(name),
        Some(name) => Action::DropColumn(name, base + token.range.start..base + token.range.end),
        None => Action::Other,
    }
}

fn add(sql: &str, at: Range<usize>, cursor: &mut Cursor<'_>) -> Action {
    let dialect = cursor.dialect;
    let column_word = cursor.take(&["column"]);
    cursor.take(&["if", "not", "exists"]);
    let Some(next) = cursor.peek() else { return Action::Other };
    let rest = at.start + next.range.start..at.end;
    if !column_word && let Some(found) = constraint(sql, rest.clone(), dialect) {
        return Action::AddConstraint(found);
    }
    column(sql, rest, dialect).map_or(Action::Other, Action::AddColumn)
}

fn alter_column(base: usize, cursor: &mut Cursor<'_>) -> Action {
    let Some(token) = cursor.peek().cloned() else { return Action::Other };
    let Some(name) = cursor.identifier() else { return Action::Other };
    let change = match () {
        () if cursor.take(&["set", "not", "null"]) => Change::SetNotNull,
        () if cursor.take(&["drop", "not", "null"]) => Change::DropNotNull,
        () if cursor.take(&["type"]) || cursor.take(&["set", "data", "type"]) => {
            let at = base + token.range.start..base + token.range.end;
            let mut column = Column {
                name: name.clone(),
                type_at: at.end..at.end,
                end: at.end,
                at,
                type_name: String::new(),
                type_arguments: None,
                marks: Vec::new(),
            };
            column.type_of(cursor, base);
            Change::Type(column, using(cursor))
        }
        () => Change::Other,
    };
    Action::AlterColumn(name, change)
}

/// What follows `USING`, with single blanks.
fn using(cursor: &mut Cursor<'_>) -> Option<String> {
    cursor.seek(&["using"])?;
    let start = cursor.peek()?.range.start;
    Some(spaced(&cursor.sql[start..], cursor.dialect))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::change::Sort;
    use crate::reader::read;
    use crate::source::{SourceFile, SqlText};

    #[test]
    fn clauses() {
        let sql = "ALTER TABLE ONLY public.t ADD a int, ADD COLUMN IF NOT EXISTS b numeric(1, 2), \
                   ADD CONSTRAINT c CHECK (a > 1) NOT VALID, ALTER d SET NOT NULL, \
                   ALTER COLUMN e SET DATA TYPE varchar(20) USING e::text, VALIDATE CONSTRAINT c, \
                   SET LOGGED, OWNER TO x, DROP f, DROP COLUMN IF EXISTS \"G\" CASCADE, \
                   DROP CONSTRAINT c, DISABLE TRIGGER ALL, ENABLE REPLICA TRIGGER h";
        let text = SqlText::slice(&SourceFile::new("1.sql", sql), 0..sql.len());
        let clauses = alter(&read(&text, Dialect::Postgres)[0]);
        let actions: Vec<_> = clauses.into_iter().map(|it| it.action).collect();
        let [added, guarded, checked, null, typed, validated, logged, owner, rest @ ..] =
            &actions[..]
        else {
            panic!("{actions:?}")
        };
        assert!(matches!(added, Action::AddColumn(it) if it.name == "a" && it.type_name == "int"));
        let arguments = |it: &Column| it.type_arguments.clone().unwrap_or_default();
        assert!(matches!(guarded, Action::AddColumn(it) if arguments(it) == "1, 2"));
        assert!(matches!(checked, Action::AddConstraint(it)
            if it.sort == Sort::Check && it.is_not_valid() && it.inside == "a > 1"));
        assert_eq!(*null, Action::AlterColumn("d".to_owned(), Change::SetNotNull));
        assert!(matches!(typed, Action::AlterColumn(_, Change::Type(it, Some(using)))
            if it.type_name == "varchar" && arguments(it) == "20" && using == "e : : text"));
        assert_eq!(*validated, Action::Validate("c".to_owned()));
        assert_eq!(*logged, Action::Rewrite("SET LOGGED"));
        assert_eq!(*owner, Action::Other);
        let [f, g, constraint, disabled, enabled] = rest else { panic!("{rest:?}") };
        assert!(
            matches!(f, Action::DropColumn(name, at) if name == "f" && &sql[at.clone()] == "f")
        );
        assert!(matches!(g, Action::DropColumn(name, _) if name == "G"));
        assert_eq!(*constraint, Action::DropConstraint("c".to_owned()));
        assert_eq!(*disabled, Action::DisableTrigger("ALL".to_owned()));
        assert_eq!(*enabled, Action::EnableTrigger("h".to_owned()));
    }
}
