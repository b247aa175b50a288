//! What a statement touches, by its words alone.

use super::named::named;
use super::{Extent, Footprint, Objects};
use crate::change::{Before, Write};
use crate::reader::{Kind, Lifetime, Statement};
use crate::text::{Token, tokens};

/// Settings that a pragma leaves in the file of the database.
const LASTING: &[&str] = &[
    "application_id",
    "auto_vacuum",
    "encoding",
    "journal_mode",
    "page_size",
    "schema_version",
    "user_version",
];

/// What the statement touches; `before` is what it is about to drop, where the engine was asked.
pub(super) fn of(statement: &Statement, before: &Before) -> Footprint {
    let mut footprint = Footprint { writes: writes(statement), ..Footprint::default() };
    if is_read(statement.kind) {
        footprint.reads = named(statement);
    }
    match (statement.kind, &statement.on) {
        (Kind::CreateIndex, Some(table)) => index(statement, &table.name, &mut footprint.reads),
        (Kind::CreateTrigger | Kind::DropTrigger, Some(table)) => {
            footprint.reads.whole(&table.name);
        }
        _ => {}
    }
    // The table of an index goes with it, and its name is not said.
    if let (Kind::DropIndex | Kind::DropTrigger, Before::Known(dropped)) = (statement.kind, before)
    {
        for index in dropped {
            footprint.reads.whole(&index.table);
        }
    }
    // What a statement makes or changes as a whole it does not also merely read.
    footprint.reads.remove_whole_of(&footprint.writes);
    footprint.alters = alters(statement);
    if is_opaque(statement) || footprint.reads.iter().any(|(name, _)| is_about_all(name)) {
        footprint.extent = Extent::Everything;
    }
    footprint
}

/// Whether its words do not say what it touches.
fn is_opaque(statement: &Statement) -> bool {
    let is = |name: &str| statement.object.as_ref().is_some_and(|object| object.is(name));
    match statement.kind {
        Kind::Other | Kind::CreateOther | Kind::DropOther => true,
        // Then the texts of all objects can be changed by hand.
        Kind::Pragma => is("writable_schema"),
        _ => false,
    }
}

/// Whether the engine keeps the schema or its counters under this name.
fn is_about_all(name: &str) -> bool {
    name.starts_with("sqlite_") && !name.starts_with("sqlite_stat")
}

/// The table whose columns the statement adds, drops or renames.
fn alters(statement: &Statement) -> Objects {
    let mut alters = Objects::default();
    if let Kind::AlterAddColumn | Kind::AlterDropColumn | Kind::AlterRenameColumn = statement.kind
        && let (Some(table), Lifetime::Permanent) = (&statement.object, statement.lifetime)
    {
        alters.whole(&table.name);
    }
    alters
}

/// What the headline says that the statement changes.
pub(super) fn writes(statement: &Statement) -> Objects {
    let mut writes = Objects::default();
    let (Some(name), Lifetime::Permanent) = (&statement.object, statement.lifetime) else {
        return writes;
    };
    let object = &name.name;
    match statement.kind {
        Kind::AlterAddColumn | Kind::AlterDropColumn | Kind::AlterRenameColumn => {
            for column in [&statement.column, &statement.to].into_iter().flatten() {
                writes.column(object, &column.name);
            }
        }
        Kind::AlterRenameTable => {
            writes.whole(object);
            statement.to.iter().for_each(|to| writes.whole(&to.name));
        }
        Kind::Update => match Write::read(statement) {
            Some(write) if !write.set.is_empty() => {
                write.set.iter().for_each(|column| writes.column(object, column));
            }
            _ => writes.whole(object),
        },
        Kind::Pragma if statement.value.is_some() && LASTING.iter().any(|it| name.is(it)) => {
            writes.whole(&format!("pragma {object}"));
        }
        kind if kind.is_ddl() || kind.is_data() => writes.whole(object),
        _ => {}
    }
    writes
}

fn is_read(kind: Kind) -> bool {
    use Kind::{AlterAddColumn, AlterOther, CreateTable, CreateTrigger, CreateView, Select, With};
    kind.is_data()
        || matches!(
            kind,
            AlterAddColumn | AlterOther | CreateTable | CreateTrigger | CreateView | Select | With
        )
}

