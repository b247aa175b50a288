//! Counting the rows that the schema before a migration does not take.

use migrate_codegen::Dialect;
use migrate_codegen::text::{Token, tokens};
use rusqlite::{Connection, ErrorCode};

use super::sql::copied;
use crate::error::Kind;

/// Why a copy of a rollback was refused: rows that were written since break a constraint that the
/// migration took away. `None` where the statement is no copy, or fails for another reason.
pub(super) fn unfit(connection: &Connection, sql: &str, error: &rusqlite::Error) -> Option<Kind> {
    let is_constraint = error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation);
    if !is_constraint || connection.is_autocommit() {
        return None;
    }
    let table = copied(sql)?.from;
    connection.execute_batch("SAVEPOINT unfit").ok()?;
    let rows = count(connection, sql);
    connection.execute_batch("ROLLBACK TO unfit; RELEASE unfit").ok()?;
    Some(Kind::Unfit { table, rows: rows.filter(|&rows| rows > 0)? })
}

/// How many rows fewer arrive where those in the way are left out.
fn count(connection: &Connection, sql: &str) -> Option<u64> {
    let word =
        |word: &str| tokens(sql, Dialect::Sqlite).find(|token: &Token| token.is_word(sql, word));
    let (into, select) = (word("into")?.range.start, word("select")?.range.start);
    let all = format!("SELECT count(*) FROM ({})", &sql[select..]);
    let all: u64 = connection.query_row(&all, [], |row| row.get(0)).ok().map(i64::unsigned_abs)?;
    let fit = connection.execute(&format!("INSERT OR IGNORE {}", &sql[into..]), []).ok()?;
    all.checked_sub(u64::try_from(fit).ok()?)
}
