//! `DO` blocks that are read: plain statements between `BEGIN` and `END`, and what happens where one
//! of them fails.

use super::super::fault::{Fault, FaultKind};
use super::super::model::{Ident, name};
use super::super::schema::Catalog;
use crate::Dialect;
use crate::reader::{Kind, Statement, read as read_all};
use crate::source::{SourceFile, SqlText};
use crate::text::{Token, TokenKind, tokens};

/// What stands in a block.
#[derive(Debug, PartialEq, Eq)]
struct Block<'a> {
    /// The statements between `BEGIN` and `EXCEPTION`, or `END`.
    statements: &'a str,
    /// The conditions under which the block is as if it had not been.
    excuses: Vec<&'a str>,
}

impl Catalog {
    /// Applies a block of plain definitions; `None` where it holds anything else.
    pub(super) fn block(&self, sql: &str) -> Option<Self> {
        let steps = self.steps_of_block(sql)?;
        Some(steps.into_iter().last().map_or_else(|| self.clone(), |(_, after)| after))
    }

    /// The statements that such a block runs, each with the schema after it: none where the block is
    /// undone as a whole.
    pub(in crate::catalog) fn steps_of_block(&self, sql: &str) -> Option<Vec<(Statement, Self)>> {
        let block = Block::read(sql)?;
        let file = SourceFile::new("", block.statements);
        let text = SqlText::slice(&file, 0..block.statements.len());
        let mut next = self.clone();
        let mut steps = Vec::new();
        for statement in read_all(&text, self.dialect) {
            if !is_plain(&statement) {
                return None;
            }
            let doubtful = next.doubtful(&statement);
            match next.apply(&statement) {
                // Where it may have failed, the block may have been undone.
                Ok(()) => doubtful.iter().for_each(|name| next.doubt.add(name)),
                // The block is undone as a whole.
                Err(fault) if block.excuses(&fault) => return Some(Vec::new()),
                Err(_) => return None,
            }
            steps.push((statement, next.clone()));
        }
        Some(steps)
    }

    /// The names in a statement about which nobody is certain.
    fn doubtful(&self, statement: &Statement) -> Vec<Ident> {
        let sql = statement.text();
        let all = tokens(sql, self.dialect);
        let names = all.filter_map(|it| name(&it, sql, self.dialect));
        names.filter(|it| self.doubt.covers(it)).collect()
    }
}

impl<'a> Block<'a> {
    /// Reads `DO $$ BEGIN .. END $$`.
    fn read(sql: &'a str) -> Option<Self> {
        let body = body_of(sql)?;
        let all: Vec<_> = tokens(body, Dialect::Postgres).filter(Token::is_significant).collect();
        let first = all.first().filter(|it| it.is_word(body, "begin"))?;
        let last = all.iter().rposition(|it| !it.is_symbol(body, ';'))?;
        all.get(last).filter(|it| it.is_word(body, "end"))?;
        let inside = &all[1..last];
        let handler = inside.iter().position(|it| it.is_word(body, "exception"));
        let excuses = match handler {
            Some(at) => excuses(body, &inside[at + 1..])?,
            None => Vec::new(),
        };
        let end = handler.map_or(all[last].range.start, |at| inside[at].range.start);
        Some(Self { statements: body.get(first.range.end..end)?, excuses })
    }

    fn excuses(&self, fault: &Fault) -> bool {
        let prefix = match fault.kind {
            FaultKind::Exists => "duplicate_",
            FaultKind::Missing => "undefined_",
            FaultKind::Twice | FaultKind::Another | FaultKind::InUse => return false,
        };
        self.excuses.iter().any(|it| it.starts_with(prefix))
    }
}

/// The body of a `DO` in the language that it has by itself.
fn body_of(sql: &str) -> Option<&str> {
    let mut all = tokens(sql, Dialect::Postgres).filter(Token::is_significant);
    let begins = all.next()?.is_word(sql, "do");
    let text = all.next().filter(|it| begins && it.kind == TokenKind::String)?;
    let plain = all.next().is_none();
    super::opaque::body(text.text(sql)).filter(|_| plain)
}

