//! Kind and names of a statement, from its first words.

use std::ops::Range;

use super::kind::Kind;
use super::statement::{Existence, Lifetime, Name, Statement};
use crate::Dialect;
use crate::text::{Token, tokens};

/// Fills in what the first words of `statement` say.
pub(super) fn read(statement: &mut Statement, dialect: Dialect) {
    let text: Box<str> = statement.text().into();
    let mut words = Words::new(&text, dialect, statement.range.start);
    statement.kind = words.statement(statement);
    let temporary = |schema: &str| {
        schema.eq_ignore_ascii_case("temp") || schema.eq_ignore_ascii_case("temporary")
    };
    if statement.object.as_ref().and_then(|name| name.schema.as_deref()).is_some_and(temporary) {
        statement.lifetime = Lifetime::Temporary;
    }
}

/// The significant tokens of a statement, read from the front.
struct Words<'a> {
    sql: &'a str,
    /// Where the statement begins in its text.
    base: usize,
    rest: std::iter::Peekable<Box<dyn Iterator<Item = Token> + 'a>>,
}

impl<'a> Words<'a> {
    fn new(sql: &'a str, dialect: Dialect, base: usize) -> Self {
        let significant: Box<dyn Iterator<Item = Token> + 'a> =
            Box::new(tokens(sql, dialect).filter(Token::is_significant));
        Self { sql, base, rest: significant.peekable() }
    }

    /// Takes the next token if it is one of these words.
    fn one_of(&mut self, words: &[&str]) -> bool {
        let sql = self.sql;
        let fits = |token: &Token| words.iter().any(|word| token.is_word(sql, word));
        self.rest.next_if(fits).is_some()
    }

    fn word(&mut self, word: &str) -> bool {
        self.one_of(&[word])
    }

    fn symbol(&mut self, symbol: char) -> bool {
        let sql = self.sql;
        self.rest.next_if(|token| token.is_symbol(sql, symbol)).is_some()
    }

    /// Takes tokens up to the word, and the word itself.
    fn after(&mut self, word: &str) -> bool {
        let sql = self.sql;
        self.rest.by_ref().any(|token| token.is_word(sql, word))
    }

    fn name(&mut self) -> Option<Name> {
        let (mut name, mut range) = self.identifier()?;
        let mut schema = None;
        while self.symbol('.') {
            let Some((next, at)) = self.identifier() else { break };
            schema = Some(name);
            (name, range) = (next, at);
        }
        Some(Name { schema, name, range })
    }

    fn identifier(&mut self) -> Option<(String, Range<usize>)> {
        let sql = self.sql;
        let token = self.rest.next_if(|token| token.identifier(sql).is_some())?;
        let range = self.base + token.range.start..self.base + token.range.end;
        token.identifier(sql).map(|name| (name, range))
    }

    fn existence(&mut self) -> Existence {
        if !self.word("if") {
            return Existence::Strict;
        }
        let not = self.word("not");
        if !self.word("exists") {
            return Existence::Strict;
        }
        if not { Existence::IfNotExists } else { Existence::IfExists }
    }

    fn statement(&mut self, into: &mut Statement) -> Kind {
        let Some(first) = self.rest.next() else { return Kind::Other };
        match first.text(self.sql).to_ascii_lowercase().as_str() {
            "create" => self.create(into),
            "alter" => self.alter(into),
            "drop" => self.drop(into),
            "with" => self.with(into),
            "pragma" => self.pragma(into),
            "start" if self.word("transaction") => Kind::Begin,
            "begin" => Kind::Begin,
            "commit" | "end" => Kind::Commit,
            "abort" => Kind::Rollback,
            "rollback" => {
                self.one_of(&["transaction", "work"]);
                if self.word("to") { Kind::RollbackTo } else { Kind::Rollback }
            }
            "savepoint" => Kind::Savepoint,
            "release" => Kind::Release,
            "vacuum" => Kind::Vacuum,
            "attach" => Kind::Attach,
            "detach" => Kind::Detach,
            "analyze" => Kind::Analyze,
            "reindex" => Kind::Reindex,
            "explain" => Kind::Explain,
            verb => self.verb(verb, into).unwrap_or(Kind::Other),
        }
    }

    /// The verbs that may follow `WITH ..` too.
    fn verb(&mut self, verb: &str, into: &mut Statement) -> Option<Kind> {
        let (kind, before_name): (_, &[&str]) = match verb {
            "select" | "values" => return Some(Kind::Select),
            "insert" => (self.insert(), &["into"]),
            "replace" => (Kind::Replace, &["into"]),
            "update" => (Kind::Update, &[]),
            "delete" => (Kind::Delete, &["from"]),
            _ => return None,
        };
        if kind == Kind::Update && self.word("or") {
            self.rest.next();
        }
        self.one_of(before_name);
        self.word("only");
        into.object = self.name();
        Some(kind)
    }

