//! `CREATE` of indexes, views, triggers, sequences and types.

use std::ops::Range;

use super::list::{items, names};
use super::table::listed;
use super::walk::{Named, Pathname, Walk, part};
use super::{Made, Place};
use crate::catalog::model::{
    Ident, IndexPart, Reach, Sql, TriggerSort, TypeSort, Unique, ViewSort,
};
use crate::text::{TokenKind, tokens};

/// An index as a statement writes it.
#[derive(Clone, Debug)]
pub(in crate::catalog) struct IndexText {
    /// `None` where PostgreSQL chooses the name.
    pub(in crate::catalog) made: Option<Made>,
    pub(in crate::catalog) table: Pathname,
    pub(in crate::catalog) reach: Reach,
    pub(in crate::catalog) unique: Unique,
    pub(in crate::catalog) method: Option<Ident>,
    /// With the column's bytes, where it is one.
    pub(in crate::catalog) parts: Vec<(IndexPart, Range<usize>)>,
    pub(in crate::catalog) include: Vec<Named>,
    pub(in crate::catalog) filter: Option<Sql>,
    pub(in crate::catalog) options: Sql,
}

/// A view as a statement writes it.
#[derive(Clone, Debug)]
pub(in crate::catalog) struct ViewText {
    pub(in crate::catalog) made: Made,
    pub(in crate::catalog) sort: ViewSort,
    pub(in crate::catalog) columns: Option<Vec<Named>>,
    pub(in crate::catalog) options: Sql,
    pub(in crate::catalog) query: Sql,
}

/// A trigger as a statement writes it.
#[derive(Clone, Debug)]
pub(in crate::catalog) struct TriggerText {
    pub(in crate::catalog) made: Made,
    pub(in crate::catalog) sort: TriggerSort,
    pub(in crate::catalog) table: Pathname,
    pub(in crate::catalog) when: Sql,
    pub(in crate::catalog) body: Sql,
}

/// The table and column that a sequence goes with.
pub(in crate::catalog) type Owner = Option<(Pathname, Named)>;

/// What is said of a sequence, and the column that it goes with, which has a place of its own.
pub(super) fn sequence(sql: &str, walk: &mut Walk<'_>) -> (Sql, Owner) {
    let dialect = walk.dialect();
    let from = walk.here();
    while !walk.is_done() && !walk.sees("owned") {
        walk.skip();
    }
    let before = from..walk.here();
    let owner = if walk.take("owned") { owner(walk) } else { None };
    let [before, behind] = [before, walk.rest()].map(|it| sql.get(it).unwrap_or_default());
    (Sql::new(&format!("{before} {behind}"), dialect), owner)
}

/// `BY table.column`, or `BY NONE`.
pub(super) fn owner(walk: &mut Walk<'_>) -> Owner {
    if !walk.take("by") {
        return None;
    }
    walk.column()
}

/// After `CREATE [UNIQUE] INDEX`.
pub(super) fn index(sql: &str, walk: &mut Walk<'_>, unique: Unique) -> Option<IndexText> {
    let dialect = walk.dialect();
    walk.take("concurrently");
    let guard = walk.guard();
    let made = (!walk.sees("on")).then(|| walk.pathname()).flatten().map(|path| Made {
        path,
        guard,
        place: Place::Named,
    });
    if !walk.take("on") {
        return None;
    }
    let reach = if walk.take("only") { Reach::Only } else { Reach::Partitions };
    let table = walk.pathname()?;
    let method = if walk.take("using") { walk.named().map(|it| it.name) } else { None };
    let parts = items(sql, walk.parentheses()?, dialect);
    let parts = parts.into_iter().map(|item| index_part(sql, item, walk)).collect();
    let include = if walk.take("include") {
        walk.parentheses().map(|at| names(sql, at, dialect)).unwrap_or_default()
    } else {
        Vec::new()
    };
    let from = walk.here();
    let mut end = from;
    while !walk.is_done() && !walk.sees("where") {
        if walk.parentheses().is_none() {
            walk.skip();
        }
        end = walk.here();
    }
    let options = Sql::lowered(sql.get(from..end).unwrap_or_default(), dialect);
    let filter = walk.take("where").then(|| part(sql, walk.rest(), dialect));
    Some(IndexText { made, table, reach, unique, method, parts, include, filter, options })
}

/// A column or an expression, and what is said of it.
fn index_part(sql: &str, item: Range<usize>, outer: &Walk<'_>) -> (IndexPart, Range<usize>) {
    let dialect = outer.dialect();
    let mut walk = Walk::of(sql, item.clone(), dialect);
    let alone = walk.named().filter(|_| !walk.sees_symbol('(') && !walk.sees_symbol('.'));
    let (of, column, at) = match alone {
        Some(column) if !is_operator(&walk) => {
            (part(sql, column.at.clone(), dialect), Some(column.name), column.at)
        }
        _ => {
            walk = Walk::of(sql, item.clone(), dialect);
            let end = expression(&mut walk);
            (unwrapped(sql, item.start..end, outer), None, item.start..end)
        }
    };
    let options = Sql::lowered(sql.get(walk.rest()).unwrap_or_default(), dialect);
    (IndexPart { of, column, options }, at)
}

