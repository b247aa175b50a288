//! Finding values that the CHECKs of a table accept.

use std::collections::BTreeSet;

use migrate_codegen::Dialect;
use migrate_codegen::text::{TokenKind, tokens};
use rusqlite::types::Value;

use super::insert::Draft;
use super::shape::Shape;
use crate::schema::Null;

/// The longest text that a length in a CHECK asks for.
const LONGEST: i64 = 64;
/// How many rows are tried.
const PATIENCE: usize = 5_000;

/// Whether the engine refused a row because of a CHECK.
pub(super) fn is_check(refusal: &str) -> bool {
    refusal.contains("CHECK constraint failed")
}

/// Tries other values until the table accepts the row.
///
/// The literals of the table's text are good guesses: `CHECK (status IN ('open', 'paid'))`. A value
/// that makes another CHECK fail is a step forward, because SQLite names the first one.
///
/// # Errors
/// When no guess is right: the engine's words.
pub(super) fn satisfy(
    shape: &Shape,
    mut draft: Draft,
    mut refusal: String,
    mut write: impl FnMut(&Draft) -> Result<(), String>,
) -> Result<(), String> {
    let guesses = guesses(&shape.sql);
    let mut seen = BTreeSet::from([refusal.clone()]);
    let mut patience = PATIENCE;
    'again: loop {
        let changes = changes(shape, &refusal, &guesses);
        let singles = changes.iter().map(|change| vec![change]);
        for change in singles.chain(pairs(&changes)) {
            if patience == 0 {
                return Err(refusal);
            }
            patience -= 1;
            let mut trial = draft.clone();
            for (at, value) in change {
                trial[*at] = Some(value.clone());
            }
            match write(&trial) {
                Ok(()) => return Ok(()),
                Err(other) if is_check(&other) && seen.insert(other.clone()) => {
                    (draft, refusal) = (trial, other);
                    continue 'again;
                }
                Err(_) => {}
            }
        }
        return Err(refusal);
    }
}

/// Another value for a column.
type Change = (usize, Value);

/// What may be changed in a row that a CHECK refuses.
fn changes(shape: &Shape, refusal: &str, guesses: &[Value]) -> Vec<Change> {
    let mut changes = Vec::new();
    for at in checked(shape, refusal) {
        let null = shape.columns[at].null == Null::Allowed;
        let fitting = guesses.iter().filter(|value| null || **value != Value::Null);
        changes.extend(fitting.map(|value| (at, value.clone())));
    }
    changes
}

/// Changes of two columns at once.
fn pairs(changes: &[Change]) -> impl Iterator<Item = Vec<&Change>> {
    changes.iter().enumerate().flat_map(|(at, first)| {
        let others = changes[at + 1..].iter().filter(move |second| second.0 != first.0);
        others.map(move |second| vec![first, second])
    })
}

/// The columns that the refusal names; all when it has only the name of the CHECK.
fn checked(shape: &Shape, refusal: &str) -> Vec<usize> {
    let expression = refusal.split_once(": ").map_or(refusal, |(_, expression)| expression);
    let words = tokens(expression, Dialect::Sqlite);
    let names = words.filter_map(|token| token.identifier(expression));
    let places: BTreeSet<usize> = names.filter_map(|name| shape.position(&name)).collect();
    if places.is_empty() {
        return (0..shape.columns.len()).collect();
    }
    places.into_iter().collect()
}

/// The literals of the text and what is near them, and values of every kind.
fn guesses(sql: &str) -> Vec<Value> {
    let mut guesses = Vec::new();
    for token in tokens(sql, Dialect::Sqlite) {
        let text = token.text(sql);
        match token.kind {
            TokenKind::String => guesses.extend(token.identifier(sql).map(Value::Text)),
            TokenKind::Number => guesses.extend(numbers(text)),
            _ => {}
        }
    }
    guesses.push(Value::Null);
    guesses.extend([0, 1, -1, 2, 7001].map(Value::Integer));
    guesses.extend([0.5, 1.5].map(Value::Real));
    let texts = [
        "a",
        "A",
        "",
        "1",
        "{}",
        "[]",
        "2001-02-03",
        "04:05",
        "2001-02-03T04:05:06Z",
        "ada@example.org",
        "https://example.org/",
        "00000000-0000-4000-8000-000000007001",
        "en",
        "#aabbcc",
    ];
    guesses.extend(texts.map(|text| Value::Text(text.to_owned())));
    guesses.push(Value::Blob(vec![7; 16]));
    let mut unique: Vec<Value> = Vec::with_capacity(guesses.len());
    for guess in guesses {
        if !unique.contains(&guess) {
            unique.push(guess);
        }
    }
    unique
}

/// A number, the ones beside it, and a text and bytes of that length.
fn numbers(text: &str) -> Vec<Value> {
    let Ok(number) = text.parse::<i64>() else {
        return text.parse().map(Value::Real).into_iter().collect();
    };
    let mut values: Vec<Value> =
        [number, number.saturating_add(1), number.saturating_sub(1)].map(Value::Integer).into();
    if let Ok(length @ 1..) = usize::try_from(number.min(LONGEST)) {
        values.push(Value::Text("a".repeat(length)));
        values.push(Value::Blob(vec![7; length]));
    }
    values
}
