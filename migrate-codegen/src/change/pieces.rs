//! The parts of a list.

use super::cursor::Cursor;
use crate::Dialect;

/// The parts of a list, cut at the commas outside parentheses.
pub(super) fn pieces(sql: &str, dialect: Dialect) -> Vec<&str> {
    let mut cursor = Cursor::new(sql, dialect);
    let mut pieces = Vec::new();
    let mut start = 0;
    while let Some(token) = cursor.peek() {
        if cursor.sees_symbol(',') {
            pieces.push(&sql[start..token.range.start]);
            start = token.range.end;
        }
        if cursor.parentheses().is_none() {
            cursor.next();
        }
    }
    pieces.push(&sql[start..]);
    pieces
}
