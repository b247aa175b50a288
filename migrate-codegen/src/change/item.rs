//! Reading one item of a table's definition: a column, or a constraint.

use std::ops::Range;

use super::cursor::Cursor;
use super::definition::{Column, Constraint, Mark, Sort};
use crate::{Dialect, text};

/// Words that end the type, or the default, of a column, in any dialect.
pub(crate) const COLUMN_CLAUSES: &[&str] = &[
    "constraint",
    "not",
    "null",
    "primary",
    "unique",
    "check",
    "default",
    "collate",
    "references",
    "generated",
    "as",
    "autoincrement",
    "deferrable",
    "initially",
    "on",
    "using",
    "storage",
    "compression",
];

/// The ranges between the commas of `inside`.
pub(super) fn items(sql: &str, inside: Range<usize>, dialect: Dialect) -> Vec<Range<usize>> {
    let mut cursor = Cursor::new(&sql[inside.clone()], dialect);
    let (mut found, mut start) = (Vec::new(), inside.start);
    while let Some(token) = cursor.peek().cloned() {
        if cursor.take_symbol(',') {
            found.push(start..inside.start + token.range.start);
            start = inside.start + token.range.end;
        } else if cursor.parentheses().is_none() {
            cursor.next();
        }
    }
    found.push(start..inside.end);
    found.into_iter().filter_map(|range| trimmed(sql, range)).collect()
}

fn trimmed(sql: &str, range: Range<usize>) -> Option<Range<usize>> {
    let text = &sql[range.clone()];
    let start = range.start + text.len() - text.trim_start().len();
    let end = start + text.trim().len();
    (start < end).then_some(start..end)
}

/// Reads a constraint of a table; `None` when the item is something else.
pub(super) fn constraint(sql: &str, at: Range<usize>, dialect: Dialect) -> Option<Constraint> {
    let mut cursor = Cursor::new(&sql[at.clone()], dialect);
    let name = if cursor.take(&["constraint"]) { cursor.identifier() } else { None };
    let sort = match () {
        () if cursor.take(&["primary", "key"]) => Sort::PrimaryKey,
        () if cursor.take(&["foreign", "key"]) => Sort::ForeignKey,
        () if cursor.sees("unique") && cursor.take(&["unique"]) => Sort::Unique,
        () if cursor.take(&["check"]) => Sort::Check,
        () if cursor.take(&["exclude"]) => Sort::Exclude,
        () if name.is_some() && cursor.take(&["not", "null"]) => Sort::NotNull,
        () => return None,
    };
    let mut constraint = Constraint { sort, name, inside: String::new(), rest: String::new(), at };
    while let Some(token) = cursor.peek().cloned() {
        if let Some(inside) = cursor.parentheses() {
            if constraint.inside.is_empty() {
                constraint.inside = spaced(&cursor.sql[inside], dialect);
            }
            continue;
        }
        let blank = if constraint.rest.is_empty() { "" } else { " " };
        let word = token.text(cursor.sql).to_ascii_lowercase();
        constraint.rest.extend([blank, &word]);
        cursor.next();
    }
    Some(constraint)
}

/// Reads a column; `None` when the item is something else, such as `LIKE other`.
pub(super) fn column(sql: &str, at: Range<usize>, dialect: Dialect) -> Option<Column> {
    let own = &sql[at.clone()];
    let mut cursor = Cursor::new(own, dialect);
    let token = cursor.peek()?.range.clone();
    if !dialect.is_sqlite() && cursor.sees("like") {
        return None;
    }
    let name = cursor.identifier()?;
    let after = at.start + token.end;
    let mut column = Column {
        name,
        at: at.start + token.start..after,
        type_name: String::new(),
        type_arguments: None,
        type_at: after..after,
        marks: Vec::new(),
        end: at.end,
    };
    column.type_of(&mut cursor, at.start);
    while cursor.peek().is_some() {
        column.mark(&mut cursor, at.start);
    }
    Some(column)
}

