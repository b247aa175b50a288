//! The values that a column gets before anything is known of its constraints.

use rusqlite::types::Value;

use super::level::Level;
use crate::verify::columns::Column;

/// Far from the keys that migrations write themselves.
const FIRST: i64 = 7001;

/// A value for the column in the row `row`, by the declared type and the name. It depends on
/// nothing else, so that references in a circle can be guessed.
pub(super) fn seed(column: &Column, row: usize, level: Level) -> Value {
    let number = FIRST + i64::try_from(row).unwrap_or(0);
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
        Value::Text(json(number))
    } else if is(&["CHAR", "CLOB", "TEXT"]) {
        text(&column.name.to_lowercase(), number, row, level)
    } else if is(&["BLOB"]) {
        Value::Blob(number.to_be_bytes().repeat(2))
    } else if is(&["REAL", "FLOA", "DOUB"]) {
        Value::Real(fraction(row))
    } else if is(&["NUM", "DEC"]) {
        Value::Integer(number)
    } else {
        text(&column.name.to_lowercase(), number, row, level)
    }
}

fn text(name: &str, number: i64, row: usize, level: Level) -> Value {
    Value::Text(if level == Level::Json || name.contains("json") {
        json(number)
    } else if name.ends_with("_at") || name.contains("date") || name.contains("time") {
        moment(row)
    } else if name.contains("mail") {
        format!("ada{number}@example.org")
    } else {
        // What a careless copy loses: quotes, letters beyond ASCII, blanks at the end.
        format!("it's é {number} ")
    })
}

fn json(number: i64) -> String {
    format!("{{\"id\":{number}}}")
}

fn moment(row: usize) -> String {
    format!("2001-02-03 04:05:{row:02}")
}

fn fraction(row: usize) -> f64 {
    [7001.25, 7002.5, 7003.75].get(row).copied().unwrap_or(0.5)
}
