//! Names of tables, columns and other objects, and how they are written in SQL.

use crate::Dialect;
use crate::reader::Name;
use crate::source::SqlText;

/// The name of an object of `text` as SQL, quoted where it has to be.
#[must_use]
pub fn name_sql(name: &Name, text: &SqlText, dialect: Dialect) -> String {
    // Elsewhere than in SQLite quotes decide about the case, so the author's own stay.
    let own = match (dialect.is_sqlite(), text.text.get(name.range.clone())) {
        (false, Some(written)) => written.to_owned(),
        _ => quoted(&name.name, dialect),
    };
    match &name.schema {
        Some(schema) => format!("{}.{own}", quoted(schema, dialect)),
        None => own,
    }
}

/// An identifier as SQL: bare where that reads back as the same name, else in double quotes.
#[must_use]
pub fn quoted(name: &str, dialect: Dialect) -> String {
    if is_bare(name, dialect) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}

fn is_bare(name: &str, dialect: Dialect) -> bool {
    let plain = |c: char| {
        let letter =
            c.is_ascii_lowercase() || c.is_ascii_uppercase() && dialect != Dialect::Postgres;
        letter || c == '_' || c.is_ascii_digit()
    };
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(plain)
        && !RESERVED.iter().any(|word| word.eq_ignore_ascii_case(name))
        && (dialect.is_sqlite()
            || !RESERVED_ELSEWHERE.iter().any(|word| word.eq_ignore_ascii_case(name)))
}

/// Words that SQLite does not take for a name everywhere, `IF` among them: in `DROP TABLE if` it
/// begins `IF EXISTS`.
const RESERVED: &[&str] = &[
    "add",
    "all",
    "alter",
    "and",
    "as",
    "autoincrement",
    "between",
    "case",
    "cast",
    "check",
    "collate",
    "commit",
    "constraint",
    "create",
    "current_date",
    "current_time",
    "current_timestamp",
    "default",
    "deferrable",
    "delete",
    "distinct",
    "drop",
    "else",
    "escape",
    "except",
    "exists",
    "foreign",
    "from",
    "group",
    "having",
    "if",
    "in",
    "index",
    "insert",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "limit",
    "not",
    "nothing",
    "notnull",
    "null",
    "on",
    "or",
    "order",
    "primary",
    "raise",
    "references",
    "returning",
    "select",
    "set",
    "table",
    "then",
    "to",
    "transaction",
    "union",
    "unique",
    "update",
    "using",
    "values",
    "when",
    "where",
];

/// Words that PostgreSQL or DuckDB reserve beyond those.
const RESERVED_ELSEWHERE: &[&str] = &[
    "analyse",
    "analyze",
    "any",
    "array",
    "asc",
    "asymmetric",
    "authorization",
    "binary",
    "both",
    "cast",
    "collation",
    "column",
    "concurrently",
    "cross",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "desc",
    "do",
    "end",
    "false",
    "fetch",
    "for",
    "freeze",
    "full",
    "grant",
    "ilike",
    "initially",
    "inner",
    "lateral",
    "leading",
    "left",
    "like",
    "localtime",
    "localtimestamp",
    "natural",
    "offset",
    "only",
    "outer",
    "overlaps",
    "placing",
    "qualify",
    "right",
    "session_user",
    "similar",
    "some",
    "symmetric",
    "tablesample",
    "trailing",
    "true",
    "user",
    "variadic",
    "verbose",
    "window",
    "with",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: &str) {
        assert_eq!(quoted(name, Dialect::Sqlite), expected);
    }

    #[test]
    fn quotes_only_where_needed() {
        check("orders", "orders");
        check("Orders", "Orders");
        check("order", "\"order\"");
        check("a b", "\"a b\"");
        check("1a", "\"1a\"");
        check("a\"b", "\"a\"\"b\"");
        check("", "\"\"");
        check("größe", "\"größe\"");
        assert_eq!(quoted("Orders", Dialect::Postgres), "\"Orders\"");
        assert_eq!(quoted("user", Dialect::Postgres), "\"user\"");
    }

    #[cfg(feature = "sqlite")]
    #[test]
    fn sqlite_reads_each_name_back() {
        let connection = rusqlite::Connection::open_in_memory().expect("in memory");
        for word in
            RESERVED.iter().chain(RESERVED_ELSEWHERE).chain(&["key", "begin", "temp", "without"])
        {
            let name = quoted(word, Dialect::Sqlite);
            let script = format!(
                "CREATE TABLE {name} ({name}); CREATE INDEX \"i {word}\" ON {name} ({name}); \
                 ALTER TABLE {name} RENAME COLUMN {name} TO x; ALTER TABLE {name} RENAME COLUMN x TO {name}; \
                 ALTER TABLE {name} RENAME TO y; ALTER TABLE y RENAME TO {name}; DROP TABLE {name};"
            );
            connection.execute_batch(&script).unwrap_or_else(|error| panic!("{word}: {error}"));
        }
    }
}
