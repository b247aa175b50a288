//! Whether a column can have its former type again, and whether its values survive that.

use super::super::model::{Column, TypeSort};
use super::super::render::words::{name, path};
use super::super::schema::Catalog;

/// How the values of a column get their former type again.
pub(super) struct Cast {
    /// What stands behind `USING`; nothing where the engine assigns one to the other, and refuses
    /// what does not fit.
    pub(super) using: Option<String>,
    /// Whether every value that was there comes back, and one written since comes back or is
    /// refused.
    pub(super) keeps: bool,
}

/// Sorts of types between which the engine knows the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// Whole numbers, by their bytes.
    Whole(u8),
    Number,
    Text,
    /// `character(n)`, which is filled up.
    Padded,
    Boolean,
    Time,
    Json,
    Enum,
    Other,
}

/// `None` where nothing is known to lead back. `using` is what the statement computed the values by.
pub(super) fn cast(
    then: &Column,
    now: &Column,
    using: Option<&str>,
    before: &Catalog,
    after: &Catalog,
) -> Option<Cast> {
    use Family::{Boolean, Enum, Json, Number, Other, Padded, Text, Time, Whole};
    let (old, is_list) = element(&then.type_name);
    let (new, is_list_now) = element(&now.type_name);
    if is_list != is_list_now {
        return None;
    }
    let plain = using.is_none_or(|it| is_cast(it, then));
    let (one, other) = (family(old, before), family(new, after));
    let brackets = if is_list { "[]" } else { "" };
    let column = name(&then.name);
    let explicit = || Some(format!("{column}::{}", then.type_name));
    let assigned = |keeps: bool| Some(Cast { using: None, keeps: keeps && plain });
    match (one, other) {
        (Whole(old), Whole(new)) => assigned(old != new),
        (Text, Text) => assigned(using.is_none()),
        (Whole(_) | Number, Number)
        | (Number, Whole(_))
        | (Text | Padded, Text | Padded)
        | (Time, Time)
        | (Json, Json) => assigned(false),
        (Enum, Enum) => {
            let keeps = plain
                && labels(old, before)?
                    .iter()
                    .all(|it| labels(new, after).is_some_and(|all| all.contains(it)));
            let using = format!("{column}::text{brackets}::{}", then.type_name);
            Some(Cast { using: Some(using), keeps })
        }
        // Everything can be read again from the text that it was written as.
        (_, Text) => Some(Cast { using: explicit(), keeps: plain && !is_limited(new) }),
        (Text, Other) if new == "bytea" => None,
        (Text, _) if other != Other || is_builtin(new) => {
            Some(Cast { using: is_list.then(explicit).flatten(), keeps: false })
        }
        (Boolean, Whole(4)) | (Whole(4), Boolean) => Some(Cast { using: explicit(), keeps: false }),
        _ => None,
    }
}

fn element(type_name: &str) -> (&str, bool) {
    type_name.strip_suffix("[]").map_or((type_name, false), |it| (it, true))
}

fn is_limited(type_name: &str) -> bool {
    type_name.contains('(')
}

fn is_builtin(type_name: &str) -> bool {
    let first = type_name.split(['(', ' ']).next().unwrap_or(type_name);
    super::super::builtin::is_type(first)
}

fn family(type_name: &str, catalog: &Catalog) -> Family {
    let plain = type_name.split('(').next().unwrap_or(type_name).trim();
    match plain.split(' ').next().unwrap_or(plain) {
        "smallint" => Family::Whole(2),
        "integer" => Family::Whole(4),
        "bigint" => Family::Whole(8),
        "numeric" | "real" | "double" => Family::Number,
        "text" | "citext" => Family::Text,
        "character" if plain.starts_with("character varying") => Family::Text,
        "character" => Family::Padded,
        "boolean" => Family::Boolean,
        "date" | "timestamp" => Family::Time,
        "json" | "jsonb" => Family::Json,
        _ if labels(type_name, catalog).is_some() => Family::Enum,
        _ => Family::Other,
    }
}

fn labels<'c>(type_name: &str, catalog: &'c Catalog) -> Option<&'c [String]> {
    let own = catalog.types().find(|it| path(&it.name) == type_name)?;
    match &own.sort {
        TypeSort::Enum(labels) => Some(labels),
        TypeSort::Domain(_) | TypeSort::Other(_) => None,
    }
}

/// Whether an expression is the column itself with casts behind it, and so changes no value.
fn is_cast(using: &str, column: &Column) -> bool {
    let squeezed: String = using.split_whitespace().collect();
    let inner = squeezed.trim_matches(['(', ')']);
    let mut parts = inner.split("::");
    let first = parts.next().unwrap_or_default().trim_matches(['(', ')', '"']);
    first.eq_ignore_ascii_case(column.name.as_str())
        && parts.all(|it| !it.contains(['+', '*', '/', '|', '\'', ',']))
}
