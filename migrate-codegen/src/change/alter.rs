//! The clauses of an `ALTER TABLE`, of which PostgreSQL takes several at once.

use std::ops::Range;

use super::cursor::Cursor;
use super::definition::{Column, Constraint};
use super::item::{column, constraint, items};
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
    /// `ALTER COLUMN`: its name, and what changes.
    AlterColumn(String, Change),
    /// `ADD CONSTRAINT`, or a constraint without a name.
    AddConstraint(Constraint),
    /// `VALIDATE CONSTRAINT`: its name.
    Validate(String),
    /// `ATTACH PARTITION`: the table that becomes one, as it is written.
    Attach(String),
    /// `DETACH PARTITION`: whether it says `CONCURRENTLY`, as the word itself.
    Detach(Option<&'static str>),
    /// `ENABLE ROW LEVEL SECURITY`.
    EnableRowSecurity,
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
    /// `TYPE ..`: the new type stands in a column of the same name.
    Type(Column),
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
    if cursor.take(&["validate", "constraint"]) {
        return Action::Validate(cursor.identifier().unwrap_or_default());
    }
    if cursor.take(&["attach", "partition"]) {
        return Action::Attach(cursor.name().unwrap_or_default());
    }
    if cursor.take(&["detach", "partition"]) {
        cursor.name();
        return Action::Detach(cursor.take(&["concurrently"]).then_some("concurrently"));
    }
    if cursor.take(&["enable", "row", "level", "security"]) {
        return Action::EnableRowSecurity;
    }
    let rewrite = REWRITES.iter().find(|(words, _)| cursor.take(words));
    rewrite.map_or(Action::Other, |&(_, what)| Action::Rewrite(what))
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
            Change::Type(column)
        }
        () => Change::Other,
    };
    Action::AlterColumn(name, change)
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
                   SET LOGGED, OWNER TO x";
        let text = SqlText::slice(&SourceFile::new("1.sql", sql), 0..sql.len());
        let clauses = alter(&read(&text, Dialect::Postgres)[0]);
        let actions: Vec<_> = clauses.into_iter().map(|it| it.action).collect();
        let [added, guarded, checked, null, typed, validated, logged, owner] = &actions[..] else {
            panic!("{actions:?}")
        };
        assert!(matches!(added, Action::AddColumn(it) if it.name == "a" && it.type_name == "int"));
        let arguments = |it: &Column| it.type_arguments.clone().unwrap_or_default();
        assert!(matches!(guarded, Action::AddColumn(it) if arguments(it) == "1, 2"));
        assert!(matches!(checked, Action::AddConstraint(it)
            if it.sort == Sort::Check && it.is_not_valid() && it.inside == "a > 1"));
        assert_eq!(*null, Action::AlterColumn("d".to_owned(), Change::SetNotNull));
        assert!(matches!(typed, Action::AlterColumn(_, Change::Type(it))
            if it.type_name == "varchar" && arguments(it) == "20"));
        assert_eq!(*validated, Action::Validate("c".to_owned()));
        assert_eq!(*logged, Action::Rewrite("SET LOGGED"));
        assert_eq!(*owner, Action::Other);
    }
}