    /// After `INSERT`: `INSERT OR REPLACE` is `REPLACE`.
    fn insert(&mut self) -> Kind {
        if !self.word("or") {
            return Kind::Insert;
        }
        if self.word("replace") {
            return Kind::Replace;
        }
        self.rest.next();
        Kind::Insert
    }

    /// The first verb outside parentheses.
    fn with(&mut self, into: &mut Statement) -> Kind {
        let mut depth = 0_usize;
        while let Some(token) = self.rest.next() {
            if token.is_symbol(self.sql, '(') {
                depth += 1;
            } else if token.is_symbol(self.sql, ')') {
                depth = depth.saturating_sub(1);
            } else if depth == 0 {
                let word = token.text(self.sql).to_ascii_lowercase();
                if let Some(kind) = self.verb(&word, into) {
                    return kind;
                }
            }
        }
        Kind::With
    }

    fn create(&mut self, into: &mut Statement) -> Kind {
        let prefixes = &["or", "replace", "unlogged", "global", "local"];
        loop {
            if self.one_of(&["temp", "temporary"]) {
                into.lifetime = Lifetime::Temporary;
            } else if !self.one_of(prefixes) {
                break;
            }
        }
        let kind = match () {
            () if self.word("table") => Kind::CreateTable,
            () if self.word("virtual") && self.word("table") => Kind::CreateVirtualTable,
            () if self.word("view") => Kind::CreateView,
            () if self.word("constraint") && self.word("trigger") => Kind::CreateTrigger,
            () if self.word("trigger") => Kind::CreateTrigger,
            () if self.word("unique") && self.word("index") => Kind::CreateIndex,
            () if self.word("index") => Kind::CreateIndex,
            () if self.word("materialized") && self.word("view") => Kind::CreateOther,
            () => {
                self.rest.next();
                Kind::CreateOther
            }
        };
        if kind == Kind::CreateIndex {
            self.word("concurrently");
        }
        into.existence = self.existence();
        // PostgreSQL finds a name for an index that has none.
        let unnamed = kind == Kind::CreateIndex && self.word("on");
        if !unnamed {
            into.object = self.name();
        }
        let has_table = matches!(kind, Kind::CreateIndex | Kind::CreateTrigger);
        if unnamed || has_table && self.after("on") {
            self.word("only");
            into.on = self.name();
        }
        kind
    }

    fn drop(&mut self, into: &mut Statement) -> Kind {
        let kind = match () {
            () if self.word("table") => Kind::DropTable,
            () if self.word("view") => Kind::DropView,
            () if self.word("trigger") => Kind::DropTrigger,
            () if self.word("index") => Kind::DropIndex,
            () => {
                self.rest.next();
                Kind::DropOther
            }
        };
        if kind == Kind::DropIndex {
            self.word("concurrently");
        }
        into.existence = self.existence();
        into.object = self.name();
        if kind == Kind::DropTrigger && self.word("on") {
            into.on = self.name();
        }
        kind
    }

    fn alter(&mut self, into: &mut Statement) -> Kind {
        if !self.word("table") {
            self.rest.next();
            into.object = self.name();
            return Kind::AlterOther;
        }
        into.existence = self.existence();
        self.word("only");
        into.object = self.name();
        match () {
            () if self.word("add") => self.alter_column(into, Kind::AlterAddColumn),
            () if self.word("drop") => self.alter_column(into, Kind::AlterDropColumn),
            () if self.word("rename") => self.rename(into),
            () => Kind::AlterOther,
        }
    }

    fn alter_column(&mut self, into: &mut Statement, kind: Kind) -> Kind {
        let constraints = &["constraint", "check", "primary", "unique", "foreign"];
        if !self.word("column") && self.one_of(constraints) {
            return Kind::AlterOther;
        }
        // A guard here is the column's (PostgreSQL); the table's own stands before the table.
        self.existence();
        into.column = self.name();
        kind
    }

    fn rename(&mut self, into: &mut Statement) -> Kind {
        if self.word("to") {
            into.to = self.name();
            return Kind::AlterRenameTable;
        }
        if self.word("constraint") {
            return Kind::AlterOther;
        }
        self.word("column");
        into.column = self.name();
        if self.word("to") {
            into.to = self.name();
        }
        Kind::AlterRenameColumn
    }

    fn pragma(&mut self, into: &mut Statement) -> Kind {
        into.object = self.name();
        if self.symbol('=') || self.symbol('(') {
            let sql = self.sql;
            let value: Vec<_> = self
                .rest
                .by_ref()
                .take_while(|token| !token.is_symbol(sql, ')'))
                .map(|token| token.text(sql))
                .collect();
            into.value = Some(value.concat());
        }
        Kind::Pragma
    }
}