/// The columns of an index; the table as a whole where it has expressions or a condition.
fn index(statement: &Statement, table: &str, reads: &mut Objects) {
    match plain_columns(statement) {
        Some(columns) => columns.iter().for_each(|column| reads.column(table, column)),
        None => reads.whole(table),
    }
}

/// `(a, b COLLATE NOCASE DESC)` at the statement's end.
fn plain_columns(statement: &Statement) -> Option<Vec<String>> {
    let sql = statement.text();
    let mut rest = significant(statement).skip_while(|token| !token.is_symbol(sql, '('));
    rest.next()?;
    let inner: Vec<_> = rest.by_ref().take_while(|token| !token.is_symbol(sql, ')')).collect();
    if rest.next().is_some() {
        return None;
    }
    let columns = inner.split(|token| token.is_symbol(sql, ','));
    columns.map(|column| plain_column(column, sql)).collect()
}

fn plain_column(tokens: &[Token], sql: &str) -> Option<String> {
    let [name, rest @ ..] = tokens else { return None };
    let rest = match rest {
        [collate, _, rest @ ..] if collate.is_word(sql, "collate") => rest,
        rest => rest,
    };
    let plain = match rest {
        [] => true,
        [order] => order.is_word(sql, "asc") || order.is_word(sql, "desc"),
        _ => false,
    };
    name.identifier(sql).filter(|_| plain)
}

fn significant(statement: &Statement) -> impl Iterator<Item = Token> + '_ {
    tokens(statement.text(), statement.dialect()).filter(Token::is_significant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::reader::read;
    use crate::source::{SourceFile, SqlText};

    #[track_caller]
    fn check(sql: &str, expected: &str) {
        let file = SourceFile::new("1.sql", sql);
        let statements = read(&SqlText::slice(&file, 0..sql.len()), Dialect::Sqlite);
        let found = of(&statements[0], &Before::Unknown);
        let [reads, writes] = [&found.reads, &found.writes].map(|it| it.names().join(" "));
        let alters: Vec<_> = found.alters.names().iter().map(|it| [" !", it].concat()).collect();
        let alters = alters.concat();
        let everything = if found.extent == Extent::Everything { " *" } else { "" };
        assert_eq!(format!("{reads} -> {writes}{alters}{everything}"), expected);
    }

    #[test]
    fn definitions() {
        check("CREATE TABLE a (b INT REFERENCES c (d))", "c.d -> a");
        check("CREATE TABLE a (b INT REFERENCES a (d))", " -> a");
        check("CREATE TEMP TABLE a (b)", " -> ");
        check("CREATE INDEX i ON A (b, C COLLATE NOCASE DESC)", "a.b a.c -> i");
        check("CREATE INDEX i ON a (lower(b))", "a -> i");
        check("CREATE INDEX i ON a (b) WHERE c", "a -> i");
        check("CREATE VIEW v AS SELECT x FROM a JOIN b ON x IS DISTINCT FROM y", "a b -> v");
        check("CREATE TRIGGER g AFTER INSERT ON a BEGIN UPDATE b SET c = 1; END", "a b -> g");
        check("ALTER TABLE a ADD COLUMN b INT REFERENCES c", "c -> a.b !a");
        check("ALTER TABLE a RENAME b TO c", " -> a.b a.c !a");
        check("ALTER TABLE a RENAME TO b", " -> a b");
        check("CREATE TABLE a AS SELECT name FROM sqlite_schema", "sqlite_schema -> a *");
        check("DROP TABLE a", " -> a");
        check("DROP INDEX i", " -> i");
        check("CREATE EXTENSION x", " -> x *");
    }

    #[test]
    fn rows() {
        check("INSERT INTO a SELECT * FROM b", "b -> a");
        check("UPDATE a SET b = 1, c = 2 WHERE d", "a -> a.b a.c");
        check("DELETE FROM a WHERE b IN (SELECT c FROM d)", "d -> a");
        check("SELECT 1 FROM a", "a -> ");
        check("PRAGMA foreign_keys = 1", " -> ");
        check("PRAGMA User_version = 1", " -> pragma user_version");
        check("PRAGMA user_version", " -> ");
        check("PRAGMA writable_schema = 1", " ->  *");
        check("CRATE TABLE a", " ->  *");
    }
}
