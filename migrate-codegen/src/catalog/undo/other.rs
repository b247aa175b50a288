//! Statements that change what the catalog has no place for.

use super::super::command::{Guard, Pathname};
use super::super::model::Ident;
use super::super::render::words::name;
use super::super::schema::Catalog;
use super::back::{Cannot, Lost, Undo};
use super::said;
use crate::change::Cursor;
use crate::reader::Statement;

/// What leaves nothing that lasts.
const PASSING: &[&str] = &[
    "refresh",
    "lock",
    "show",
    "reset",
    "notify",
    "listen",
    "unlisten",
    "discard",
    "checkpoint",
    "table",
    "load",
    "deallocate",
    "set",
    "prepare",
    "close",
    "declare",
    "fetch",
];

/// What `DROP` and the name alone undo.
const PLAIN: &[&str] = &[
    "statistics",
    "publication",
    "role",
    "user",
    "group",
    "collation",
    "conversion",
    "server",
    "event trigger",
];

/// What has its name on a table.
const ON_TABLE: &[&str] = &["policy", "rule"];

/// Undoes a statement that the catalog does not look into.
pub(super) fn undo(
    statement: &Statement,
    before: &Catalog,
    after: &Catalog,
) -> Result<Undo, Cannot> {
    let mut cursor = Cursor::new(statement.text(), statement.dialect());
    if PASSING.iter().any(|word| cursor.take(&[word])) {
        return Ok(Undo::nothing());
    }
    if cursor.take(&["create"]) {
        return created(&mut cursor).ok_or_else(|| unknown(statement));
    }
    if cursor.take(&["drop", "extension"]) {
        return extension_dropped(&mut cursor, before).ok_or_else(|| unknown(statement));
    }
    if cursor.take(&["comment"]) {
        return said::comment(before, after);
    }
    let about_rights = cursor.take(&["grant"]) || cursor.take(&["revoke"]);
    if about_rights && let Some(undo) = said::settled(statement, 1, before)? {
        return Ok(undo);
    }
    Err(match () {
        () if cursor.take(&["do"]) || cursor.take(&["call"]) => Cannot::but(
            "what a `DO` block or a procedure does cannot be read",
            "write its statements without it, or the rollback by hand, or declare why there is none \
             with `irreversible`",
        ),
        () if about_rights => Cannot::but(
            "who had these rights before is not known",
            "write the rollback with the rights that there were",
        ),
        () => unknown(statement),
    })
}

fn created(cursor: &mut Cursor<'_>) -> Option<Undo> {
    let taken = |all: &[&'static str], cursor: &mut Cursor<'_>| {
        all.iter().copied().find(|words| cursor.take(&words.split(' ').collect::<Vec<_>>()))
    };
    let (word, on) = match taken(PLAIN, cursor) {
        Some(word) => (word, false),
        None => (taken(ON_TABLE, cursor)?, true),
    };
    if cursor.take(&["if"]) {
        return None;
    }
    let own = pathname(cursor)?;
    let word = word.to_ascii_uppercase();
    if !on {
        return Some(Undo::one(format!("DROP {word} {own}")));
    }
    cursor.seek(&[if word == "RULE" { "to" } else { "on" }])?;
    let table = pathname(cursor)?;
    Some(Undo::one(format!("DROP {word} {own} ON {table}")))
}

/// A name as it is written, with its schema.
fn pathname(cursor: &mut Cursor<'_>) -> Option<String> {
    let sql = cursor.sql;
    let mut parts = vec![cursor.next()?.text(sql).to_owned()];
    while cursor.take_symbol('.') {
        parts.push(cursor.next()?.text(sql).to_owned());
    }
    Some(parts.join("."))
}

fn extension_dropped(cursor: &mut Cursor<'_>, before: &Catalog) -> Option<Undo> {
    cursor.take(&["if", "exists"]);
    let own = cursor.next()?.clone();
    let own = super::super::model::name(&own, cursor.sql, cursor.dialect)?;
    cursor.take(&["restrict"]);
    let known = before.extensions().find(|it| it.name == own);
    let known = known.filter(|_| cursor.peek().is_none())?;
    Some(Undo::one(before.writer().extension(known).replace(" IF NOT EXISTS", "")))
}

/// What `IF NOT EXISTS` may have found is never removed.
pub(super) fn extension(own: &Ident, guard: Guard, before: &Catalog) -> Undo {
    match guard {
        Guard::No => Undo::one(format!("DROP EXTENSION {}", name(own))),
        Guard::Yes if before.has_extension(own) => Undo::nothing(),
        Guard::Yes => Undo { statements: Vec::new(), lost: vec![Lost::NoExtension(own.clone())] },
    }
}

/// A clause of `ALTER TABLE` that the catalog has no place for.
pub(super) fn of_table(of: &Pathname, statement: &Statement) -> Cannot {
    let text = statement.text();
    let head: Vec<_> = text.split_whitespace().take(6).collect();
    Cannot::new(format!(
        "what `{} ..` changes of `{}` is nothing that the schema before is known of",
        head.join(" "),
        of.name
    ))
}

/// A statement that nothing is known about.
pub(super) fn unknown(statement: &Statement) -> Cannot {
    let head: Vec<_> = statement.text().split_whitespace().take(3).collect();
    Cannot::new(format!("`{} ..` is not a statement that an inverse is known of", head.join(" ")))
}
