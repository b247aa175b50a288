//! Whether an inferred rollback restores the schema: it is run, and what it touches is compared.
//!
//! Undoing DDL makes SQLite read the whole schema again, so a long history cannot try each rollback
//! in the replay. It is tried in a database that holds only what the migration names; the
//! [rehearsal](super::rehearsal) in the replay itself follows where that fails.

use std::collections::BTreeSet;

use super::engine::{Engine, literal};
use super::refusal::Refusal;
use crate::Dialect;
use crate::ForeignKeys;
use crate::check::Text;
use crate::reader::Kind;
use crate::text::{Token, TokenKind, tokens};

/// The objects that a migration names, as they are before it.
pub(super) struct Proof<'a> {
    text: &'a Text<'a>,
    before: Vec<Kept>,
}

/// What the scratch database holds is what the migration names.
const ALL: &str = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid";

/// Type, name, table and text of an object.
type Kept = [String; 4];

impl<'a> Proof<'a> {
    /// Looks at the schema before the migration. `None` where there is nothing to prove: what only
    /// makes objects is undone by drops, which look at nothing else.
    pub(super) fn new(engine: &Engine, text: &'a Text<'a>) -> Option<Self> {
        text.run().find(|(_, found)| found.kind.is_alter() || found.kind.is_drop())?;
        Some(Self { text, before: objects(engine, &query(text)) })
    }

    /// Whether the rollback restores what the migration names.
    pub(super) fn holds_in(&self, scratch: &Engine, rollback: &[String]) -> bool {
        let ddl = self.text.run().filter(|(_, found)| found.kind.is_ddl());
        let up: Vec<&str> = ddl.map(|(_, found)| found.text()).collect();
        let made: Vec<&str> = self
            .before
            .iter()
            .map(|[.., sql]| sql.as_str())
            .filter(|sql| !sql.is_empty())
            .collect();
        scratch.set_foreign_keys(ForeignKeys::Suspend);
        scratch.quietly("BEGIN");
        let ran = run_all(scratch, &made)
            .and_then(|()| run_all(scratch, &up))
            .and_then(|()| run_all(scratch, rollback));
        let restored = ran.is_ok() && difference(&self.before, &rows(scratch, ALL)).is_none();
        scratch.quietly("ROLLBACK");
        restored
    }
}

fn run_all(engine: &Engine, statements: &[impl AsRef<str>]) -> Result<(), Refusal> {
    statements.iter().try_for_each(|sql| engine.run(sql.as_ref()))
}

/// Asks for the objects that the DDL names, with all of their tables. `ALTER` reads every view and
/// every trigger too.
fn query(text: &Text<'_>) -> String {
    let ddl = || text.run().map(|(_, found)| found).filter(|found| found.kind.is_ddl());
    let names = ddl().flat_map(|found| [&found.object, &found.on, &found.to]).flatten();
    let names: BTreeSet<String> = names.map(|name| literal(&name.name)).collect();
    let names = names.into_iter().collect::<Vec<_>>().join(", ");
    // The text of a `DROP INDEX` or `DROP TRIGGER` does not say whose it is.
    let owners = if ddl().any(|found| matches!(found.kind, Kind::DropIndex | Kind::DropTrigger)) {
        format!(
            "OR tbl_name IN (SELECT tbl_name FROM sqlite_schema \
             WHERE name COLLATE NOCASE IN ({names}))"
        )
    } else {
        String::new()
    };
    let readers = if ddl().any(|found| found.kind.is_alter()) {
        "OR type IN ('view', 'trigger')"
    } else {
        ""
    };
    format!(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema \
         WHERE tbl_name COLLATE NOCASE IN ({names}) {owners} {readers} ORDER BY rowid"
    )
}

fn rows(engine: &Engine, query: &str) -> Vec<Kept> {
    let rows = engine.rows(query).unwrap_or_default();
    rows.into_iter().filter_map(|row| row.try_into().ok()).collect()
}

fn objects(engine: &Engine, query: &str) -> Vec<Kept> {
    let all = rows(engine, query);
    let tables: BTreeSet<String> = all
        .iter()
        .filter(|[of, ..]| of == "table")
        .map(|[_, name, ..]| name.to_ascii_lowercase())
        .collect();
    // Views and triggers that read none of the tables are not touched.
    let concerned = |[of, _, _, sql]: &Kept| of == "table" || of == "index" || reads(sql, &tables);
    all.into_iter().filter(concerned).collect()
}

fn reads(sql: &str, tables: &BTreeSet<String>) -> bool {
    let names = tokens(sql, Dialect::Sqlite).filter_map(|token| token.identifier(sql));
    names.into_iter().any(|name| tables.contains(&name.to_ascii_lowercase()))
}

/// The first object that stands in one of the two only.
fn difference(before: &[Kept], after: &[Kept]) -> Option<String> {
    if before == after {
        return None;
    }
    let set = |all: &[Kept]| -> BTreeSet<Kept> { all.iter().cloned().collect() };
    let (before, after) = (set(before), set(after));
    let apart = |one: &BTreeSet<Kept>, other: &BTreeSet<Kept>| -> BTreeSet<Kept> {
        one.difference(other)
            .map(|[of, name, table, sql]| [of.clone(), name.clone(), table.clone(), plain(sql)])
            .collect()
    };
    let (one, other) = (apart(&before, &after), apart(&after, &before));
    one.symmetric_difference(&other).next().map(|[_, name, ..]| name.clone())
}

/// A statement token by token and without quotes around names, which SQLite adds where it renames.
fn plain(sql: &str) -> String {
    let bare = |token: Token| match token.kind {
        TokenKind::String => token.text(sql).to_owned(),
        _ => token.identifier(sql).unwrap_or_else(|| token.text(sql).to_owned()),
    };
    let significant = tokens(sql, Dialect::Sqlite).filter(Token::is_significant);
    significant.map(bare).collect::<Vec<_>>().join(" ")
}