/// The conditions of `WHEN a OR b THEN NULL;`, where each of them is about a name.
fn excuses<'a>(body: &'a str, tokens: &[Token]) -> Option<Vec<&'a str>> {
    let mut excuses = Vec::new();
    for handler in tokens.split(|it| it.is_symbol(body, ';')).filter(|it| !it.is_empty()) {
        let [when, conditions @ .., then, null] = handler else { return None };
        let frame = [(when, "when"), (then, "then"), (null, "null")];
        if !frame.iter().all(|(token, word)| token.is_word(body, word)) {
            return None;
        }
        for condition in conditions.split(|it| it.is_word(body, "or")) {
            let [condition] = condition else { return None };
            let condition = condition.text(body);
            let of_name =
                condition.starts_with("duplicate_") || condition.starts_with("undefined_");
            excuses.push(Some(condition).filter(|_| of_name)?);
        }
    }
    Some(excuses)
}

/// Whether it is a definition, and no statement of the language around it.
fn is_plain(statement: &Statement) -> bool {
    statement.kind.is_ddl() && statement.kind != Kind::CreateOther || is_type(statement)
}

/// Whether it makes a type or a sequence: of what else `CREATE` makes, bodies would be cut.
fn is_type(statement: &Statement) -> bool {
    let sql = statement.text();
    let mut words = tokens(sql, statement.dialect()).filter(Token::is_significant).skip(1);
    let made = ["type", "domain", "sequence", "schema"];
    words.next().is_some_and(|it| made.iter().any(|word| it.is_word(sql, word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sql: &str, expected: Option<(&str, &[&str])>) {
        let found = Block::read(sql);
        let found = found.as_ref().map(|it| (it.statements.trim(), &it.excuses[..]));
        assert_eq!(found, expected, "{sql}");
    }

    #[test]
    fn blocks() {
        check(
            "do $$ begin create type a as enum (); end $$",
            Some(("create type a as enum ();", &[])),
        );
        check(
            "DO $x$ BEGIN DROP TABLE a; EXCEPTION WHEN undefined_table OR undefined_object THEN NULL; END; $x$",
            Some(("DROP TABLE a;", &["undefined_table", "undefined_object"])),
        );
        check("DO $$ BEGIN DROP TABLE a; EXCEPTION WHEN others THEN NULL; END $$", None);
        check("DO $$ BEGIN DROP TABLE a; EXCEPTION WHEN undefined_table THEN x := 1; END $$", None);
        check("DO $$ DECLARE x int; BEGIN DROP TABLE a; END $$", None);
        check("DO $$ BEGIN DROP TABLE a; END $$ LANGUAGE plsql", None);
    }

    #[test]
    fn what_they_do() {
        let types = |sql: &str| {
            let catalog = Catalog::of(sql, Dialect::Postgres);
            let sure: Vec<_> = catalog
                .types()
                .map(|it| {
                    format!(
                        "{}{}",
                        it.name,
                        if catalog.is_certain(&it.name.name) { "" } else { "?" }
                    )
                })
                .collect();
            sure.join(" ")
        };
        let made = "DO $$ BEGIN CREATE TYPE a AS ENUM ('x'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;";
        assert_eq!(types(made), "a");
        assert_eq!(types(&format!("{made} {made}")), "a");
        let both = "DO $$ BEGIN CREATE TYPE b AS ENUM ('x'); CREATE TYPE a AS ENUM ('y'); \
                    EXCEPTION WHEN duplicate_object THEN NULL; END $$;";
        assert_eq!(types(&format!("{made} {both}")), "a", "undone as a whole");
        let hidden = "DO $$ BEGIN IF true THEN DROP TYPE a; END IF; END $$;";
        assert_eq!(types(&format!("{made} {hidden}")), "a?");
        assert_eq!(types(&format!("{made} {hidden} {made}")), "a?");
    }
}