#[cfg(test)]
mod tests {
    use crate::Dialect;
    use crate::reader::{Existence, Lifetime, read as read_all};
    use crate::source::{SourceFile, SqlText};

    #[track_caller]
    fn check(sql: &str, expected: &str) {
        let file = SourceFile::new("test.sql", format!("  {sql}"));
        let statements = read_all(&SqlText::slice(&file, 1..file.text.len()), Dialect::Sqlite);
        let [statement] = &statements[..] else { panic!("one statement in {sql}") };
        let mut found = statement.kind.to_string();
        let names = [
            ("", &statement.object),
            ("on ", &statement.on),
            ("column ", &statement.column),
            ("to ", &statement.to),
        ];
        for (label, name) in names.into_iter().filter_map(|(l, n)| n.as_ref().map(|n| (l, n))) {
            found.extend([", ", label, &name.to_string()]);
            let written = &file.text[1..][name.range.clone()];
            assert!(written.contains(&name.name), "{written} is where {name} stands");
        }
        if let Some(value) = &statement.value {
            found.extend([", = ", value]);
        }
        match statement.existence {
            Existence::Strict => {}
            Existence::IfExists => found += ", if exists",
            Existence::IfNotExists => found += ", if not exists",
        }
        if statement.lifetime == Lifetime::Temporary {
            found += ", temporary";
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn create() {
        check("CREATE TABLE a (id)", "create table, a");
        check(
            "create temp table if not exists [a b] (x)",
            "create table, a b, if not exists, temporary",
        );
        check("CREATE TABLE temp.a (x)", "create table, temp.a, temporary");
        check("CREATE VIRTUAL TABLE f USING fts5(x)", "create virtual table, f");
        check(
            "CREATE UNIQUE INDEX IF NOT EXISTS i ON \"t\" (x)",
            "create index, i, on t, if not exists",
        );
        check("CREATE INDEX main.i ON t (x)", "create index, main.i, on t");
        check("CREATE INDEX ON t (x)", "create index, on t");
        check("CREATE VIEW v AS SELECT 1", "create view, v");
        check(
            "CREATE TRIGGER g AFTER UPDATE OF a, b ON t BEGIN SELECT 1; END",
            "create trigger, g, on t",
        );
        check("CREATE TABLE", "create table");
        check("CREATE", "create");
        check("CREATE EXTENSION x", "create, x");
        check("CREATE MATERIALIZED VIEW v AS SELECT 1", "create, v");
    }

    #[test]
    fn alter_and_drop() {
        check("ALTER TABLE a ADD COLUMN b TEXT", "add column, a, column b");
        check("ALTER TABLE a ADD b TEXT", "add column, a, column b");
        check("ALTER TABLE a ADD CONSTRAINT c CHECK (1)", "alter, a");
        check("ALTER TABLE a DROP COLUMN `b`", "drop column, a, column b");
        check("ALTER TABLE a RENAME TO 'b'", "rename table, a, to b");
        check("ALTER TABLE a RENAME b TO c", "rename column, a, column b, to c");
        check("ALTER TABLE a RENAME COLUMN b TO c", "rename column, a, column b, to c");
        check("ALTER TABLE a ALTER COLUMN b DROP NOT NULL", "alter, a");
        check("DROP TABLE IF EXISTS main.a", "drop table, main.a, if exists");
        check("DROP INDEX i", "drop index, i");
        check("DROP VIEW v", "drop view, v");
        check("DROP TRIGGER g", "drop trigger, g");
        check("DROP", "drop");
    }

    #[test]
    fn rows() {
        check("INSERT INTO a VALUES (1)", "insert, a");
        check("INSERT OR IGNORE INTO a VALUES (1)", "insert, a");
        check("INSERT OR REPLACE INTO a VALUES (1)", "replace, a");
        check("REPLACE INTO a VALUES (1)", "replace, a");
        check("UPDATE OR FAIL a SET b = 1", "update, a");
        check("DELETE FROM a", "delete, a");
        check("WITH x AS (SELECT 1 FROM y) DELETE FROM a", "delete, a");
        check("WITH x AS (INSERT) SELECT 1", "select");
        check("WITH", "with");
        check("VALUES (1)", "select");
    }

    #[test]
    fn the_rest() {
        check("PRAGMA foreign_keys = OFF", "pragma, foreign_keys, = OFF");
        check("PRAGMA main.table_info(a)", "pragma, main.table_info, = a");
        check("BEGIN IMMEDIATE", "begin");
        check("END TRANSACTION", "commit");
        check("ROLLBACK", "rollback");
        check("ROLLBACK TRANSACTION TO s", "rollback to");
        check("VACUUM INTO 'x'", "vacuum");
        check("EXPLAIN DROP TABLE a", "explain");
        check("CRATE TABLE a", "other");
        check("'", "other");
    }
}
