//! What Cloudflare D1 refuses although SQLite takes it.

use crate::reader::{Kind, Lifetime, Statement};

/// Pragmas that D1 answers; it refuses all others.
const ALLOWED: &[&str] = &[
    "case_sensitive_like",
    "defer_foreign_keys",
    "foreign_key_check",
    "foreign_key_list",
    "foreign_keys",
    "ignore_check_constraints",
    "index_info",
    "index_list",
    "index_xinfo",
    "legacy_alter_table",
    "optimize",
    "quick_check",
    "recursive_triggers",
    "reverse_unordered_selects",
    "table_info",
    "table_list",
    "table_xinfo",
];

/// Why D1 refuses the statement, and what to do.
pub(super) fn refuses(statement: &Statement) -> Option<(String, &'static str)> {
    let name = statement.object.as_ref();
    match statement.kind {
        Kind::Pragma if name.is_some_and(|name| !ALLOWED.iter().any(|own| name.is(own))) => {
            let pragma = name.map_or_else(String::new, ToString::to_string);
            Some((format!("D1 refuses `PRAGMA {pragma}`"), "leave it out: D1 sets it itself"))
        }
        Kind::Attach | Kind::Detach => Some((
            "D1 has one database: it refuses `ATTACH` and `DETACH`".to_owned(),
            "leave it out",
        )),
        Kind::Vacuum => {
            Some(("D1 refuses `VACUUM`".to_owned(), "leave it out: D1 looks after its own storage"))
        }
        _ if statement.lifetime == Lifetime::Temporary => Some((
            "D1 refuses temporary objects".to_owned(),
            "make a table of a name of its own, and drop it at the end",
        )),
        _ if name.is_some_and(|name| name.name.to_ascii_lowercase().starts_with("_cf_")) => Some((
            "D1 keeps names that begin with `_cf_` for itself".to_owned(),
            "choose another name",
        )),
        Kind::CreateVirtualTable if uses_rtree(statement) => {
            Some(("D1 has no `rtree` module".to_owned(), "use indexes on plain columns"))
        }
        _ => None,
    }
}

fn uses_rtree(statement: &Statement) -> bool {
    let text = statement.text().to_ascii_lowercase();
    text.split_whitespace()
        .skip_while(|word| *word != "using")
        .nth(1)
        .is_some_and(|module| module.starts_with("rtree"))
}
