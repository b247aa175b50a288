//! Rows that a statement copies from one table into another, column by column.

use super::cursor::Cursor;
use super::pieces::pieces;
use super::step::Step;
use crate::reader::Kind;

/// A copy from a single table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// The table that gets the rows.
    pub to: String,
    /// The columns that it names for them; `None` for all of them in their order.
    pub into: Option<Vec<String>>,
    /// The table that the rows come from.
    pub from: String,
    /// What becomes of each column.
    pub columns: Selected,
    /// Whether all rows are copied.
    pub extent: Extent,
}

/// The columns of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selected {
    /// All of them: `*`.
    All,
    /// One after the other, with the name that each has in the result.
    These(Vec<Picked>),
}

/// One selected column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    /// The column as it is; `None` for anything computed.
    pub column: Option<String>,
    /// Its name in the result.
    pub name: String,
}

/// Whether all rows of a table are copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All.
    Whole,
    /// Some, or some more than once.
    Part,
}

impl Copy {
    /// Reads an `INSERT .. SELECT` or a `CREATE TABLE .. AS SELECT` from one table; `None` for any
    /// other statement.
    #[must_use]
    pub fn read(step: &Step<'_>) -> Option<Self> {
        let (sql, dialect) = (step.statement.text(), step.statement.dialect());
        let name = step.statement.object.as_ref()?;
        let mut cursor = Cursor::new(sql, dialect);
        let (mut into, mut skips) = (None, false);
        match step.kind() {
            Kind::Insert | Kind::Replace => {
                // A query in front of the table is more than a copy.
                if !cursor.sees("insert") && !cursor.sees("replace") {
                    return None;
                }
                skips = !cursor.take(&["insert", "into"]);
                if skips {
                    cursor.seek(&["into"])?;
                }
                cursor.name()?;
                into = cursor.parentheses().map(|list| list_of(&sql[list], dialect));
            }
            Kind::CreateTable => {
                cursor.seek(&["as"])?;
            }
            _ => return None,
        }
        let (columns, from, extent) = select(&mut cursor)?;
        // `OR IGNORE` and `OR REPLACE` leave rows out.
        let extent = if skips { Extent::Part } else { extent };
        Some(Self { to: name.name.clone(), into, from, columns, extent })
    }
}

fn list_of(sql: &str, dialect: crate::Dialect) -> Vec<String> {
    pieces(sql, dialect)
        .into_iter()
        .filter_map(|piece| Cursor::new(piece, dialect).identifier())
        .collect()
}

fn select(cursor: &mut Cursor<'_>) -> Option<(Selected, String, Extent)> {
    if !cursor.take(&["select"]) {
        return None;
    }
    let mut extent = Extent::Whole;
    if cursor.take(&["distinct"]) {
        extent = Extent::Part;
    }
    let start = cursor.peek()?.range.start;
    cursor.seek(&["from"])?;
    let end = cursor.before()?.range.start;
    let (sql, dialect) = (cursor.sql, cursor.dialect);
    let columns = selected(&sql[start..end], dialect);
    let from = cursor.name()?;
    if cursor.take(&["as"]) || !ENDS.iter().any(|word| cursor.sees(word)) {
        cursor.identifier();
    }
    // Sorting changes nothing, everything else may.
    let sorts = cursor.take(&["order", "by"]) && cursor.seek(&["limit", "on"]).is_none();
    if aggregates(&sql[start..end], dialect) || cursor.peek().is_some() && !sorts {
        extent = Extent::Part;
    }
    Some((columns, from, extent))
}

/// Functions that make one row of many.
const AGGREGATES: &[&str] = &[
    "avg",
    "count",
    "group_concat",
    "json_group_array",
    "json_group_object",
    "jsonb_group_array",
    "jsonb_group_object",
    "max",
    "median",
    "min",
    "percentile",
    "percentile_cont",
    "percentile_disc",
    "string_agg",
    "sum",
    "total",
];

/// Whether a list of columns calls such a function at any depth, queries over tables of their own
/// aside.
fn aggregates(list: &str, dialect: crate::Dialect) -> bool {
    let mut cursor = Cursor::new(list, dialect);
    let is_one = |name: &String| AGGREGATES.iter().any(|it| it.eq_ignore_ascii_case(name));
    while cursor.peek().is_some() {
        if let Some(inside) = cursor.parentheses() {
            if !is_query(&list[inside.clone()], dialect) && aggregates(&list[inside], dialect) {
                return true;
            }
            continue;
        }
        match cursor.identifier() {
            Some(name) if is_one(&name) && cursor.sees_symbol('(') => return true,
            Some(_) => {}
            None => _ = cursor.next(),
        }
    }
    false
}

/// Whether this is a query that reads tables: without any, what it calls may be of the rows outside.
fn is_query(sql: &str, dialect: crate::Dialect) -> bool {
    let mut cursor = Cursor::new(sql, dialect);
    cursor.take(&["select"]) && cursor.seek(&["from"]).is_some()
}

/// What may follow the table, and is no other name of it.
const ENDS: &[&str] = &[
    "where",
    "order",
    "group",
    "limit",
    "union",
    "except",
    "intersect",
    "join",
    "left",
    "inner",
    "cross",
    "natural",
    "on",
    "having",
    "window",
];

