//! Counting the rows that the schema before a migration does not take, and those that newer ones
//! keep from coming back.

use migrate_codegen::Dialect;
use migrate_codegen::text::{Token, tokens};
use migrate_codegen::vocabulary::is_kept;
use rusqlite::{Connection, ErrorCode};

use super::sql::{Words, copied, inserted_into, mentions, quoted};
use crate::error::{Kind, Misfit};

/// Why a statement of a rollback was refused: rows that were written since break a constraint that
/// the migration took away, or meet rows that come back. `None` where it fails for another reason.
pub(super) fn unfit(connection: &Connection, sql: &str, error: &rusqlite::Error) -> Option<Kind> {
    let is_constraint = error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation);
    if !is_constraint || connection.is_autocommit() {
        return None;
    }
    let tried = Tried::read(sql)?;
    connection.execute_batch("SAVEPOINT unfit").ok()?;
    let rows = tried.count(connection, sql);
    connection.execute_batch("ROLLBACK TO unfit; RELEASE unfit").ok()?;
    let rows = rows.filter(|&rows| rows > 0)?;
    let (table, misfit) = match tried {
        Tried::Copy { from } => (from, Misfit::Newer),
        Tried::Index(index) => (index.table, Misfit::Newer),
        Tried::Return { into } | Tried::SetBack { table: into } => (into, Misfit::Kept),
    };
    Some(Kind::Unfit { table, rows, misfit })
}

/// What a rollback tried to do.
enum Tried {
    /// To copy all rows of a table into the one that comes back.
    Copy { from: String },
    /// To make a unique index again.
    Index(Unique),
    /// To bring kept rows back.
    Return { into: String },
    /// To bring kept values back.
    SetBack { table: String },
}

impl Tried {
    fn read(sql: &str) -> Option<Self> {
        if let Some(copy) = copied(sql) {
            return Some(Self::Copy { from: copy.from });
        }
        let is_back = mentions(sql).iter().any(|it| is_kept(it));
        if let Some(into) = inserted_into(sql).filter(|_| is_back) {
            return Some(Self::Return { into });
        }
        let mut words = Words::new(sql);
        if is_back && words.take_all(&["update", "or", "abort"]) {
            return Some(Self::SetBack { table: words.name()? });
        }
        Unique::read(sql).map(Self::Index)
    }

    /// How many rows fewer fit where those in the way are left out.
    fn count(&self, connection: &Connection, sql: &str) -> Option<u64> {
        let (all, fit) = match self {
            Self::Copy { .. } | Self::Return { .. } => {
                let (into, select) = (at(sql, "into")?, at(sql, "select")?);
                let all = format!("SELECT count(*) FROM ({})", &sql[select..]);
                (number(connection, &all)?, changes(connection, "INSERT", &sql[into..])?)
            }
            Self::SetBack { table } => {
                let (behind, last) = (at(sql, "abort")? + "abort".len(), last_where(sql)?);
                let all = format!("SELECT count(*) FROM {} {}", quoted(table), &sql[last..]);
                (number(connection, &all)?, changes(connection, "UPDATE", &sql[behind..])?)
            }
            Self::Index(index) => {
                let [all, fit] = index.counts();
                (number(connection, &all)?, number(connection, &fit)?)
            }
        };
        all.checked_sub(fit)
    }
}

/// A unique index.
struct Unique {
    table: String,
    /// What it looks at, without an order.
    parts: Vec<String>,
    /// Which rows it looks at: nothing, or a `WHERE` and what follows.
    filter: String,
}

impl Unique {
    fn read(sql: &str) -> Option<Self> {
        let mut words = Words::new(sql);
        words.take_all(&["create", "unique", "index"]).then_some(())?;
        words.take_all(&["if", "not", "exists"]);
        words.name()?;
        words.take_all(&["on"]).then_some(())?;
        let table = words.name()?;
        let start = words.next_at()?;
        words.parentheses().then_some(())?;
        let end = words.next_at().unwrap_or(sql.len());
        let list = sql[start..end].trim_end().strip_prefix('(')?.strip_suffix(')')?;
        let parts = parts(list).into_iter().map(without_order).collect();
        Some(Self { table, parts, filter: sql[end..].to_owned() })
    }

    /// Counts the rows, and those of them that differ. A null differs from everything.
    fn counts(&self) -> [String; 2] {
        let is_value: Vec<String> =
            self.parts.iter().map(|it| format!("({it}) IS NOT NULL")).collect();
        let filter = match self.filter.get("where".len()..) {
            Some(filter) => format!("WHERE ({filter}\n) AND {}", is_value.join(" AND ")),
            None => format!("WHERE {}", is_value.join(" AND ")),
        };
        let from = format!("FROM {} {filter}", quoted(&self.table));
        let groups = format!("SELECT 1 {from} GROUP BY {}", self.parts.join(", "));
        [format!("SELECT count(*) {from}"), format!("SELECT count(*) FROM ({groups})")]
    }
}

/// The parts between the commas of a list.
fn parts(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for token in tokens(list, Dialect::Sqlite) {
        depth += i32::from(token.is_symbol(list, '(')) - i32::from(token.is_symbol(list, ')'));
        if depth == 0 && token.is_symbol(list, ',') {
            found.push(&list[start..token.range.start]);
            start = token.range.end;
        }
    }
    found.push(&list[start..]);
    found
}

fn without_order(part: &str) -> String {
    let last = tokens(part, Dialect::Sqlite).filter(Token::is_significant).last();
    let order = last.filter(|it| it.is_word(part, "asc") || it.is_word(part, "desc"));
    part[..order.map_or(part.len(), |it| it.range.start)].trim().to_owned()
}

/// Where a word stands first.
fn at(sql: &str, word: &str) -> Option<usize> {
    tokens(sql, Dialect::Sqlite).find(|it| it.is_word(sql, word)).map(|it| it.range.start)
}

/// Where the condition of the whole statement begins.
fn last_where(sql: &str) -> Option<usize> {
    let mut depth = 0;
    let outer = tokens(sql, Dialect::Sqlite).filter(move |token| {
        depth += i32::from(token.is_symbol(sql, '(')) - i32::from(token.is_symbol(sql, ')'));
        depth == 0 && token.is_word(sql, "where")
    });
    outer.last().map(|it| it.range.start)
}

fn number(connection: &Connection, sql: &str) -> Option<u64> {
    connection.query_row(sql, [], |row| row.get(0)).ok().map(i64::unsigned_abs)
}

/// How many rows it changes without those in the way.
fn changes(connection: &Connection, verb: &str, rest: &str) -> Option<u64> {
    let changed = connection.execute(&format!("{verb} OR IGNORE {rest}"), []).ok()?;
    u64::try_from(changed).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_a_unique_index_tells_apart() {
        let index = Unique::read(
            "CREATE UNIQUE INDEX i ON t (lower(a), \"b,c\" COLLATE NOCASE DESC) WHERE a > 1 -- why",
        );
        let [all, fit] = index.expect("reads").counts();
        let rows = "FROM \"t\" WHERE ( a > 1 -- why\n) AND (lower(a)) IS NOT NULL AND (\"b,c\" \
                    COLLATE NOCASE) IS NOT NULL";
        assert_eq!(all, format!("SELECT count(*) {rows}"));
        let groups = "GROUP BY lower(a), \"b,c\" COLLATE NOCASE";
        assert_eq!(fit, format!("SELECT count(*) FROM (SELECT 1 {rows} {groups})"));
        assert!(Unique::read("CREATE INDEX i ON t (a)").is_none());
    }
}
