//! The type of a column, by the name that the engine has for it.

use std::ops::Range;

use super::walk::{Named, Walk};
use crate::Dialect;
use crate::catalog::builtin;
use crate::catalog::model::Ident;
use crate::change::quoted;

/// A type as a statement writes it.
#[derive(Clone, Debug, Default)]
pub(in crate::catalog) struct TypeText {
    /// As the engine calls it; empty without one.
    pub(in crate::catalog) name: String,
    /// The type that it names by one name, which may be somebody's own.
    pub(in crate::catalog) own: Option<(Option<Named>, Ident, Range<usize>)>,
    /// Whether a sequence of its own gives its numbers.
    pub(in crate::catalog) serial: Serial,
}

/// Whether a sequence of its own gives the numbers of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::catalog) enum Serial {
    Yes,
    #[default]
    No,
}

/// PostgreSQL's other names for its types, and `serial`, which is none.
const ALIASES: &[(&str, &str)] = &[
    ("int", "integer"),
    ("int4", "integer"),
    ("serial", "integer"),
    ("serial4", "integer"),
    ("int2", "smallint"),
    ("smallserial", "smallint"),
    ("serial2", "smallint"),
    ("int8", "bigint"),
    ("bigserial", "bigint"),
    ("serial8", "bigint"),
    ("bool", "boolean"),
    ("float8", "double precision"),
    ("float", "double precision"),
    ("float4", "real"),
    ("decimal", "numeric"),
    ("dec", "numeric"),
    ("varchar", "character varying"),
    ("char varying", "character varying"),
    ("char", "character"),
    ("bpchar", "character"),
    ("varbit", "bit varying"),
    ("timestamptz", "timestamp with time zone"),
    ("timestamp", "timestamp without time zone"),
    ("timetz", "time with time zone"),
    ("time", "time without time zone"),
];

const SERIALS: &[&str] = &["serial", "serial2", "serial4", "serial8", "bigserial", "smallserial"];

/// The name that the engine has for a type.
pub(in crate::catalog) fn type_name(sql: &str) -> String {
    type_text(sql, &mut Walk::new(sql, Dialect::Postgres), &[]).name
}

/// Takes the words of a type, up to the words that end it.
pub(super) fn type_text(sql: &str, walk: &mut Walk<'_>, end: &[&str]) -> TypeText {
    let dialect = walk.dialect();
    let mut words: Vec<String> = Vec::new();
    let (mut arguments, mut dimensions) = (String::new(), "");
    let mut own = None;
    while !walk.is_done() && !walk.sees_any(end) {
        if let Some(inside) = walk.parentheses() {
            let squeezed = sql.get(inside).unwrap_or_default().split_whitespace();
            arguments = format!("({})", squeezed.collect::<String>());
        } else if walk.sees_symbol('[') || walk.sees("array") && !dialect.is_sqlite() {
            dimensions = "[]";
            while !walk.is_done() && !walk.sees_symbol(']') && !walk.sees_any(end) {
                walk.skip();
            }
            walk.symbol(']');
        } else if let Some(path) = walk.pathname() {
            let name = if dialect.is_sqlite() { path.name.as_str() } else { path.name.key() };
            words.push(name.to_owned());
            own = words.len().eq(&1).then_some((path.schema, path.name, path.at));
        } else {
            words.extend(walk.skip().and_then(|at| sql.get(at)).map(str::to_owned));
            own = None;
        }
    }
    if dialect.is_sqlite() {
        let name = format!("{}{arguments}", words.join(" ")).to_ascii_uppercase();
        return TypeText { name, own: None, serial: Serial::No };
    }
    let written = words.join(" ");
    let system = own.as_ref().is_none_or(|(schema, ..)| schema.is_none());
    let serial = if SERIALS.contains(&written.as_str()) { Serial::Yes } else { Serial::No };
    let alias = ALIASES.iter().any(|(alias, _)| *alias == written);
    let known = system && (alias || builtin::is_type(&written));
    let own = own.filter(|_| !known);
    let name = match &own {
        Some((schema, name, _)) if dialect == Dialect::Postgres => {
            own_name(schema.as_ref(), name, &arguments)
        }
        _ => canonical(&written, &arguments, dialect),
    };
    TypeText { name: name + dimensions, own, serial }
}

/// The name that PostgreSQL shows for a type that somebody made.
fn own_name(schema: Option<&Named>, name: &Ident, arguments: &str) -> String {
    let own = quoted(name.as_str(), Dialect::Postgres);
    match schema.filter(|it| !matches!(it.name.key(), "public" | "pg_catalog")) {
        Some(schema) => {
            format!("{}.{own}{arguments}", quoted(schema.name.as_str(), Dialect::Postgres))
        }
        None => format!("{own}{arguments}"),
    }
}

/// The name that PostgreSQL shows for a type.
fn canonical(written: &str, arguments: &str, dialect: Dialect) -> String {
    if dialect != Dialect::Postgres {
        return format!("{written}{arguments}");
    }
    let alias = ALIASES.iter().find(|(alias, _)| *alias == written);
    let name = alias.map_or(written, |(_, name)| name);
    match (name, arguments) {
        ("character", "") if written != "bpchar" => "character(1)".to_owned(),
        ("double precision", arguments) if written == "float" && !arguments.is_empty() => {
            let bits = arguments.trim_matches(['(', ')']).parse::<u32>().unwrap_or(53);
            if bits <= 24 { "real" } else { "double precision" }.to_owned()
        }
        ("numeric", arguments) if !arguments.is_empty() && !arguments.contains(',') => {
            format!("numeric{},0)", arguments.trim_end_matches(')'))
        }
        // The precision stands behind the first word: `timestamp(3) without time zone`.
        (name, arguments) => match name.split_once(' ') {
            Some((first @ ("time" | "timestamp"), rest)) if !arguments.is_empty() => {
                format!("{first}{arguments} {rest}")
            }
            _ => format!("{name}{arguments}"),
        },
    }
}
