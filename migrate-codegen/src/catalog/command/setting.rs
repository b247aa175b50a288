//! What a statement says of an object beside what it is.

use std::ops::Range;

use super::alter::{Clause, ColumnChange, ConstraintChange, clause};
use super::list::items;
use super::object::sequence;
use super::walk::{Named, Pathname, Walk, part};
use crate::Dialect;
use crate::catalog::model::{Sql, Verb};
use crate::reader::Statement;

/// What a statement says of an object.
#[derive(Clone, Debug)]
pub(in crate::catalog) struct SettingText {
    pub(in crate::catalog) of: SubjectText,
    pub(in crate::catalog) verb: Verb,
    pub(in crate::catalog) head: String,
    pub(in crate::catalog) tail: Sql,
    pub(in crate::catalog) topic: Sql,
}

/// The object, as the statement names it.
#[derive(Clone, Debug)]
pub(in crate::catalog) enum SubjectText {
    Relation(Pathname),
    Column(Pathname, Named),
    Constraint(Pathname, Named),
    Trigger(Pathname, Named),
    Type(Pathname),
    Schema(Named),
}

/// What becomes of a part of a statement.
#[derive(Clone, Debug)]
pub(in crate::catalog) enum Said {
    /// It can be said again.
    Setting(Box<SettingText>),
    /// There is no place for it.
    Omitted,
}

impl Said {
    fn setting(text: SettingText) -> Self {
        Self::Setting(Box::new(text))
    }
}

/// What the statement says of objects beside what they are; what makes or changes them is read
/// elsewhere.
pub(in crate::catalog) fn settings(statement: &Statement) -> Vec<Said> {
    let (sql, dialect) = (statement.text(), statement.dialect());
    if dialect != Dialect::Postgres {
        return Vec::new();
    }
    let mut walk = Walk::new(sql, dialect);
    let first = walk.one_of(&["alter", "comment on", "grant", "revoke", "security", "reassign"]);
    let one = |said: Option<SettingText>| vec![said.map_or(Said::Omitted, Said::setting)];
    match first {
        Some("alter") => altered(sql, &mut walk),
        Some("comment on") if walk.sees_any(OF_NO_SCHEMA) => Vec::new(),
        Some("comment on") => one(comment(sql, &mut walk)),
        Some("grant" | "revoke") => rights(sql, &mut walk),
        Some(_) => vec![Said::Omitted],
        None => Vec::new(),
    }
}

/// What belongs to a server, and to no schema.
const OF_NO_SCHEMA: &[&str] = &["database", "role", "tablespace", "user", "group", "system"];

/// What is altered like a type, and how the statement begins.
const OBJECTS: &[(&str, &str)] = &[
    ("materialized view", "ALTER MATERIALIZED VIEW"),
    ("view", "ALTER VIEW"),
    ("index", "ALTER INDEX"),
    ("sequence", "ALTER SEQUENCE"),
    ("type", "ALTER TYPE"),
    ("domain", "ALTER DOMAIN"),
    ("schema", "ALTER SCHEMA"),
];

/// After `ALTER`.
fn altered(sql: &str, walk: &mut Walk<'_>) -> Vec<Said> {
    if walk.sees_any(OF_NO_SCHEMA) {
        return Vec::new();
    }
    if walk.take("table") || walk.take("foreign table") {
        walk.guard();
        walk.take("only");
        let Some(table) = walk.pathname() else { return vec![Said::Omitted] };
        walk.symbol('*');
        let clauses = items(sql, walk.rest(), walk.dialect()).into_iter();
        let said = clauses.filter_map(|at| of_clause(&table, sql, at, walk.dialect()));
        return said.flat_map(apart).collect();
    }
    let word = OBJECTS.iter().find(|(word, _)| walk.take(word));
    let Some((_, head)) = word else {
        // The names of functions and triggers, and where they lie, are read elsewhere.
        let read = walk.one_of(&["function", "procedure", "trigger"]).is_some();
        let moved = walk.seek(&["rename", "schema"]).is_some();
        return if read && moved { Vec::new() } else { vec![Said::Omitted] };
    };
    walk.guard();
    let Some(path) = walk.pathname() else { return vec![Said::Omitted] };
    of_object(head, path, sql, walk).into_iter().flat_map(apart).collect()
}

/// Parameters, `SET (a = 1, b = 2)`, are said one by one: each is settled by itself.
fn apart(said: Said) -> Vec<Said> {
    let Said::Setting(text) = &said else { return vec![said] };
    let (dialect, tail) = (Dialect::Postgres, text.tail.as_str());
    let mut walk = Walk::new(tail, dialect);
    let Some(word) = walk.one_of(&["set", "reset"]) else { return vec![said] };
    let Some(inside) = walk.parentheses().filter(|_| walk.is_done()) else { return vec![said] };
    let one = |at: Range<usize>| {
        let option = tail.get(at.clone()).unwrap_or_default().trim();
        let own = Walk::of(tail, at, dialect).pathname()?;
        let schema = own.schema.map(|it| format!("{}.", it.name));
        let topic = format!("parameter {}{}", schema.unwrap_or_default(), own.name);
        Some(Said::setting(SettingText {
            tail: Sql::new(&format!("{} ({option})", word.to_uppercase()), dialect),
            topic: Sql::new(&topic, dialect),
            ..(**text).clone()
        }))
    };
    let all: Option<Vec<_>> = items(tail, inside, dialect).into_iter().map(one).collect();
    all.unwrap_or_else(|| vec![said])
}

