//! Changes of rows: some fall with what the migration made, some are deleted by their keys, and the
//! others have no inverse.

use super::super::data::{fires_elsewhere, lost};
use super::super::ledger::{BY_HAND, Refusal};
use super::ledger::Ledger;
use super::scene::Scene;
use crate::catalog::{Catalog, Column, Extra, Ident, Path, Sql, Table, keyed};
use crate::change::{OnConflict, Write};
use crate::reader::{Kind, Statement};
use crate::text::{Token, tokens};

/// Words by which a query changes something.
const CHANGES: &[&str] = &[
    "insert", "update", "delete", "truncate", "merge", "create", "alter", "drop", "execute", "copy",
];

/// Whether a statement is about rows, not about the schema.
pub(super) fn are_changed(statement: &Statement) -> bool {
    let by_word = || ["truncate", "copy", "merge"].iter().any(|word| begins(statement, word));
    matches!(statement.kind, Kind::Insert | Kind::Replace | Kind::Update | Kind::Delete)
        || statement.kind == Kind::Other && by_word()
}

/// Notes how to undo a change of rows.
pub(super) fn changed(scene: &Scene<'_>, ledger: &mut Ledger) -> Result<(), Refusal> {
    let statement = scene.step.statement;
    if statement.kind == Kind::Other {
        return Err(Refusal::new(
            format!("`{}` changes rows, and the text does not say which", head(statement)),
            BY_HAND,
        ));
    }
    called(scene)?;
    let table = target(statement, &scene.before);
    let own = table.is_some_and(|it| ledger.has_made(&it.name));
    let falls = own || table.is_some_and(|it| sets_only_added(statement, it, ledger));
    let plain = verbs(statement) == 1;
    let fires = table.is_none_or(|it| fires(statement.kind, &it.name, &scene.before));
    match table.filter(|_| plain) {
        Some(_) if falls && !fires => Ok(()),
        Some(_) if falls => Err(fires_elsewhere(&scene.step)),
        Some(table) if statement.kind == Kind::Insert => {
            let delete = keyed(statement, table, &scene.before);
            let delete = delete.ok_or_else(|| lost(&scene.step))?;
            if fires {
                return Err(fires_elsewhere(&scene.step));
            }
            ledger.enter_rows(&table.name, delete);
            Ok(())
        }
        _ => Err(lost(&scene.step)),
    }
}

/// A query calls what may change anything.
pub(super) fn called(scene: &Scene<'_>) -> Result<(), Refusal> {
    let statement = scene.step.statement;
    if matches!(statement.kind, Kind::Select | Kind::With) && verbs(statement) > 0 {
        return Err(Refusal::new(
            format!("`{}` changes rows on its way", head(statement)),
            BY_HAND,
        ));
    }
    let mut calls = Sql::new(statement.text(), statement.dialect()).called();
    if statement.kind == Kind::Insert
        && let Some(table) = target(statement, &scene.before)
    {
        calls.extend(table.columns.iter().flat_map(|it| &it.default).flat_map(Sql::called));
    }
    for name in calls {
        let changes = scene
            .before
            .routines()
            .any(|it| it.name.name == name && has_word(it.definition.as_str(), CHANGES));
        if changes {
            return Err(Refusal::new(
                format!("`{name}` is called, and what it changes cannot be read"),
                BY_HAND,
            ));
        }
    }
    Ok(())
}

/// Whether a statement runs a query.
pub(super) fn is_query(statement: &Statement) -> bool {
    has_word(statement.text(), &["select", "values", "execute"])
}

/// The table of a change, where it is sure which.
fn target<'c>(statement: &Statement, catalog: &'c Catalog) -> Option<&'c Table> {
    let name = statement.object.as_ref()?;
    let ident = |it: &str| Ident::new(it, statement.dialect());
    let path = name.schema.as_ref().map(|it| Path::new(ident(it), ident(&name.name)));
    let table = if let Some(path) = path {
        catalog.tables().find(|it| it.name == path)
    } else {
        let base = statement.range.start;
        let written = statement.text().get(name.range.start - base..name.range.end - base);
        let quoted = written.is_some_and(|it| it.starts_with('"'));
        catalog.table(&if quoted { name.name.clone() } else { name.name.to_lowercase() })
    };
    table.filter(|it| catalog.is_certain(&it.name.name))
}

fn sets_only_added(statement: &Statement, table: &Table, ledger: &Ledger) -> bool {
    // Which of two that differ in case is meant depends on quotes.
    let is_one = |column: &String| {
        let alike = |it: &&Column| it.name.as_str().eq_ignore_ascii_case(column);
        table.columns.iter().filter(alike).count() == 1
    };
    let Some(write) = Write::read(statement).filter(|_| statement.kind == Kind::Update) else {
        return false;
    };
    write.conflict == OnConflict::Keep
        && !write.set.is_empty()
        && write.set.iter().all(|column| ledger.has_added(&table.name, column) && is_one(column))
}

/// Whether a trigger fires that may change more than the statement says.
fn fires(kind: Kind, table: &Path, catalog: &Catalog) -> bool {
    let events: &[&str] = match kind {
        Kind::Update => &["update"],
        Kind::Delete => &["delete"],
        // Its inverse deletes.
        _ => &["insert", "delete"],
    };
    let fires = |sql: &str| has_word(sql, events);
    let rule = |it: &Extra| it.sort == "rule" && it.table.as_ref() == Some(table);
    catalog.triggers().any(|it| it.table == *table && fires(it.when.as_str()))
        || catalog.extras().any(rule)
}

/// How many verbs that change rows stand in a statement, those of its queries too.
fn verbs(statement: &Statement) -> usize {
    let sql = statement.text();
    let all: Vec<_> = tokens(sql, statement.dialect()).filter(Token::is_significant).collect();
    let is = |at: usize, word: &str| all.get(at).is_some_and(|it| it.is_word(sql, word));
    let verb = |at: usize| {
        is(at, "insert") && is(at + 1, "into")
            || is(at, "delete") && is(at + 1, "from")
            // `ON CONFLICT DO UPDATE`, `FOR UPDATE` are none.
            || is(at, "update") && at.checked_sub(1).is_none_or(|it| {
                !is(it, "do") && !is(it, "for") && !is(it, "on") && !is(it, "key")
            })
    };
    (0..all.len()).filter(|&at| verb(at)).count()
}

fn has_word(sql: &str, words: &[&str]) -> bool {
    let of = |c: char| !c.is_alphanumeric() && c != '_';
    sql.split(of).any(|it| words.iter().any(|word| it.eq_ignore_ascii_case(word)))
}

fn begins(statement: &Statement, word: &str) -> bool {
    let first = statement.text().split_whitespace().next().unwrap_or_default();
    first.eq_ignore_ascii_case(word)
}

fn head(statement: &Statement) -> String {
    let words: Vec<_> = statement.text().split_whitespace().take(3).collect();
    format!("{} ..", words.join(" "))
}
