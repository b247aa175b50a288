//! The tables whose rows a trigger changes.

use super::cursor::Cursor;
use crate::reader::{Kind, Statement};

/// The tables and views that the body of a `CREATE TRIGGER` writes to; none for any other
/// statement.
#[must_use]
pub fn trigger_writes(statement: &Statement) -> Vec<String> {
    let mut cursor = Cursor::new(statement.text(), statement.dialect());
    let mut written = Vec::new();
    if statement.kind != Kind::CreateTrigger || cursor.seek(&["begin"]).is_none() {
        return written;
    }
    while cursor.peek().is_some() {
        if cursor.take(&["into"]) || cursor.take(&["delete", "from"]) {
            written.extend(cursor.name());
        } else if cursor.take(&["update"]) {
            if cursor.take(&["or"]) {
                cursor.next();
            }
            written.extend(cursor.name());
        } else {
            cursor.next();
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::reader::read;
    use crate::source::{SourceFile, SqlText};

    #[test]
    fn written_tables() {
        let sql = "CREATE TRIGGER g AFTER UPDATE OF x ON t BEGIN INSERT OR IGNORE INTO a \
                   SELECT 1 FROM b; UPDATE OR FAIL \"c\" SET x = 1; DELETE FROM main.d; END";
        let text = SqlText::slice(&SourceFile::new("1.sql", sql), 0..sql.len());
        assert_eq!(trigger_writes(&read(&text, Dialect::Sqlite)[0]), ["a", "c", "d"]);
    }
}