/// What an `ALTER` says of something that is no table.
fn of_object(head: &str, path: Pathname, sql: &str, walk: &Walk<'_>) -> Option<Said> {
    let dialect = walk.dialect();
    let mut rest = Walk::of(sql, walk.rest(), dialect);
    let first = rest.one_of(&[
        "rename to",
        "rename value",
        "set schema",
        "add value",
        "owned",
        "restart",
        "rename",
        "add attribute",
        "drop attribute",
        "alter attribute",
        "attach",
        "depends",
        "no depends",
        "validate",
    ]);
    match first {
        Some("rename to" | "rename value" | "set schema" | "add value" | "owned" | "restart") => {
            return None;
        }
        Some("rename") if head.ends_with("VIEW") => return None,
        Some(_) => return Some(Said::Omitted),
        None => {}
    }
    let of = match head {
        "ALTER TYPE" | "ALTER DOMAIN" => SubjectText::Type(path),
        "ALTER SCHEMA" => SubjectText::Schema(Named { name: path.name, at: path.at }),
        _ => SubjectText::Relation(path),
    };
    let tail = match head {
        "ALTER SEQUENCE" => sequence(sql, &mut Walk::of(sql, walk.rest(), dialect)).0,
        _ => part(sql, walk.rest(), dialect),
    };
    let topic =
        if Walk::of(sql, walk.rest(), dialect).sees("owner") { "owner" } else { tail.as_str() };
    let topic = Sql::new(topic, dialect);
    Some(Said::setting(SettingText { of, verb: Verb::Alter, head: head.to_owned(), tail, topic }))
}

/// What a clause of an `ALTER TABLE` says that is read nowhere else.
fn of_clause(table: &Pathname, sql: &str, at: Range<usize>, dialect: Dialect) -> Option<Said> {
    let said = match clause(sql, &mut Walk::of(sql, at.clone(), dialect)) {
        Some(Clause::AlterColumn(column, ColumnChange::Other)) => {
            of_column(table, column, sql, at, dialect)
        }
        Some(
            Clause::Constraint(_, ConstraintChange::Other)
            | Clause::AttachPartition(_)
            | Clause::DetachPartition(_)
            | Clause::Inherit(_)
            | Clause::NoInherit(_),
        ) => None,
        Some(Clause::Other) | None => of_table(table, sql, at, dialect),
        Some(_) => return None,
    };
    Some(said.map_or(Said::Omitted, Said::setting))
}

/// What `ALTER COLUMN` settles, and whether a later one takes its place.
const OF_COLUMN: &[(&str, Lasts)] = &[
    ("set statistics", Lasts::UntilNext),
    ("set storage", Lasts::UntilNext),
    ("set compression", Lasts::UntilNext),
    ("set", Lasts::Always),
    ("reset", Lasts::Always),
];

/// What other clauses settle.
const OF_TABLE: &[(&str, Lasts)] = &[
    ("enable row level security", Lasts::As("row security")),
    ("disable row level security", Lasts::As("row security")),
    ("force row level security", Lasts::As("forced row security")),
    ("no force row level security", Lasts::As("forced row security")),
    ("replica identity", Lasts::As("replica identity")),
    ("cluster on", Lasts::As("cluster")),
    ("set without cluster", Lasts::As("cluster")),
    ("owner to", Lasts::As("owner")),
    ("set tablespace", Lasts::UntilNext),
    ("set access method", Lasts::UntilNext),
    ("set logged", Lasts::As("logged")),
    ("set unlogged", Lasts::As("logged")),
    ("set without oids", Lasts::UntilNext),
    ("enable trigger all", Lasts::As("all triggers")),
    ("disable trigger all", Lasts::As("all triggers")),
    ("enable trigger user", Lasts::As("triggers")),
    ("disable trigger user", Lasts::As("triggers")),
    ("enable", Lasts::Always),
    ("disable", Lasts::Always),
    ("set", Lasts::Always),
    ("reset", Lasts::Always),
];

/// When a trigger fires, before the word `TRIGGER`.
const FIRING: &[&str] = &["enable always", "enable replica", "enable", "disable"];

