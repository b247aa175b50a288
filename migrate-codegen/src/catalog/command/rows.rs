//! The tables that queries and changes of rows name, and the columns that they give values to.

use std::ops::Range;

use super::list::names;
use super::walk::{Named, Pathname, Walk};
use crate::Dialect;
use crate::catalog::model::Ident;

/// What a query or a change of rows names.
#[derive(Clone, Debug, Default)]
pub(in crate::catalog) struct Rows {
    /// The table that it changes, and the columns that get values.
    pub(in crate::catalog) target: Option<(Pathname, Vec<Named>)>,
    /// The tables that it reads.
    pub(in crate::catalog) sources: Vec<Pathname>,
}

/// What stands behind `FROM` or `JOIN`, where it is a plain name.
#[derive(Clone, Debug)]
pub(in crate::catalog) struct FromItem {
    pub(in crate::catalog) path: Pathname,
    /// The name that it has in the query, where it gets one.
    pub(in crate::catalog) alias: Option<Named>,
    /// The names of its first columns in the query, where they are listed.
    pub(in crate::catalog) columns: Vec<Ident>,
    /// Its bytes, with the alias and the columns.
    pub(in crate::catalog) at: Range<usize>,
}

/// What a query reads by name.
#[derive(Clone, Debug, Default)]
pub(in crate::catalog) struct FromItems {
    pub(in crate::catalog) all: Vec<FromItem>,
    /// The names that `WITH` gives.
    pub(in crate::catalog) with: Vec<Ident>,
}

/// What a change of rows does, by its first word outside parentheses.
const VERBS: &[&str] = &["insert", "update", "delete", "select", "values", "merge"];

/// Calls whose arguments have a `FROM` that names no table.
const CALLS: &[&str] = &["extract", "substring", "trim", "overlay", "position", "substr"];

impl Rows {
    /// What a whole statement names.
    pub(super) fn of_statement(sql: &str, dialect: Dialect) -> Self {
        let mut walk = Walk::new(sql, dialect);
        let target = match walk.seek(VERBS).as_deref() {
            Some("insert") => insert(sql, &mut walk),
            Some("update") => update(sql, &mut walk),
            Some("delete") if walk.take("from") => {
                walk.take("only");
                walk.pathname().map(|path| (path, Vec::new()))
            }
            _ => None,
        };
        Self { target, sources: sources(sql, dialect) }
    }

    /// What a query names that begins at this byte.
    pub(in crate::catalog) fn of_query(sql: &str, dialect: Dialect) -> Self {
        Self { target: None, sources: sources(sql, dialect) }
    }
}

fn insert(sql: &str, walk: &mut Walk<'_>) -> Option<(Pathname, Vec<Named>)> {
    walk.take("into");
    let path = walk.pathname()?;
    if walk.take("as") {
        walk.named();
    }
    let first = walk.parentheses().map(|at| (at.clone(), Walk::of(sql, at, walk.dialect())));
    let listed = first.filter(|(_, inner)| !inner.sees_any(&["select", "with", "values"]));
    Some((path, listed.map(|(at, _)| names(sql, at, walk.dialect())).unwrap_or_default()))
}

fn update(sql: &str, walk: &mut Walk<'_>) -> Option<(Pathname, Vec<Named>)> {
    walk.take("only");
    let path = walk.pathname()?;
    walk.seek(&["set"])?;
    let mut columns = Vec::new();
    loop {
        match walk.parentheses() {
            Some(inside) => columns.extend(names(sql, inside, walk.dialect())),
            None => columns.extend(walk.named()),
        }
        while !walk.is_done() && !walk.sees_symbol(',') {
            if walk.sees_any(&["where", "from", "returning"]) && !walk.sees_symbol('(') {
                return Some((path, columns));
            }
            walk.group();
        }
        if !walk.symbol(',') {
            return Some((path, columns));
        }
    }
}

