//! What `INSERT`, `REPLACE`, `UPDATE` and `DELETE` do to rows.

use super::cursor::Cursor;
use super::pieces::pieces;
use crate::Dialect;
use crate::reader::{Kind, Statement};
use crate::text::{Token, TokenKind};

/// What ends the `SET` list of an `UPDATE`.
const AFTER_SET: &[&str] = &["where", "from", "limit", "returning", "order"];

/// What a change of rows says beyond its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// The columns that an `UPDATE` sets.
    pub set: Vec<String>,
    /// Those among them that every row gets another column's value for, with the other one.
    pub copies: Vec<(String, String)>,
    /// Whether all rows are meant.
    pub filter: Where,
    /// Where new rows come from.
    pub rows: Rows,
    /// What happens to rows in the way.
    pub conflict: OnConflict,
}

/// Whether a change means some rows or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// It has a `WHERE`, a `LIMIT`, or joins another table.
    Some,
    /// It has none of them.
    All,
}

/// Where inserted rows come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// `VALUES`, `DEFAULT VALUES`, or nowhere.
    Values,
    /// `SELECT` of named columns.
    Select,
    /// `SELECT *`.
    SelectStar,
}

/// What happens to rows in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnConflict {
    /// They stay as they are.
    Keep,
    /// They are deleted: `REPLACE`.
    Delete,
    /// They are changed: `ON CONFLICT .. DO UPDATE`.
    Update,
}

impl Write {
    /// Reads a statement that changes rows; `None` for any other.
    #[must_use]
    pub fn read(statement: &Statement) -> Option<Self> {
        let table = statement.object.as_ref().filter(|_| statement.kind.is_data())?;
        let sql = statement.text();
        let rest = sql.get(table.range.end - statement.range.start..)?;
        let mut cursor = Cursor::new(rest, statement.dialect());
        let mut write = match statement.kind {
            Kind::Update => update(&mut cursor),
            Kind::Delete => Self::new(filter(&mut cursor)),
            _ => insert(&mut cursor),
        };
        if statement.kind == Kind::Replace || updates_or_replaces(sql, statement.dialect()) {
            write.conflict = OnConflict::Delete;
        }
        // `OR IGNORE` leaves rows as they are.
        if Cursor::new(sql, statement.dialect()).take(&["update", "or"]) {
            write.copies.clear();
        }
        Some(write)
    }

    fn new(filter: Where) -> Self {
        Self {
            set: Vec::new(),
            copies: Vec::new(),
            filter,
            rows: Rows::Values,
            conflict: OnConflict::Keep,
        }
    }
}

fn updates_or_replaces(sql: &str, dialect: Dialect) -> bool {
    Cursor::new(sql, dialect).take(&["update", "or", "replace"])
}

fn insert(cursor: &mut Cursor<'_>) -> Write {
    let mut write = Write::new(Where::Some);
    if cursor.seek(&["select", "values"]).as_deref() == Some("select") {
        write.rows = selected(cursor);
    }
    if cursor.seek(&["do"]).is_some() && cursor.take(&["update"]) {
        write.conflict = OnConflict::Update;
    }
    write
}

fn update(cursor: &mut Cursor<'_>) -> Write {
    cursor.seek(&["set"]);
    let start = cursor.peek().map_or(cursor.sql.len(), |token| token.range.start);
    let set = set_columns(cursor);
    let end = cursor.peek().map_or(cursor.sql.len(), |token| token.range.start);
    let list = &cursor.sql[start..end];
    let filter = filter(cursor);
    let all = if filter == Where::All { pieces(list, cursor.dialect) } else { Vec::new() };
    let copies = all.into_iter().filter_map(|it| copy(it, cursor.dialect));
    let copies = copies.filter(|(to, _)| is_set_once(to, &set)).collect();
    Write { set, copies, ..Write::new(filter) }
}

/// `a = b`.
fn copy(assignment: &str, dialect: Dialect) -> Option<(String, String)> {
    let mut cursor = Cursor::new(assignment, dialect);
    let to = cursor.identifier()?;
    let is_name = |token: &Token| matches!(token.kind, TokenKind::Word | TokenKind::Quoted);
    let from = (cursor.take_symbol('=') && cursor.peek().is_some_and(is_name))
        .then(|| cursor.identifier())??;
    cursor.peek().is_none().then_some((to, from))
}

/// Of a column that is named twice one of the values is taken, and the other is not.
fn is_set_once(column: &str, set: &[String]) -> bool {
    set.iter().filter(|it| it.eq_ignore_ascii_case(column)).count() == 1
}

fn filter(cursor: &mut Cursor<'_>) -> Where {
    match cursor.seek(&["where", "limit", "from"]) {
        Some(_) => Where::Some,
        None => Where::All,
    }
}