impl Column {
    /// Takes the words of the type; `base` is where the cursor's text begins in the statement.
    pub(super) fn type_of(&mut self, cursor: &mut Cursor<'_>, base: usize) {
        let mut start = None;
        while let Some(token) = cursor.peek().cloned() {
            if COLUMN_CLAUSES.iter().any(|word| cursor.sees(word)) {
                break;
            }
            if let Some(inside) = cursor.parentheses() {
                self.type_arguments = Some(cursor.sql[inside.clone()].trim().to_owned());
                self.type_at.end = base + inside.end + 1;
                continue;
            }
            let begin = *start.get_or_insert(base + token.range.start);
            self.type_at = begin..base + token.range.end;
            let word = token.text(cursor.sql).to_ascii_lowercase();
            let apart = self.type_name.is_empty() || token.kind != text::TokenKind::Word;
            let blank = if apart || self.type_name.ends_with('.') { "" } else { " " };
            self.type_name.extend([blank, &word]);
            cursor.next();
        }
    }

    fn mark(&mut self, cursor: &mut Cursor<'_>, base: usize) {
        let at = cursor.peek().map_or(0..0, |it| base + it.range.start..base + it.range.end);
        let mark = match () {
            () if cursor.take(&["not", "null"]) => Mark::NotNull,
            () if cursor.take(&["primary", "key"]) => Mark::PrimaryKey,
            () if cursor.take(&["autoincrement"]) => Mark::Autoincrement(at),
            () if cursor.take(&["unique"]) => Mark::Unique,
            () if cursor.take(&["check"]) => Mark::Check(inside(cursor)),
            () if cursor.take(&["default"]) => Mark::Default(value(cursor)),
            () if cursor.take(&["collate"]) => Mark::Collate(cursor.name().unwrap_or_default()),
            () if cursor.take(&["references"]) => return self.reference(cursor),
            () if cursor.take(&["as", "identity"]) => Mark::Identity,
            () if cursor.take(&["as"]) => {
                cursor.parentheses();
                if cursor.take(&["stored"]) { Mark::Stored } else { Mark::Virtual }
            }
            () => {
                // `BY DEFAULT AS IDENTITY` has no default, and `ON CONFLICT ..` says nothing here.
                if !cursor.take(&["by", "default"]) && cursor.parentheses().is_none() {
                    cursor.next();
                }
                return;
            }
        };
        self.marks.push(mark);
    }

    /// After `REFERENCES`: what it does with rows is no mark of the column.
    fn reference(&mut self, cursor: &mut Cursor<'_>) {
        let table = cursor.name().unwrap_or_default().to_lowercase();
        self.marks.push(Mark::References(table));
        cursor.parentheses();
        while cursor.take(&["on"]) || cursor.take(&["match"]) {
            cursor.next();
            let _ = cursor.take(&["set", "null"])
                || cursor.take(&["set", "default"])
                || cursor.take(&["no", "action"])
                || cursor.take(&["cascade"])
                || cursor.take(&["restrict"]);
        }
    }
}

fn inside(cursor: &mut Cursor<'_>) -> String {
    let dialect = cursor.dialect;
    let inside = cursor.parentheses().unwrap_or_default();
    spaced(&cursor.sql[inside], dialect)
}

/// The expression of a default: in parentheses, or up to what is said next.
fn value(cursor: &mut Cursor<'_>) -> String {
    let (sql, dialect) = (cursor.sql, cursor.dialect);
    let Some(first) = cursor.peek().cloned() else { return String::new() };
    let mut end = first.range.end;
    loop {
        match cursor.parentheses() {
            Some(inside) => end = inside.end + 1,
            None => end = cursor.next().map_or(end, |it| it.range.end),
        }
        if cursor.peek().is_none() || COLUMN_CLAUSES.iter().any(|word| cursor.sees(word)) {
            return spaced(&sql[first.range.start..end.min(sql.len())], dialect);
        }
    }
}

/// The significant tokens, with single blanks between them.
pub(super) fn spaced(sql: &str, dialect: Dialect) -> String {
    let words = text::tokens(sql, dialect).filter(text::Token::is_significant);
    words.map(|it| it.text(sql)).collect::<Vec<_>>().join(" ")
}
