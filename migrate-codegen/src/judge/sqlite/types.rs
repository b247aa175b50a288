//! Type names that look like a slip of the pen. SQLite takes any word for a type.

use super::catalog;
use super::engine::{Engine, literal};

/// The type names that people write.
const KNOWN: &[&str] = &[
    "any",
    "bigint",
    "binary",
    "bit",
    "blob",
    "bool",
    "boolean",
    "bytea",
    "char",
    "character",
    "clob",
    "currency",
    "date",
    "datetime",
    "dec",
    "decimal",
    "double",
    "enum",
    "float",
    "guid",
    "int",
    "int2",
    "int4",
    "int8",
    "integer",
    "json",
    "jsonb",
    "long",
    "mediumint",
    "money",
    "native",
    "nchar",
    "number",
    "numeric",
    "nvarchar",
    "precision",
    "real",
    "serial",
    "short",
    "signed",
    "smallint",
    "text",
    "time",
    "timestamp",
    "timestamptz",
    "timetz",
    "tinyint",
    "tinytext",
    "longtext",
    "unsigned",
    "uuid",
    "varbinary",
    "varchar",
    "varying",
    "big",
    "with",
    "without",
    "zone",
    "mediumtext",
    "interval",
    "inet",
    "url",
    "uri",
    "bytes",
    "unixepoch",
    "xml",
    "year",
    "varchar2",
    "nvarchar2",
];

/// What other engines call `TEXT`.
const STRING: &str = "string";

/// Words that begin a constraint; misspelt, they become part of the type.
const CONSTRAINTS: &[&str] =
    &["primary", "references", "unique", "default", "constraint", "autoincrement", "generated"];

/// A column whose type is no type, and what it may be meant to be.
#[derive(Debug)]
pub(super) struct Slip {
    pub(super) column: String,
    pub(super) word: String,
    pub(super) meant: &'static str,
}

/// The slips in a table's columns.
pub(super) fn slips(engine: &Engine, table: &str) -> Vec<Slip> {
    let sql = format!("SELECT name, type FROM pragma_table_xinfo({})", literal(table));
    let columns = engine.rows(&sql).unwrap_or_default();
    let slip = |row: Vec<String>| {
        let [column, declared] = <[String; 2]>::try_from(row).ok()?;
        let (word, meant) = slip(&declared)?;
        Some(Slip { column, word, meant })
    };
    columns.into_iter().filter_map(slip).collect()
}

/// The tables to look into: those that people made, not the shadows of virtual tables.
pub(super) fn tables(engine: &Engine) -> Vec<String> {
    let mut tables = engine.tables();
    let virtual_tables = engine.column(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'",
    );
    let is_shadow = |table: &String| {
        virtual_tables.iter().any(|of| {
            table == of || table.strip_prefix(of.as_str()).is_some_and(|rest| rest.starts_with('_'))
        })
    };
    tables.retain(|table| !is_shadow(table) && !catalog::columns(engine, table).is_empty());
    tables
}

fn slip(declared: &str) -> Option<(String, &'static str)> {
    let words = declared.split(|c: char| !c.is_alphanumeric() && c != '_');
    let words = words.filter(|word| word.starts_with(char::is_alphabetic));
    for (at, word) in words.enumerate() {
        let lower = word.to_lowercase();
        if KNOWN.contains(&lower.as_str()) {
            continue;
        }
        // SQLite finds no affinity in it, so it is numeric: `007` becomes 7.
        if lower == STRING || is_slip(&lower, STRING) {
            return Some((word.to_owned(), "text"));
        }
        let known = KNOWN.iter().filter(|known| known.len() > 3);
        let constraints = CONSTRAINTS.iter().filter(|_| at > 0);
        if let Some(meant) = known.chain(constraints).find(|known| is_slip(&lower, known)) {
            return Some((word.to_owned(), meant));
        }
    }
    None
}

/// Whether one letter too many, too few or wrong, or two swapped ones, make the difference. More
/// would take `ROLE` for `ZONE`: people do name types as they like.
fn is_slip(word: &str, meant: &str) -> bool {
    let (word, meant): (Vec<char>, Vec<char>) = (word.chars().collect(), meant.chars().collect());
    let same = word.iter().zip(&meant).take_while(|(a, b)| a == b).count();
    let (word, meant) = (&word[same..], &meant[same..]);
    let swapped = word.len() > 1
        && word.len() == meant.len()
        && (word[0], word[1]) == (meant[1], meant[0])
        && word[2..] == meant[2..];
    swapped
        || word.get(1..).is_some_and(|rest| rest == meant)
        || meant.get(1..).is_some_and(|rest| rest == word)
        || word.get(1..).is_some_and(|rest| meant.get(1..) == Some(rest))
}

#[cfg(test)]
mod tests {
    use super::slip;

    #[test]
    fn slips_and_types() {
        for (declared, expected) in [
            ("INTEGR", Some("integer")),
            ("varcahr(20)", Some("varchar")),
            ("TXET", Some("text")),
            ("INTEGER PRIMRY KEY", Some("primary")),
            ("DATES", Some("date")),
            ("BOOLEN", Some("boolean")),
            ("STRING", Some("text")),
            ("strng", Some("text")),
            ("ROLE", None),
            ("NAME", None),
            ("TEXT", None),
            ("", None),
            ("double precision", None),
            ("UNSIGNED BIG INT", None),
            ("timestamp with time zone", None),
            ("geometry", None),
            ("my_status", None),
        ] {
            assert_eq!(slip(declared).map(|(_, meant)| meant), expected, "{declared}");
        }
    }
}