fn selected(cursor: &mut Cursor<'_>) -> Rows {
    let _ = cursor.take(&["distinct"]) || cursor.take(&["all"]);
    let star = |cursor: &Cursor<'_>| cursor.sees_symbol('*');
    let starred =
        star(cursor) || cursor.identifier().is_some() && cursor.take_symbol('.') && star(cursor);
    if starred { Rows::SelectStar } else { Rows::Select }
}

/// The columns of `a = .., (b, c) = ..`, up to what ends the list.
fn set_columns(cursor: &mut Cursor<'_>) -> Vec<String> {
    let mut columns = Vec::new();
    loop {
        match cursor.parentheses() {
            Some(inside) => columns.extend(listed(&cursor.sql[inside], cursor.dialect)),
            None => columns.extend(cursor.identifier()),
        }
        while cursor.peek().is_some() && !cursor.sees_symbol(',') {
            if AFTER_SET.iter().any(|word| cursor.sees(word)) {
                return columns;
            }
            if cursor.parentheses().is_none() {
                cursor.next();
            }
        }
        if !cursor.take_symbol(',') {
            return columns;
        }
    }
}

fn listed(list: &str, dialect: Dialect) -> Vec<String> {
    let mut cursor = Cursor::new(list, dialect);
    std::iter::from_fn(|| {
        let name = cursor.identifier();
        cursor.take_symbol(',');
        name
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::read;
    use crate::source::{SourceFile, SqlText};

    #[track_caller]
    fn check(sql: &str, set: &[&str], filter: Where, rows: Rows, conflict: OnConflict) {
        let file = SourceFile::new("1.sql", format!("SELECT 1; {sql}"));
        let text = SqlText::slice(&file, 0..file.text.len());
        let write = Write::read(&read(&text, Dialect::Sqlite)[1]).expect("a change of rows");
        let set = set.iter().map(|&column| column.to_owned()).collect();
        let copies = write.copies.clone();
        assert_eq!(write, Write { set, copies, filter, rows, conflict });
    }

    #[test]
    fn inserts() {
        use OnConflict::{Delete, Keep, Update};
        check("INSERT INTO t VALUES (1)", &[], Where::Some, Rows::Values, Keep);
        check("REPLACE INTO t VALUES (1)", &[], Where::Some, Rows::Values, Delete);
        check("INSERT INTO t (a) SELECT a FROM b", &[], Where::Some, Rows::Select, Keep);
        check("INSERT INTO t SELECT DISTINCT * FROM b", &[], Where::Some, Rows::SelectStar, Keep);
        check("INSERT INTO t SELECT b.* FROM b", &[], Where::Some, Rows::SelectStar, Keep);
        check("INSERT INTO t SELECT count(*) FROM b", &[], Where::Some, Rows::Select, Keep);
        let upsert = "INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 1 WHERE c";
        check(upsert, &[], Where::Some, Rows::Values, Update);
        let nothing = "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING";
        check(nothing, &[], Where::Some, Rows::Values, Keep);
    }

    #[test]
    fn copies_of_columns() {
        let copies = |sql: &str| {
            let text = SqlText::slice(&SourceFile::new("1.sql", sql), 0..sql.len());
            let write = Write::read(&read(&text, Dialect::Sqlite)[0]).expect("a change of rows");
            write.copies.iter().map(|(to, from)| format!("{to} {from}")).collect::<Vec<_>>()
        };
        assert_eq!(copies("UPDATE t SET a = b, \"c\" = [d], e = f + 1, g = 'h'"), ["a b", "c d"]);
        assert_eq!(copies("UPDATE t SET a = b, A = 'q', c = d"), ["c d"]);
        assert_eq!(copies("UPDATE OR IGNORE t SET a = b"), Vec::<String>::new());
        assert_eq!(copies("UPDATE t SET a = b WHERE a IS NULL"), Vec::<String>::new());
    }

    #[test]
    fn updates_and_deletes() {
        use OnConflict::{Delete, Keep};
        check("UPDATE t SET a = 1", &["a"], Where::All, Rows::Values, Keep);
        let some = "UPDATE t SET a = (SELECT 1 WHERE 2), (b, \"c\") = (1, 2) WHERE 1";
        check(some, &["a", "b", "c"], Where::Some, Rows::Values, Keep);
        check("UPDATE OR REPLACE t SET a = b", &["a"], Where::All, Rows::Values, Delete);
        check("DELETE FROM t", &[], Where::All, Rows::Values, Keep);
        check("WITH x AS (SELECT 1) DELETE FROM t WHERE a", &[], Where::Some, Rows::Values, Keep);
    }
}