/// Words that end an expression in an index.
const BEHIND: &[&str] = &["collate", "asc", "desc", "nulls"];

fn is_operator(walk: &Walk<'_>) -> bool {
    let symbol =
        |text: &str| !text.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '"');
    walk.peek().is_some_and(symbol)
        || walk.dialect().is_sqlite() && !walk.is_done() && !walk.sees_any(BEHIND)
}

/// Takes an expression: where it ends. On PostgreSQL it is a call or stands in parentheses.
fn expression(walk: &mut Walk<'_>) -> usize {
    let mut end = walk.here();
    let alone = !walk.dialect().is_sqlite() && walk.sees_symbol('(');
    while !walk.is_done() && !walk.sees_any(BEHIND) {
        let dot = walk.sees_symbol('.');
        match walk.parentheses() {
            Some(inside) => end = inside.end + 1,
            None => end = walk.skip().map_or(end, |at| at.end),
        }
        let called =
            !walk.dialect().is_sqlite() && !walk.sees_symbol('(') && !walk.sees_symbol('.');
        if alone || called && !dot {
            break;
        }
    }
    end
}

/// Without the parentheses around it.
fn unwrapped(sql: &str, at: Range<usize>, outer: &Walk<'_>) -> Sql {
    let mut walk = Walk::of(sql, at.clone(), outer.dialect());
    match walk.parentheses() {
        Some(inside) if walk.is_done() => part(sql, inside, outer.dialect()),
        _ => part(sql, at, outer.dialect()),
    }
}

/// After `CREATE [MATERIALIZED] VIEW`.
pub(super) fn view(
    sql: &str,
    walk: &mut Walk<'_>,
    sort: ViewSort,
    place: Place,
) -> Option<ViewText> {
    let guard = walk.guard();
    let path = walk.pathname()?;
    let columns = listed(sql, walk);
    let from = walk.here();
    let mut end = from;
    while !walk.sees("as") {
        end = walk.parentheses().map(|it| it.end + 1).or_else(|| Some(walk.skip()?.end))?;
    }
    let options = part(sql, from..end, walk.dialect());
    walk.take("as");
    let query = Sql::laid_out(sql.get(walk.rest()).unwrap_or_default(), walk.dialect());
    Some(ViewText { made: Made { path, guard, place }, sort, columns, options, query })
}

/// After `CREATE [CONSTRAINT] TRIGGER`.
pub(super) fn trigger(
    sql: &str,
    walk: &mut Walk<'_>,
    sort: TriggerSort,
    place: Place,
) -> Option<TriggerText> {
    let guard = walk.guard();
    let path = walk.pathname()?;
    let from = walk.here();
    let mut end = from;
    while !walk.sees("on") {
        end = walk.skip()?.end;
    }
    let when = part(sql, from..end, walk.dialect());
    walk.take("on");
    let table = walk.pathname()?;
    let body = part(sql, walk.rest(), walk.dialect());
    Some(TriggerText { made: Made { path, guard, place }, sort, table, when, body })
}

/// After `CREATE TYPE name`.
pub(super) fn type_sort(sql: &str, walk: &mut Walk<'_>) -> TypeSort {
    if walk.take("as enum") {
        let inside = walk.parentheses().unwrap_or_default();
        let text = sql.get(inside).unwrap_or_default();
        let labels = tokens(text, walk.dialect()).filter(|it| it.kind == TokenKind::String);
        return TypeSort::Enum(labels.map(|it| label(it.text(text))).collect());
    }
    TypeSort::Other(part(sql, walk.rest(), walk.dialect()))
}

/// What a string says.
pub(in crate::catalog) fn label(text: &str) -> String {
    let inner = text.strip_prefix(['e', 'E']).unwrap_or(text);
    let inner = inner.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')).unwrap_or(inner);
    let plain = inner.replace("''", "'");
    if text.starts_with('\'') { plain } else { unescaped(&plain) }
}

/// Without the backslashes of `E'..'`.
fn unescaped(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(next) = rest.next() {
        said.extend(match (next, if next == '\\' { rest.next() } else { None }) {
            (_, Some('n')) => Some('\n'),
            (_, Some('r')) => Some('\r'),
            (_, Some('t')) => Some('\t'),
            (_, Some(escaped)) => Some(escaped),
            (plain, None) => Some(plain),
        });
    }
    said
}
