//! The values that a column gets before anything is known of its constraints.

use rusqlite::types::Value;

use super::level::Level;
use crate::schema::Column;

/// Far from the keys that migrations write themselves.
const FIRST: i64 = 7001;

/// A value for a column of the table in the row `row`, by the declared type and the names. It depends
/// on nothing else, so that references in a circle can be guessed. Texts differ from column to column,
/// as keys made at random do: some day a migration may move them all into one table.
pub(super) fn seed(table: &str, column: &Column, row: usize, level: Level) -> Value {
    let number = number(row);
    let declared = column.declared.to_uppercase();
    let is = |words: &[&str]| words.iter().any(|word| declared.contains(word));
    // The order of SQLite's own rules for types, with what people mean by other words between.
    if is(&["BOOL"]) {
        Value::Integer(number % 2)
    } else if is(&["INT"]) {
        Value::Integer(number)
    } else if is(&["DATE", "TIME"]) {
        Value::Text(moment(row))
    } else if is(&["JSON"]) {
        Value::Text(json(table, number))
    } else if is(&["CHAR", "CLOB", "TEXT"]) {
        text(table, column, row, level)
    } else if is(&["BLOB"]) {
        Value::Blob(bytes(table, number))
    } else if is(&["REAL", "FLOA", "DOUB"]) {
        Value::Real(fraction(row))
    } else if is(&["NUM", "DEC"]) {
        Value::Integer(number)
    } else {
        text(table, column, row, level)
    }
}

fn text(table: &str, column: &Column, row: usize, level: Level) -> Value {
    let (column, number) = (&column.name, number(row));
    let name = column.to_lowercase();
    Value::Text(if level == Level::Json || name.contains("json") {
        json(table, number)
    } else if name.ends_with("_at") || name.contains("date") || name.contains("time") {
        moment(row)
    } else if name.contains("mail") {
        format!("{table}{number}@example.org")
    } else {
        // What a careless copy loses: quotes, letters beyond ASCII, blanks at the end.
        format!("{table}'s {column}, é {number} ")
    })
}

fn json(table: &str, number: i64) -> String {
    let object = [("id", serde_json::json!(number)), ("of", serde_json::json!(table))];
    serde_json::Value::from_iter(object).to_string()
}

/// 16 bytes, as many as a UUID has.
fn bytes(table: &str, number: i64) -> Vec<u8> {
    let mut bytes = table.as_bytes().to_vec();
    bytes.resize(8, 0);
    bytes.extend(number.to_be_bytes());
    bytes
}

fn number(row: usize) -> i64 {
    FIRST + i64::try_from(row).unwrap_or(0)
}

fn moment(row: usize) -> String {
    format!("2001-02-03 04:05:{row:02}")
}

fn fraction(row: usize) -> f64 {
    [7001.25, 7002.5, 7003.75].get(row).copied().unwrap_or(0.5)
}