/// What takes the place of something said.
#[derive(Clone, Copy, Debug)]
enum Lasts {
    /// What is said with the same words in front.
    UntilNext,
    /// What settles this.
    As(&'static str),
    /// Nothing but the same again.
    Always,
}

impl Lasts {
    fn topic(self, words: &str, tail: &Sql) -> Sql {
        match self {
            Self::UntilNext => Sql::new(words, Dialect::Postgres),
            Self::As(topic) => Sql::new(topic, Dialect::Postgres),
            Self::Always => tail.clone(),
        }
    }
}

fn of_column(
    table: &Pathname,
    column: Named,
    sql: &str,
    at: Range<usize>,
    dialect: Dialect,
) -> Option<SettingText> {
    let tail = part(sql, column.at.end..at.end, dialect);
    let mut walk = Walk::new(tail.as_str(), dialect);
    let (words, lasts) = OF_COLUMN.iter().find(|(words, _)| walk.take(words))?;
    // What else is set is said of its numbers, and not of the column.
    if matches!(lasts, Lasts::Always) && !walk.sees_symbol('(') {
        return None;
    }
    let topic = lasts.topic(words, &tail);
    Some(SettingText::altered(
        "ALTER TABLE",
        SubjectText::Column(table.clone(), column),
        tail,
        topic,
    ))
}

fn of_table(
    table: &Pathname,
    sql: &str,
    at: Range<usize>,
    dialect: Dialect,
) -> Option<SettingText> {
    let mut walk = Walk::of(sql, at.clone(), dialect);
    if let Some(when) = walk.one_of(FIRING)
        && walk.take("trigger")
        && !walk.sees_any(&["all", "user"])
        && let Some(trigger) = walk.named()
    {
        let (of, tail) = (SubjectText::Trigger(table.clone(), trigger), when.to_uppercase());
        let (tail, topic) = (Sql::new(&tail, dialect), Sql::new("fires", dialect));
        return Some(SettingText::altered("ALTER TABLE", of, tail, topic));
    }
    let tail = part(sql, at.clone(), dialect);
    let mut walk = Walk::of(sql, at, dialect);
    let (words, lasts) = OF_TABLE.iter().find(|(words, _)| walk.take(words))?;
    let topic = lasts.topic(words, &tail);
    Some(SettingText::altered("ALTER TABLE", SubjectText::Relation(table.clone()), tail, topic))
}

impl SettingText {
    fn altered(head: &str, of: SubjectText, tail: Sql, topic: Sql) -> Self {
        Self { of, verb: Verb::Alter, head: head.to_owned(), tail, topic }
    }
}

/// After `COMMENT ON`.
fn comment(sql: &str, walk: &mut Walk<'_>) -> Option<SettingText> {
    let dialect = walk.dialect();
    let word = walk.one_of(&[
        "table",
        "foreign table",
        "view",
        "materialized view",
        "index",
        "sequence",
        "column",
        "constraint",
        "trigger",
        "type",
        "domain",
        "schema",
    ])?;
    let of = match word {
        "column" => {
            let (table, column) = walk.column()?;
            SubjectText::Column(table, column)
        }
        "constraint" | "trigger" => {
            let own = walk.named()?;
            if !walk.take("on") || walk.take("domain") {
                return None;
            }
            let table = walk.pathname()?;
            match word {
                "constraint" => SubjectText::Constraint(table, own),
                _ => SubjectText::Trigger(table, own),
            }
        }
        "type" | "domain" => SubjectText::Type(walk.pathname()?),
        "schema" => SubjectText::Schema(walk.named()?),
        _ => SubjectText::Relation(walk.pathname()?),
    };
    let tail = part(sql, walk.rest(), dialect);
    let head = format!("COMMENT ON {}", word.to_uppercase());
    Some(SettingText { of, verb: Verb::Name, head, tail, topic: Sql::new("comment", dialect) })
}

/// After `GRANT` or `REVOKE`. Without `ON` it is about roles, which are no part of a schema.
fn rights(sql: &str, walk: &mut Walk<'_>) -> Vec<Said> {
    let dialect = walk.dialect();
    let columns = Walk::of(sql, walk.rest(), dialect);
    let Some(found) = walk.seek(&["on", "to", "from"]) else { return vec![Said::Omitted] };
    if found != "on" || walk.sees_any(OF_NO_SCHEMA) {
        return Vec::new();
    }
    // Rights on columns, and on everything that there is at that time, cannot be said again.
    let head = part(sql, 0..walk.here(), dialect);
    let rest = columns.rest();
    let of_columns = sql.get(rest.start..walk.here()).is_some_and(|it| it.contains('('));
    if of_columns || walk.take("all") {
        return vec![Said::Omitted];
    }
    let word = walk.one_of(&["table", "sequence", "schema", "type", "domain"]).unwrap_or("table");
    if walk.sees_any(&[
        "function",
        "procedure",
        "routine",
        "foreign",
        "language",
        "large",
        "parameter",
    ]) {
        return vec![Said::Omitted];
    }
    let all = walk.pathnames();
    let tail = part(sql, walk.rest(), dialect);
    let topic = Sql::new(&format!("{head} {tail}"), dialect);
    let head = format!("{head} {}", word.to_uppercase());
    let said = all.into_iter().map(|path| {
        let of = match word {
            "schema" => SubjectText::Schema(Named { name: path.name, at: path.at }),
            "type" | "domain" => SubjectText::Type(path),
            _ => SubjectText::Relation(path),
        };
        let (head, tail, topic) = (head.clone(), tail.clone(), topic.clone());
        Said::setting(SettingText { of, verb: Verb::Name, head, tail, topic })
    });
    said.collect()
}
