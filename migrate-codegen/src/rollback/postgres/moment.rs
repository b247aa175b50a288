//! Words that stand for the time at which they are read: `'now'::timestamp`.

use crate::Dialect;
use crate::text::{Token, TokenKind, tokens};

/// What a date or a time may be written as, and is another one each day.
const MOMENTS: &[&str] = &["now", "today", "tomorrow", "yesterday"];

/// Statements whose strings are kept as they are.
const PLAIN: &[&[&str]] = &[
    &["comment"],
    &["create", "type"],
    &["create", "or", "replace", "function"],
    &["create", "or", "replace", "procedure"],
];

/// The first word in a definition that the engine turned into a time when it was written, and would
/// turn into another one.
pub(super) fn moment(statements: &[String]) -> Option<String> {
    statements.iter().filter(|it| defines(it)).find_map(|sql| {
        let all = tokens(sql, Dialect::Postgres).filter(|it| it.kind == TokenKind::String);
        let words = all.map(|it| it.text(sql).trim_start_matches(['e', 'E']).to_owned());
        words.into_iter().find(|it| {
            let inside = it.trim_matches('\'').to_ascii_lowercase();
            let first = inside.split(|c: char| !c.is_ascii_alphabetic()).find(|it| !it.is_empty());
            first.is_some_and(|it| MOMENTS.contains(&it))
        })
    })
}

/// Whether a statement makes what keeps values: a default, a condition, a query.
fn defines(sql: &str) -> bool {
    let all: Vec<_> =
        tokens(sql, Dialect::Postgres).filter(Token::is_significant).take(4).collect();
    let begins = |words: &[&str]| {
        all.len() >= words.len() && words.iter().zip(&all).all(|(word, it)| it.is_word(sql, word))
    };
    let made = begins(&["create"]) || begins(&["alter"]);
    made && !PLAIN.iter().any(|words| begins(words))
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[track_caller]
    fn check(sql: &str, expected: Option<&str>) {
        assert_eq!(moment(&[sql.to_owned()]).as_deref(), expected, "{sql}");
    }

    #[test]
    fn moments() {
        check("CREATE VIEW v AS SELECT 'now'::timestamp AS at", Some("'now'"));
        check("ALTER TABLE a ALTER b SET DEFAULT date ' Today 10:00'", Some("' Today 10:00'"));
        check("CREATE TABLE a (b text DEFAULT 'known', c timestamp DEFAULT now())", None);
        check("CREATE TYPE t AS ENUM ('today')", None);
        check("DELETE FROM a WHERE b = 'now'", None);
        check("CREATE OR REPLACE FUNCTION f() RETURNS text AS 'now'", None);
    }
}