fn selected(list: &str, dialect: crate::Dialect) -> Selected {
    let pieces = pieces(list, dialect);
    if let [only] = pieces.as_slice()
        && only.trim_end().ends_with('*')
    {
        return Selected::All;
    }
    Selected::These(pieces.into_iter().map(|piece| picked(piece, dialect)).collect())
}

/// `a`, `t.a`, either `AS b`, or an expression.
fn picked(piece: &str, dialect: crate::Dialect) -> Picked {
    let mut cursor = Cursor::new(piece, dialect);
    let is_name = |cursor: &Cursor<'_>| {
        use crate::text::TokenKind::{Quoted, Word};
        cursor.peek().is_some_and(|token| matches!(token.kind, Word | Quoted))
    };
    let column = if is_name(&cursor) && !cursor.sees("null") { cursor.name() } else { None };
    // `a NOTNULL` is a question, and `NOTNULL` no other name of `a`.
    let asks = cursor.sees("notnull") || cursor.sees("isnull");
    let aliased = cursor.take(&["as"]);
    let alias = if aliased || column.is_some() && !asks && is_name(&cursor) {
        cursor.identifier()
    } else {
        None
    };
    let plain = column.filter(|_| cursor.peek().is_none());
    let name = alias
        .filter(|_| cursor.peek().is_none())
        .or_else(|| plain.clone())
        .or_else(|| last_name(piece, dialect))
        .unwrap_or_default();
    Picked { column: plain, name }
}

/// The name that `expression AS name` ends with.
fn last_name(piece: &str, dialect: crate::Dialect) -> Option<String> {
    let mut cursor = Cursor::new(piece, dialect);
    let mut last = None;
    while cursor.seek(&["as"]).is_some() {
        last = cursor.identifier();
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::change::steps;
    use crate::reader::read;
    use crate::source::{SourceFile, SqlText};

    fn copy(sql: &str) -> Option<Copy> {
        let text = SqlText::slice(&SourceFile::new("1.sql", sql), 0..sql.len());
        let statements = read(&text, Dialect::Sqlite);
        Copy::read(&steps(&text, &statements)[0])
    }

    #[track_caller]
    fn check(sql: &str, expected: &str) {
        let found = copy(sql).map(|copy| {
            let columns = match copy.columns {
                Selected::All => "*".to_owned(),
                Selected::These(these) => these
                    .iter()
                    .map(|it| format!("{} {}", it.column.as_deref().unwrap_or("?"), it.name))
                    .collect::<Vec<_>>()
                    .join(", "),
            };
            let into = copy.into.map(|into| into.join(", "));
            format!("{} {:?} <- {} {:?}: {columns}", copy.to, into, copy.from, copy.extent)
        });
        assert_eq!(found.as_deref().unwrap_or("none"), expected, "{sql}");
    }

    #[test]
    fn copies() {
        check("INSERT INTO n SELECT * FROM t", "n None <- t Whole: *");
        check("INSERT INTO n SELECT t.* FROM t;", "n None <- t Whole: *");
        check(
            "INSERT INTO \"n\" (a, [b]) SELECT t.x, `y` FROM `t` ORDER BY 1",
            "n Some(\"a, b\") <- t Whole: x x, y y",
        );
        check(
            "insert or replace into n(a, b) select coalesce(a, 1) as a, null from t as u",
            "n Some(\"a, b\") <- t Part: ? a, ? ",
        );
        check("INSERT INTO n SELECT a FROM t WHERE a", "n None <- t Part: a a");
        check("INSERT INTO n SELECT a FROM t JOIN u", "n None <- t Part: a a");
        check("INSERT INTO n SELECT a FROM t, u", "n None <- t Part: a a");
        check("INSERT INTO n SELECT a FROM t ORDER BY a LIMIT 1", "n None <- t Part: a a");
        check("INSERT INTO n SELECT a, max(b) FROM t", "n None <- t Part: a a, ? ");
        check(
            "INSERT INTO n SELECT a FROM t ORDER BY a ON CONFLICT DO NOTHING",
            "n None <- t Part: a a",
        );
        check("INSERT INTO n SELECT a NOTNULL, b ISNULL AS c FROM t", "n None <- t Whole: ? , ? c");
        for one in
            ["abs(max(b))", "(max(b))", "\"max\"(b)", "jsonb_group_array(b)", "(SELECT max(b))"]
        {
            let expected = "n None <- t Part: a a, ? ";
            check(&format!("INSERT INTO n SELECT a, {one} FROM t"), expected);
        }
        let query = "INSERT INTO n SELECT a, (SELECT max(c) FROM u WHERE u.a = t.a) FROM t";
        check(query, "n None <- t Whole: a a, ? ");
        check("INSERT INTO n SELECT DISTINCT a FROM t", "n None <- t Part: a a");
        check(
            "CREATE TEMP TABLE n AS SELECT a b, c AS d, a + 1 FROM t",
            "n None <- t Whole: a b, c d, ? ",
        );
        check("INSERT INTO n VALUES (1)", "none");
        check("INSERT INTO n SELECT 1", "none");
    }
}
