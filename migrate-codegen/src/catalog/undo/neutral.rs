//! A value for rows that have to have one.

use super::super::model::TypeSort;
use super::super::schema::Catalog;
use crate::catalog::render::words::{path, string};

/// A value of a type that says nothing; `None` where every value says something.
pub(super) fn neutral(type_name: &str, catalog: &Catalog) -> Option<String> {
    if type_name.ends_with("[]") {
        return Some("'{}'".to_owned());
    }
    let plain = type_name.split('(').next().unwrap_or(type_name).trim();
    let first = plain.split(' ').next().unwrap_or(plain);
    Some(match first {
        "smallint" | "integer" | "bigint" | "numeric" | "real" | "double" | "money" => {
            "0".to_owned()
        }
        "text" | "character" | "citext" | "bytea" | "name" => "''".to_owned(),
        "boolean" => "false".to_owned(),
        "date" | "timestamp" => "'epoch'".to_owned(),
        "time" => "'00:00'".to_owned(),
        "interval" => "'0'".to_owned(),
        "json" | "jsonb" => "'null'".to_owned(),
        "uuid" => "'00000000-0000-0000-0000-000000000000'".to_owned(),
        _ => {
            let own = catalog.types().find(|it| path(&it.name) == type_name)?;
            match &own.sort {
                TypeSort::Enum(labels) => string(labels.first()?),
                TypeSort::Domain(_) | TypeSort::Other(_) => return None,
            }
        }
    })
}