/// The names behind `FROM` and `JOIN` at any depth, without those of `WITH`, and without calls.
fn sources(sql: &str, dialect: Dialect) -> Vec<Pathname> {
    let FromItems { all, with } = FromItems::of(sql, dialect);
    let mut found: Vec<_> = all.into_iter().map(|it| it.path).collect();
    found.retain(|it| it.schema.is_some() || !with.contains(&it.name));
    found
}

impl FromItems {
    /// What the query reads, at any depth.
    pub(in crate::catalog) fn of(sql: &str, dialect: Dialect) -> Self {
        let mut walk = Walk::new(sql, dialect);
        let mut reading = Reading { sql, ..Reading::default() };
        while !walk.is_done() {
            reading.step(&mut walk);
        }
        reading.found
    }
}

#[derive(Default)]
struct Reading<'a> {
    sql: &'a str,
    found: FromItems,
    /// For each open parenthesis, whether a `FROM` inside names a table.
    open: Vec<From>,
    before: String,
}

/// What a `FROM` is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Table,
    Argument,
}

impl Reading<'_> {
    fn step(&mut self, walk: &mut Walk<'_>) {
        if walk.sees_any(&["from", "join", "using"]) {
            let word = walk.peek().unwrap_or_default().to_ascii_lowercase();
            walk.skip();
            let names = match word.as_str() {
                "join" => true,
                "from" => self.before != "distinct" && self.open.last() != Some(&From::Argument),
                _ => false,
            };
            if names {
                self.tables(walk);
            }
            self.before = word;
            return;
        }
        let text = walk.peek().unwrap_or_default().to_ascii_lowercase();
        match text.as_str() {
            "(" => {
                let argument = CALLS.contains(&self.before.as_str());
                self.open.push(if argument { From::Argument } else { From::Table });
                walk.skip();
            }
            ")" => {
                self.open.pop();
                walk.skip();
            }
            _ => self.word(walk),
        }
        self.before = text;
    }

    /// A word: `name AS (` and `name (a, b) AS (` give a query a name.
    fn word(&mut self, walk: &mut Walk<'_>) {
        let opens = matches!(self.before.as_str(), "with" | "recursive" | ",");
        match walk.named() {
            Some(named) if opens && (walk.sees("as") || walk.sees_symbol('(')) => {
                self.found.with.push(named.name);
            }
            Some(_) => {}
            None => drop(walk.skip()),
        }
    }

    /// The tables of one `FROM`, up to what is no plain name.
    fn tables(&mut self, walk: &mut Walk<'_>) {
        loop {
            walk.take("only");
            if walk.sees_any(NO_TABLES) {
                return;
            }
            let Some(path) = walk.pathname() else { return };
            if walk.sees_symbol('(') {
                return;
            }
            let start = path.schema.as_ref().map_or(path.at.start, |it| it.at.start);
            walk.symbol('*');
            let mut item =
                FromItem { alias: None, columns: Vec::new(), at: start..path.at.end, path };
            if (walk.take("as") || !walk.sees_any(AFTER_TABLE))
                && let Some(alias) = walk.named()
            {
                item.at.end = alias.at.end;
                item.alias = Some(alias);
                if let Some(inside) = walk.parentheses() {
                    item.at.end = inside.end + 1;
                    let listed = names(self.sql, inside, walk.dialect()).into_iter();
                    item.columns = listed.map(|it| it.name).collect();
                }
            }
            self.found.all.push(item);
            if !walk.symbol(',') {
                return;
            }
        }
    }
}

/// Words that stand for no table: the calls that the grammar has words for, too.
const NO_TABLES: &[&str] = &[
    "lateral",
    "select",
    "rows",
    "unnest",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "localtime",
    "localtimestamp",
    "session_user",
    "system_user",
    "user",
];

/// Words behind a table that are no other name for it.
const AFTER_TABLE: &[&str] = &[
    "where",
    "join",
    "inner",
    "left",
    "right",
    "full",
    "cross",
    "natural",
    "on",
    "using",
    "group",
    "order",
    "having",
    "limit",
    "offset",
    "union",
    "intersect",
    "except",
    "returning",
    "set",
    "window",
    "for",
    "fetch",
    "tablesample",
    "values",
    "default",
    "with",
    "into",
];
