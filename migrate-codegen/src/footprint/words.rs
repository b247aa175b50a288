//! What a statement touches, by its words alone.

use super::value::{Extent, Footprint, Objects};
use crate::change::Write;
use crate::reader::{Kind, Lifetime, Statement};
use crate::text::{Token, tokens};

/// Words after which the name of a table or view stands.
const BEFORE_NAMES: &[&str] = &["from", "join", "into", "update", "references", "only"];

/// Tokens of a statement that are looked at: what is longer is data.
const LONGEST: usize = 100_000;

/// What the statement touches.
pub(super) fn of(statement: &Statement) -> Footprint {
    let mut footprint = Footprint { writes: writes(statement), ..Footprint::default() };
    if is_read(statement.kind) {
        for name in names(statement) {
            footprint.reads.whole(&name);
        }
    }
    match (statement.kind, &statement.on) {
        (Kind::CreateIndex, Some(table)) => index(statement, &table.name, &mut footprint.reads),
        (Kind::CreateTrigger, Some(table)) => footprint.reads.whole(&table.name),
        _ => {}
    }
    // What a statement makes or changes it does not also merely read.
    for (name, _) in footprint.writes.iter() {
        footprint.reads.remove(name);
    }
    if matches!(statement.kind, Kind::Other | Kind::CreateOther | Kind::DropOther) {
        footprint.extent = Extent::Everything;
    }
    footprint
}

/// What the headline says that the statement changes.
pub(super) fn writes(statement: &Statement) -> Objects {
    let mut writes = Objects::default();
    let (Some(object), Lifetime::Permanent) = (&statement.object, statement.lifetime) else {
        return writes;
    };
    let object = &object.name;
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

/// The names that stand where tables and views are named.
fn names(statement: &Statement) -> Vec<String> {
    let sql = statement.text();
    let (mut expected, mut before) = (false, None::<Token>);
    let mut found = Vec::new();
    for token in significant(statement).take(LONGEST) {
        match token.identifier(sql) {
            Some(name) if expected => found.push(name),
            _ => {}
        }
        let distinct = before.as_ref().is_some_and(|before| before.is_word(sql, "distinct"));
        expected = BEFORE_NAMES.iter().any(|word| token.is_word(sql, word)) && !distinct;
        before = Some(token);
    }
    found
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
        let found = of(&statements[0]);
        let [reads, writes] = [&found.reads, &found.writes].map(|it| it.names().join(" "));
        let everything = if found.extent == Extent::Everything { " *" } else { "" };
        assert_eq!(format!("{reads} -> {writes}{everything}"), expected);
    }

    #[test]
    fn definitions() {
        check("CREATE TABLE a (b INT REFERENCES c (d))", "c -> a");
        check("CREATE TABLE a (b INT REFERENCES a (d))", " -> a");
        check("CREATE TEMP TABLE a (b)", " -> ");
        check("CREATE INDEX i ON A (b, C COLLATE NOCASE DESC)", "a.b a.c -> i");
        check("CREATE INDEX i ON a (lower(b))", "a -> i");
        check("CREATE INDEX i ON a (b) WHERE c", "a -> i");
        check("CREATE VIEW v AS SELECT x FROM a JOIN b ON x IS DISTINCT FROM y", "a b -> v");
        check("CREATE TRIGGER g AFTER INSERT ON a BEGIN UPDATE b SET c = 1; END", "a b -> g");
        check("ALTER TABLE a ADD COLUMN b INT REFERENCES c", "c -> a.b");
        check("ALTER TABLE a RENAME b TO c", " -> a.b a.c");
        check("ALTER TABLE a RENAME TO b", " -> a b");
        check("DROP TABLE a", " -> a");
        check("CREATE EXTENSION x", " -> x *");
    }

    #[test]
    fn rows() {
        check("INSERT INTO a SELECT * FROM b", "b -> a");
        check("UPDATE a SET b = 1, c = 2 WHERE d", " -> a.b a.c");
        check("DELETE FROM a WHERE b IN (SELECT c FROM d)", "d -> a");
        check("SELECT 1 FROM a", "a -> ");
        check("PRAGMA user_version = 1", " -> ");
        check("CRATE TABLE a", " ->  *");
    }
}
