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
            () => {
                self.rest.next();
                Kind::CreateOther
            }
        };
        if kind == Kind::CreateIndex {
            self.word("concurrently");
        }
        into.existence = self.existence();
        into.object = self.name();
        if matches!(kind, Kind::CreateIndex | Kind::CreateTrigger) && self.after("on") {
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
