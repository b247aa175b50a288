//! The columns that `ALTER TABLE .. ADD COLUMN` adds.

use super::alter::{Action, alter};
use super::cursor::Cursor;
use super::definition::Column;
use crate::Dialect;
use crate::reader::Statement;
use crate::text::TokenKind;

/// What `ALTER TABLE .. ADD COLUMN` says of its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedColumn {
    /// Whether it may be null.
    pub null: Null,
    /// What the rows that are there get.
    pub default: Default,
    /// Whether it is computed from others.
    pub generated: Generated,
    /// The table that it references.
    pub references: Option<String>,
}

/// Whether a column may be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Null {
    /// It may.
    Allowed,
    /// `NOT NULL`.
    Refused,
}

/// A column's default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Default {
    /// None, or `NULL`.
    Null,
    /// One value for all rows.
    Constant,
    /// Anything that is evaluated, `CURRENT_TIMESTAMP` too, as it is written.
    Computed(String),
}

/// Whether a column is computed from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generated {
    /// It is not.
    No,
    /// When it is read.
    Virtual,
    /// When it is written.
    Stored,
}

impl AddedColumn {
    /// Reads the definitions in the `ADD COLUMN`s of a statement; there are none in any other.
    #[must_use]
    pub fn all(statement: &Statement) -> Vec<(Column, Self)> {
        let added = alter(statement).into_iter().filter_map(|clause| match clause.action {
            Action::AddColumn(column) => Some(column),
            _ => None,
        });
        let read = |column: Column| {
            let sql = statement.text().get(column.at.end..column.end)?;
            Some((column, Self::read(sql, statement.dialect())))
        };
        added.filter_map(read).collect()
    }

    /// Reads what stands behind the name of a column.
    pub(crate) fn read(sql: &str, dialect: Dialect) -> Self {
        let mut cursor = Cursor::new(sql, dialect);
        let mut added = Self {
            null: Null::Allowed,
            default: Default::Null,
            generated: Generated::No,
            references: None,
        };
        while cursor.peek().is_some() {
            added.piece(&mut cursor);
        }
        added
    }

    /// Takes the next piece of the definition.
    fn piece(&mut self, cursor: &mut Cursor<'_>) {
        if cursor.take(&["not", "null"]) {
            self.null = Null::Refused;
        } else if cursor.take(&["set", "default"]) || cursor.take(&["set", "null"]) {
            // What a reference does, not what the column is.
        } else if cursor.take(&["default"]) {
            self.default = default(cursor);
        } else if cursor.take(&["references"]) {
            self.references = cursor.name();
        } else if cursor.take(&["as"]) {
            self.generated = Generated::Virtual;
            cursor.parentheses();
        } else if self.generated != Generated::No && cursor.take(&["stored"]) {
            self.generated = Generated::Stored;
        } else if cursor.parentheses().is_none() {
            cursor.next();
        }
    }
}

fn default(cursor: &mut Cursor<'_>) -> Default {
    if let Some(inside) = cursor.parentheses() {
        let text = &cursor.sql[inside];
        let mut inner = Cursor::new(text, cursor.dialect);
        let value = default(&mut inner);
        return match inner.peek() {
            None => value,
            Some(_) => Default::Computed(format!("({text})")),
        };
    }
    let _ = cursor.take_symbol('-') || cursor.take_symbol('+');
    let sql = cursor.sql;
    let Some(token) = cursor.next() else { return Default::Null };
    let (kind, text) = (token.kind, token.text(sql).to_owned());
    match kind {
        TokenKind::Word if text.eq_ignore_ascii_case("null") => Default::Null,
        TokenKind::Word if cursor.sees_symbol('(') || is_current(&text) => Default::Computed(text),
        TokenKind::Symbol => Default::Computed(text),
        _ => Default::Constant,
    }
}

fn is_current(word: &str) -> bool {
    ["current_timestamp", "current_date", "current_time"]
        .iter()
        .any(|current| current.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::reader::read;
    use crate::source::{SourceFile, SqlText};

    fn added(definition: &str) -> AddedColumn {
        let file = SourceFile::new("1.sql", format!("-- 1\nALTER TABLE t ADD COLUMN {definition}"));
        let text = SqlText::slice(&file, 0..file.text.len());
        AddedColumn::all(&read(&text, Dialect::Sqlite)[0]).pop().expect("a column").1
    }

    #[test]
    fn definitions() {
        let full = added("c INT NOT NULL REFERENCES p (id) ON DELETE SET NULL DEFAULT 1 CHECK (c)");
        assert_eq!(
            full,
            AddedColumn {
                null: Null::Refused,
                default: Default::Constant,
                generated: Generated::No,
                references: Some("p".to_owned()),
            }
        );
        assert_eq!(added("c").default, Default::Null);
        assert_eq!(added("c AS (a + 1) STORED").generated, Generated::Stored);
        assert_eq!(added("c INT GENERATED ALWAYS AS (a)").generated, Generated::Virtual);
    }

    /// SQLite itself says which defaults a table with rows accepts.
    #[cfg(feature = "sqlite")]
    #[test]
    fn computed_is_what_sqlite_refuses_on_rows() {
        let database = rusqlite::Connection::open_in_memory().expect("in memory");
        for default in [
            "1",
            "-1",
            "+1.5",
            "'a'",
            "x'00'",
            "NULL",
            "(1)",
            "((-1))",
            "('a')",
            "TRUE",
            "abc",
            "CURRENT_TIMESTAMP",
            "(1 + 1)",
            "(datetime('now'))",
            "(random())",
            "(CURRENT_DATE)",
            "(NULL)",
            "current_time",
            "\"a\"",
        ] {
            let _ = database.execute_batch(
                "DROP TABLE IF EXISTS t; CREATE TABLE t (a); INSERT INTO t VALUES (1)",
            );
            let accepts = database
                .execute_batch(&format!("ALTER TABLE t ADD COLUMN c DEFAULT {default}"))
                .is_ok();
            let computed =
                matches!(added(&format!("c DEFAULT {default}")).default, Default::Computed(_));
            assert_eq!(accepts, !computed, "{default}");
        }
    }
}
