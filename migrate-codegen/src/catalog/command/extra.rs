//! Objects that are kept as they are written.

use super::read::Command;
use super::walk::{Pathname, Walk, part};
use crate::catalog::model::Sql;

/// Such an object as a statement writes it.
#[derive(Clone, Debug)]
pub(in crate::catalog) struct ExtraText {
    pub(in crate::catalog) sort: &'static str,
    pub(in crate::catalog) name: Sql,
    pub(in crate::catalog) table: Option<Pathname>,
    pub(in crate::catalog) head: Sql,
    pub(in crate::catalog) tail: Sql,
}

/// What they are, those with more words first, and the word before their table.
const SORTS: &[(&str, Option<&str>)] = &[
    ("access method", None),
    ("aggregate", None),
    ("cast", None),
    ("collation", None),
    ("conversion", None),
    ("default conversion", None),
    ("foreign data wrapper", None),
    ("operator class", None),
    ("operator family", None),
    ("operator", None),
    ("policy", Some("on")),
    ("publication", None),
    ("rule", Some("to")),
    ("statistics", Some("from")),
    ("subscription", None),
    ("text search configuration", None),
    ("text search dictionary", None),
    ("text search parser", None),
    ("text search template", None),
    ("transform", None),
    ("user mapping", None),
];

/// After `CREATE`; `None` for what is no part of a schema.
pub(super) fn extra(sql: &str, walk: &mut Walk<'_>) -> Option<ExtraText> {
    let dialect = walk.dialect();
    let (sort, before_table) = sort(walk)?;
    walk.guard();
    let name = name(sql, walk)?;
    let (mut head, mut table, mut tail) =
        (Sql::laid_out(sql, dialect), None, Sql::new("", dialect));
    if let Some(word) = before_table
        && walk.seek(&[word]).is_some()
    {
        let from = walk.here();
        table = walk.pathname();
        head = part(sql, 0..from, dialect);
        tail = Sql::laid_out(sql.get(walk.rest()).unwrap_or_default(), dialect);
    }
    Some(ExtraText { sort, name, table, head, tail })
}

/// After `DROP`.
pub(super) fn dropped_extra(sql: &str, walk: &mut Walk<'_>) -> Command {
    let Some((sort, _)) = sort(walk) else {
        // An extension is listed; what goes with the others by `CASCADE` nobody knows.
        let followed = walk.take("extension") || walk.seek(&["cascade"]).is_some();
        return if followed { Command::Opaque } else { Command::Nothing };
    };
    walk.guard();
    let mut names = Vec::new();
    while let Some(name) = name(sql, walk) {
        names.push(name);
        if !walk.symbol(',') {
            break;
        }
    }
    let table = if walk.take("on") { walk.pathname() } else { None };
    if table.is_none() && walk.take("cascade") {
        return Command::Opaque;
    }
    Command::DropExtra(sort, names, table)
}

fn sort(walk: &mut Walk<'_>) -> Option<(&'static str, Option<&'static str>)> {
    SORTS.iter().copied().find(|(words, _)| walk.take(words))
}

/// Everything up to the first parentheses, and they too where they are a part of it.
fn name(sql: &str, walk: &mut Walk<'_>) -> Option<Sql> {
    let from = walk.here();
    let mut end = from;
    if walk.pathname().is_none() {
        while !walk.is_done() && !walk.sees_symbol('(') {
            walk.skip();
        }
    }
    end = end.max(walk.here());
    if let Some(inside) = walk.parentheses() {
        end = inside.end + 1;
    }
    (end > from).then(|| part(sql, from..end, walk.dialect()))
}
