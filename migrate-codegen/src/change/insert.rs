//! The literal values that an `INSERT .. VALUES` gives.

use super::cursor::Cursor;
use super::pieces::pieces;
use crate::Dialect;
use crate::reader::{Kind, Statement};
use crate::text::TokenKind;

/// Rows that are written out in an `INSERT`, which fails where one of them is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inserted {
    /// The columns that it names; `None` for all of them in their order.
    pub columns: Option<Vec<String>>,
    /// The values of each row: a literal as it is written, or `None` for anything else.
    pub rows: Vec<Vec<Option<String>>>,
}

impl Inserted {
    /// Reads a plain `INSERT .. VALUES`; `None` for any other statement, one that skips or replaces
    /// rows in the way among them.
    #[must_use]
    pub fn read(statement: &Statement) -> Option<Self> {
        let (sql, dialect) = (statement.text(), statement.dialect());
        let mut cursor = Cursor::new(sql, dialect);
        if statement.kind != Kind::Insert || !cursor.take(&["insert", "into"]) {
            return None;
        }
        cursor.name()?;
        let names = |list| {
            pieces(list, dialect).into_iter().map(|it| Cursor::new(it, dialect).identifier())
        };
        let columns = match cursor.parentheses() {
            Some(list) => Some(names(&sql[list]).collect::<Option<Vec<_>>>()?),
            None => None,
        };
        if !cursor.take(&["values"]) {
            return None;
        }
        let mut rows = Vec::new();
        while let Some(row) = cursor.parentheses() {
            rows.push(
                pieces(&sql[row], dialect).into_iter().map(|it| literal(it, dialect)).collect(),
            );
            cursor.take_symbol(',');
        }
        cursor.peek().is_none().then_some(Self { columns, rows })
    }
}

/// Whether a literal is the null, which identifies nothing.
pub(crate) fn is_null(literal: &str) -> bool {
    literal.eq_ignore_ascii_case("null")
}

/// A string, a number, a truth value or `NULL`, as it is written; `None` for anything else.
pub(crate) fn literal(value: &str, dialect: Dialect) -> Option<String> {
    let mut cursor = Cursor::new(value, dialect);
    let start = cursor.peek()?.range.start;
    let signed = cursor.take_symbol('-');
    let token = cursor.next()?.clone();
    let is = match token.kind {
        TokenKind::String => !signed,
        TokenKind::Word => !signed && WORDS.iter().any(|word| token.is_word(value, word)),
        kind => kind == TokenKind::Number,
    };
    // A comment beside it may hide what follows.
    (is && cursor.peek().is_none()).then(|| value[start..token.range.end].to_owned())
}

/// Words that are literals.
const WORDS: [&str; 3] = ["null", "true", "false"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::read;
    use crate::source::{SourceFile, SqlText};

    #[track_caller]
    fn check(sql: &str, expected: Option<&str>) {
        let text = SqlText::slice(&SourceFile::new("1.sql", sql), 0..sql.len());
        let found = Inserted::read(&read(&text, Dialect::Sqlite)[0]);
        let shown = found.map(|it| format!("{:?} {:?}", it.columns, it.rows).replace('"', ""));
        assert_eq!(shown.as_deref(), expected, "{sql}");
    }

    #[test]
    fn literal_rows() {
        check("INSERT INTO t VALUES (1, 'a;b')", Some("None [[Some(1), Some('a;b')]]"));
        check(
            "insert into t (a, \"b\") values (-1, NULL), (1.5, lower('A'));",
            Some("Some([a, b]) [[Some(-1), Some(NULL)], [Some(1.5), None]]"),
        );
        check(
            "INSERT INTO t VALUES (- 1 -- one\n, /* two */ 2)",
            Some("None [[Some(- 1), Some(2)]]"),
        );
        check("INSERT OR IGNORE INTO t VALUES (1)", None);
        check("INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING", None);
        check("INSERT INTO t VALUES (1) RETURNING a", None);
        check("INSERT INTO t SELECT 1", None);
        check("INSERT INTO t DEFAULT VALUES", None);
        check("REPLACE INTO t VALUES (1)", None);
    }
}
