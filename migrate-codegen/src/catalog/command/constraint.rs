//! Constraints, of tables and of columns.

use super::list::{items, names};
use super::walk::{Named, Pathname, Walk, part};
use crate::catalog::model::{Action, KeyPart, Match, Numbers, Sql};

/// A constraint as a statement writes it.
#[derive(Clone, Debug)]
pub(in crate::catalog) struct ConstraintText {
    pub(in crate::catalog) name: Option<Named>,
    pub(in crate::catalog) rule: RuleText,
    /// What else is said of it, in lower case.
    pub(in crate::catalog) options: Vec<String>,
}

/// What a constraint demands.
#[derive(Clone, Debug)]
pub(in crate::catalog) enum RuleText {
    PrimaryKey(Vec<(Named, KeyPart)>, Numbers),
    Unique(Vec<(Named, KeyPart)>),
    ForeignKey(ReferenceText),
    Check(Sql),
    Exclude(Sql),
    /// `UNIQUE USING INDEX`, or a primary key.
    UsingIndex(Named, IndexFor),
    /// `NOT NULL column`, which PostgreSQL 18 has.
    NotNull(Named),
}

/// What an index that is there becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::catalog) enum IndexFor {
    PrimaryKey,
    Unique,
}

/// A foreign key.
#[derive(Clone, Debug)]
pub(in crate::catalog) struct ReferenceText {
    pub(in crate::catalog) columns: Vec<Named>,
    pub(in crate::catalog) table: Pathname,
    pub(in crate::catalog) to: Vec<Named>,
    pub(in crate::catalog) matching: Match,
    pub(in crate::catalog) on_delete: Action,
    pub(in crate::catalog) sets: Vec<Named>,
    pub(in crate::catalog) on_update: Action,
}

/// What may stand behind a constraint, in the order in which longer ones win.
const OPTIONS: &[&str] = &[
    "on conflict rollback",
    "on conflict abort",
    "on conflict fail",
    "on conflict ignore",
    "on conflict replace",
    "not deferrable",
    "deferrable",
    "initially deferred",
    "initially immediate",
    "not valid",
    "not enforced",
    "enforced",
    "no inherit",
    "nulls not distinct",
    "nulls distinct",
    "match full",
    "match simple",
    "match partial",
    "using index tablespace",
];

/// Options that say what holds anyway.
const USUAL: &[&str] =
    &["not deferrable", "initially immediate", "nulls distinct", "enforced", "match simple"];

/// What else is said of a constraint, taken.
pub(super) fn options(sql: &str, walk: &mut Walk<'_>) -> Vec<String> {
    let mut all = Vec::new();
    loop {
        let from = walk.here();
        if let Some(option) = walk.one_of(OPTIONS) {
            if option == "using index tablespace" {
                walk.named();
            } else if !USUAL.contains(&option) {
                all.push(option.to_owned());
            }
        } else if walk.one_of(&["include", "with"]).is_some() {
            walk.parentheses();
            let said = sql.get(from..walk.here()).unwrap_or_default();
            all.push(Sql::lowered(said, walk.dialect()).to_string());
        } else if walk.sees("match") && walk.dialect().is_sqlite() {
            walk.skip();
            walk.skip();
        } else {
            return all;
        }
    }
}

/// The constraints of one item of a table; SQLite takes several without a comma between them.
/// Empty when the item is something else.
pub(super) fn constraints(sql: &str, walk: &mut Walk<'_>) -> Vec<ConstraintText> {
    let mut all = Vec::new();
    while !walk.is_done() {
        let name = if walk.take("constraint") { walk.named() } else { None };
        let Some(mut rule) = rule(sql, walk) else { break };
        let mut options = options(sql, walk);
        if let RuleText::PrimaryKey(_, numbers) = &mut rule
            && walk.take("autoincrement")
        {
            *numbers = Numbers::Autoincrement;
        }
        options.sort();
        all.push(ConstraintText { name, rule, options });
    }
    all
}

