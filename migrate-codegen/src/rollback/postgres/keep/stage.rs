//! What of a rollback comes before the rows, and what after them.

use super::table::{Keep, Kept, name};
use crate::Dialect;
use crate::catalog::{Catalog, Column, Ident, Null, Table};
use crate::change::{Action, Change, alter};
use crate::reader::{Kind, Statement, read};
use crate::source::{SourceFile, SqlText};
use crate::text::tokens;

/// A rollback around the rows.
pub(in crate::rollback::postgres) struct Stages {
    /// What makes the tables and columns again, and takes away what would stand in the way.
    pub(in crate::rollback::postgres) before: Vec<String>,
    /// What demands something of the rows, reads them, or fires on them.
    pub(in crate::rollback::postgres) after: Vec<String>,
}

/// Splits a rollback in two. Columns that were never null are filled before that is said again.
pub(in crate::rollback::postgres) fn stages(
    statements: Vec<String>,
    keeps: &[Keep<'_>],
    start: &Catalog,
) -> Stages {
    let mut stages = Stages { before: Vec::new(), after: Vec::new() };
    let mut late: Vec<String> = Vec::new();
    for sql in statements {
        if let Some((add, demand)) = nullable_first(&sql, keeps, start) {
            stages.before.push(add);
            stages.after.push(demand);
            continue;
        }
        let text = SqlText::slice(&SourceFile::new("", sql.as_str()), 0..sql.len());
        let all = read(&text, Dialect::Postgres);
        let of_late = all.iter().any(|it| alter(it).is_empty() && names_one_of(it, &late));
        if of_late || all.iter().any(|it| comes_after(it, start)) {
            late.extend(all.iter().filter_map(made).map(|it| it.to_lowercase()));
            stages.after.push(sql);
        } else {
            stages.before.push(sql);
        }
    }
    stages
}

/// A kept column that is never null is added as one that may be, until its values are back.
fn nullable_first(sql: &str, keeps: &[Keep<'_>], start: &Catalog) -> Option<(String, String)> {
    let writer = start.writer();
    keeps.iter().find_map(|keep| {
        let Kept::Rows(rows) = &keep.kept else { return None };
        let refuses = |it: &&Column| it.null == Null::Refused && it.default.is_none();
        rows.dropped.iter().map(|it| it.column).filter(refuses).find_map(|column| {
            let add = writer.add_column(keep.table, column).ok()?;
            if add != sql || column.identity.is_some() {
                return None;
            }
            let open = Column { null: Null::Allowed, ..column.clone() };
            let (table, own) = (keep.table.name.to_sql(), name(&column.name));
            let demand = format!("ALTER TABLE {table} ALTER COLUMN {own} SET NOT NULL");
            Some((writer.add_column(keep.table, &open).ok()?, demand))
        })
    })
}

/// Whether it makes something of the start that is about rows: what is only there in between
/// stands in nobody's way.
fn comes_after(statement: &Statement, start: &Catalog) -> bool {
    let words: Vec<_> = statement.text().split_whitespace().take(3).collect();
    let begins = words.join(" ").to_ascii_lowercase();
    let begins = |words: &[&str]| words.iter().any(|it| begins.starts_with(it));
    let Some(own) = statement.object.as_ref().map(|it| it.name.as_str()) else { return false };
    let is_own = |it: &Ident| it.as_str() == own;
    if statement.kind == Kind::CreateView || begins(&["create materialized view"]) {
        return start.views().any(|it| is_own(&it.name.name));
    }
    if statement.kind == Kind::CreateTrigger || begins(&["create constraint trigger"]) {
        return start.triggers().any(|it| is_own(&it.name));
    }
    if begins(&["create unique"]) {
        return start.indexes().any(|it| is_own(&it.name.name));
    }
    let table = start.tables().find(|it| is_own(&it.name.name));
    table.is_some_and(|table| alter(statement).iter().any(|it| demands(&it.action, table)))
}

/// Whether a clause demands of the rows what the table demanded at the start.
fn demands(action: &Action, table: &Table) -> bool {
    let ident = |name: &str| Ident::new(name, Dialect::Postgres);
    let has = |name: &str| table.constraint(&ident(name)).is_some();
    match action {
        Action::AddConstraint(it) => it.name.as_deref().is_none_or(has),
        Action::Validate(name) => has(name),
        Action::AlterColumn(name, Change::SetNotNull) => {
            table.column(&ident(name)).is_some_and(|it| it.null == Null::Refused)
        }
        Action::EnableTrigger(_) => true,
        _ => false,
    }
}

/// What a statement makes, or gives another name.
fn made(statement: &Statement) -> Option<String> {
    let makes = statement.text().split_whitespace().next()?.eq_ignore_ascii_case("create");
    statement.object.as_ref().filter(|_| makes).map(|it| it.name.clone())
}

fn names_one_of(statement: &Statement, names: &[String]) -> bool {
    let sql = statement.text();
    let mut words = tokens(sql, statement.dialect()).filter_map(|it| it.identifier(sql));
    words.any(|it| names.contains(&it.to_lowercase()))
}
