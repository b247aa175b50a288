//! Migrations whose judgement asks for no more than the generated files hold.

use crate::check::{AfterRows, Side, Text, Unit};
use crate::reader::{Kind, Statement};
use crate::text::{Token, tokens};

/// Whether a replay that starts from the generated files says of this migration what a full one
/// says: no row can stop it, unless there are none, and no text of an older object is part of its
/// rollback, because `schema.sql` has these texts in a layout of its own.
pub(crate) fn is_plain(unit: &Unit<'_>, rows: AfterRows) -> bool {
    let every = |side: &Side<'_>, is_plain: &dyn Fn(&Statement) -> bool| {
        side.text.iter().flat_map(Text::run).all(|(_, statement)| is_plain(statement))
    };
    let up = |statement: &Statement| adds(statement, rows);
    // Of a rollback that its author gave nothing is inferred.
    let down = |statement: &Statement| statement.kind.is_drop() || adds(statement, rows);
    let keeps = unit.source.keys.preserve.is_some();
    !keeps && every(&unit.up, &up) && unit.down.as_ref().is_none_or(|side| every(side, &down))
}

fn adds(statement: &Statement, rows: AfterRows) -> bool {
    let has_rows = rows == AfterRows::Some;
    match statement.kind {
        Kind::CreateTable | Kind::CreateIndex | Kind::AlterAddColumn => {
            !has_rows || !looks_at_rows(statement)
        }
        Kind::CreateView
        | Kind::CreateTrigger
        | Kind::AlterRenameTable
        | Kind::AlterRenameColumn
        | Kind::Select => true,
        Kind::Insert | Kind::Update | Kind::Delete => !has_rows,
        _ => false,
    }
}

/// Whether rows that are there can make the statement fail, or are copied by it.
fn looks_at_rows(statement: &Statement) -> bool {
    let words: &[&str] = match statement.kind {
        Kind::CreateTable => &["select", "values"],
        // A key may be there twice, and an expression may fail.
        Kind::CreateIndex => &["unique", "where"],
        Kind::AlterAddColumn => &["not", "check", "references", "as", "generated", "unique"],
        _ => &[],
    };
    let sql = statement.text();
    let mut depth = 0_usize;
    tokens(sql, statement.dialect()).any(|token: Token| {
        match token.text(sql) {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_expression = depth > 1 && statement.kind == Kind::CreateIndex;
        is_expression || words.iter().any(|word| token.is_word(sql, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::check::History;

    /// Whether it is plain without rows, and with some.
    #[track_caller]
    fn check(sql: &str, expected: [bool; 2]) {
        let sources = [crate::checkpoint::tests::source(1, sql)];
        let history = History::read(&sources, Dialect::Sqlite);
        let plain = [AfterRows::None, AfterRows::Some].map(|it| is_plain(&history.units[0], it));
        assert_eq!(plain, expected, "{sql}");
    }

    #[test]
    fn what_only_adds_is_plain() {
        for sql in [
            "CREATE TABLE a (b NOT NULL CHECK (b > 0)); CREATE INDEX i ON a (b, c DESC)",
            "CREATE VIEW v AS SELECT 1; CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END",
            "ALTER TABLE a ADD COLUMN b TEXT DEFAULT 'x'; ALTER TABLE a RENAME TO b",
            "ALTER TABLE a RENAME COLUMN b TO c",
        ] {
            check(sql, [true, true]);
        }
    }

    #[test]
    fn rows_may_stop_the_others() {
        for sql in [
            "INSERT INTO a VALUES (1)",
            "UPDATE a SET b = 1",
            "CREATE UNIQUE INDEX i ON a (b)",
            "CREATE INDEX i ON a (f(b))",
            "CREATE INDEX i ON a (b) WHERE b > 0",
            "CREATE TABLE b AS SELECT * FROM a",
            "ALTER TABLE a ADD COLUMN b INT NOT NULL",
            "ALTER TABLE a ADD COLUMN b INT REFERENCES c DEFAULT 1",
        ] {
            check(sql, [true, false]);
        }
    }

    #[test]
    fn old_texts_are_not_in_the_files() {
        for sql in ["DROP TABLE a", "DROP INDEX i", "ALTER TABLE a DROP COLUMN b", "PRAGMA x = 1"] {
            check(sql, [false, false]);
        }
    }
}
