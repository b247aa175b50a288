//! Statements of PostgreSQL that make nothing: settings, savepoints, comments, rights.

use super::object::label;
use super::read::Command;
use super::walk::{Pathname, Walk};
use crate::Dialect;
use crate::catalog::model::Ident;
use crate::catalog::schema::default_search;

/// How long a setting holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::catalog) enum Scope {
    /// `SET LOCAL`.
    Transaction,
    Session,
}

/// A point inside a transaction.
#[derive(Clone, Debug)]
pub(in crate::catalog) enum Mark {
    Set(Ident),
    Release(Ident),
    BackTo(Ident),
}

/// `SAVEPOINT`, `RELEASE`, and `ROLLBACK TO`.
pub(super) fn mark(sql: &str, dialect: Dialect) -> Option<Mark> {
    let mut walk = Walk::new(sql, dialect);
    let verb = walk.one_of(&["savepoint", "release", "rollback"])?;
    walk.one_of(&["work", "transaction"]);
    walk.take("to");
    if verb != "savepoint" {
        walk.take("savepoint");
    }
    let name = walk.named()?.name;
    Some(match verb {
        "savepoint" => Mark::Set(name),
        "release" => Mark::Release(name),
        _ => Mark::BackTo(name),
    })
}

/// Statements of which the headline knows no more than that they are others.
pub(super) fn other(sql: &str, dialect: Dialect) -> Command {
    const HARMLESS: &[&str] = &[
        "comment",
        "grant",
        "revoke",
        "refresh",
        "cluster",
        "lock",
        "truncate",
        "reset",
        "show",
        "notify",
        "listen",
        "unlisten",
        "discard",
        "security",
        "reassign",
        "checkpoint",
        "table",
        "load",
        "deallocate",
    ];
    let mut walk = Walk::new(sql, dialect);
    if walk.take("set") {
        let scope = match walk.one_of(&["local", "session"]) {
            Some("local") => Scope::Transaction,
            _ => Scope::Session,
        };
        if walk.take("schema") {
            return Command::SearchPath(schemas(&mut walk), scope);
        }
        if walk.take("search_path") {
            return Command::SearchPath(search_path(&mut walk), scope);
        }
        let plain = !walk.sees_any(&["role", "session_authorization"]);
        return if plain { Command::Nothing } else { Command::Opaque };
    }
    if walk.take("reset search_path") {
        return Command::SearchPath(Some(default_search(dialect)), Scope::Session);
    }
    if walk.sees_any(&["copy", "merge"]) {
        return Command::Calls;
    }
    if walk.sees_any(HARMLESS) {
        return used(&mut walk).map_or(Command::Nothing, Command::Uses);
    }
    Command::Opaque
}

/// The relations that a statement names and does not change.
fn used(walk: &mut Walk<'_>) -> Option<Vec<Pathname>> {
    match walk.one_of(&["truncate", "refresh materialized view", "comment on"])? {
        "truncate" => {
            walk.take("table");
            Some(walk.pathnames())
        }
        "comment on" => {
            walk.one_of(&["table", "view", "materialized view", "index", "sequence"])?;
            Some(walk.pathname().into_iter().collect())
        }
        _ => {
            walk.take("concurrently");
            Some(walk.pathname().into_iter().collect())
        }
    }
}

fn search_path(walk: &mut Walk<'_>) -> Option<Vec<Ident>> {
    let dialect = walk.dialect();
    if !walk.symbol('=') && !walk.take("to") {
        return None;
    }
    if walk.take("default") {
        return Some(default_search(dialect));
    }
    schemas(walk)
}

fn schemas(walk: &mut Walk<'_>) -> Option<Vec<Ident>> {
    let dialect = walk.dialect();
    let mut schemas = Vec::new();
    loop {
        let text = walk.peek()?.to_owned();
        let name = match walk.named() {
            Some(named) => named.name,
            None if text.starts_with('\'') => {
                walk.skip();
                Ident::new(&label(&text), dialect)
            }
            None => return None,
        };
        // The user's own schema is one that nobody has.
        schemas.extend((name.key() != "$user").then_some(name));
        if !walk.symbol(',') {
            return walk.is_done().then_some(schemas);
        }
    }
}