fn rule(sql: &str, walk: &mut Walk<'_>) -> Option<RuleText> {
    let dialect = walk.dialect();
    match () {
        () if walk.take("primary key") => primary_key(sql, walk),
        () if walk.take("unique") => unique(sql, walk),
        () if walk.take("check") => {
            let inside = walk.parentheses()?;
            Some(RuleText::Check(part(sql, inside, dialect)))
        }
        () if walk.take("foreign key") => {
            let columns = names(sql, walk.parentheses()?, dialect);
            walk.take("references").then(|| reference(sql, walk, columns))?
        }
        () if walk.take("exclude") => {
            let all = walk.rest();
            while walk.skip().is_some() {}
            Some(RuleText::Exclude(part(sql, all, dialect)))
        }
        () if walk.take("not null") => walk.named().map(RuleText::NotNull),
        () => None,
    }
}

fn primary_key(sql: &str, walk: &mut Walk<'_>) -> Option<RuleText> {
    if let Some(index) = index(walk) {
        return Some(RuleText::UsingIndex(index, IndexFor::PrimaryKey));
    }
    let (parts, numbers) = key(sql, walk)?;
    Some(RuleText::PrimaryKey(parts, numbers))
}

fn unique(sql: &str, walk: &mut Walk<'_>) -> Option<RuleText> {
    let nulls = walk.one_of(&["nulls not distinct", "nulls distinct"]);
    if let Some(index) = index(walk) {
        return Some(RuleText::UsingIndex(index, IndexFor::Unique));
    }
    let mut parts = key(sql, walk)?.0;
    if let (Some("nulls not distinct"), Some((_, last))) = (nulls, parts.last_mut()) {
        let said = format!("{} nulls not distinct", last.options);
        last.options = Sql::new(&said, walk.dialect());
    }
    Some(RuleText::Unique(parts))
}

fn index(walk: &mut Walk<'_>) -> Option<Named> {
    walk.take("using index").then(|| walk.named())?
}

/// `(a, b COLLATE x DESC)`, where SQLite takes `AUTOINCREMENT` too.
fn key(sql: &str, walk: &mut Walk<'_>) -> Option<(Vec<(Named, KeyPart)>, Numbers)> {
    let dialect = walk.dialect();
    let mut numbers = Numbers::Reused;
    let parts = items(sql, walk.parentheses()?, dialect).into_iter().filter_map(|item| {
        let mut part_of = Walk::of(sql, item, dialect);
        let column = part_of.named()?;
        let from = part_of.here();
        while !part_of.is_done() && !part_of.sees("autoincrement") {
            part_of.skip();
        }
        let options = part(sql, from..part_of.here(), dialect);
        if part_of.take("autoincrement") {
            numbers = Numbers::Autoincrement;
        }
        Some((column.clone(), KeyPart { column: column.name, options }))
    });
    let parts = parts.collect();
    Some((parts, numbers))
}

/// What stands behind `REFERENCES`.
pub(super) fn reference(sql: &str, walk: &mut Walk<'_>, columns: Vec<Named>) -> Option<RuleText> {
    let table = walk.pathname()?;
    let to = walk.parentheses().map(|at| names(sql, at, walk.dialect())).unwrap_or_default();
    let (on_delete, on_update, matching) = Default::default();
    let sets = Vec::new();
    let mut text = ReferenceText { columns, table, to, matching, on_delete, sets, on_update };
    loop {
        match () {
            () if walk.take("on delete") => {
                text.on_delete = action(walk);
                let listed = walk.parentheses().map(|at| names(sql, at, walk.dialect()));
                text.sets = listed.unwrap_or_default();
            }
            () if walk.take("on update") => text.on_update = action(walk),
            () if walk.take("match full") && !walk.dialect().is_sqlite() => {
                text.matching = Match::Full;
            }
            () if walk.take("match") => drop(walk.skip()),
            () => break,
        }
    }
    Some(RuleText::ForeignKey(text))
}

fn action(walk: &mut Walk<'_>) -> Action {
    match walk.one_of(&["set null", "set default", "cascade", "restrict", "no action"]) {
        Some("set null") => Action::SetNull,
        Some("set default") => Action::SetDefault,
        Some("cascade") => Action::Cascade,
        Some("restrict") => Action::Restrict,
        _ => Action::NoAction,
    }
}
