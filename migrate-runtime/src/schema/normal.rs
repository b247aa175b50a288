//! What makes two texts of the schema the same.

use migrate_codegen::Dialect;
use migrate_codegen::text::{Token, TokenKind, tokens};

/// The words of a text without blanks, comments, quotes around names and the case of names, because
/// SQLite changes those when it rewrites a text (`ALTER TABLE .. RENAME`).
pub(crate) fn normal(sql: &str) -> Vec<String> {
    let significant = tokens(sql, Dialect::Sqlite).filter(Token::is_significant);
    significant.enumerate().map(|(at, token)| word(sql, at, &token)).collect()
}

#[cfg(feature = "verify")]
/// A text as lines, in the form that is compared: each column and constraint of a table has one of
/// its own.
pub(crate) fn lines(sql: &str) -> String {
    let (mut text, mut depth) = (String::new(), 0_usize);
    for word in normal(sql) {
        match word.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if word == "," && depth == 1 {
            text.push('\n');
            continue;
        }
        if word == ")" && depth == 0 {
            text.push('\n');
        } else if !text.is_empty() && !text.ends_with('\n') && word != "," {
            text.push(' ');
        }
        text.push_str(&word);
        if word == "(" && depth == 1 {
            text.push('\n');
        }
    }
    text
}

fn word(sql: &str, at: usize, token: &Token) -> String {
    // `CREATE TABLE 'name'`, `CREATE UNIQUE INDEX 'name'`
    let is_name = matches!(token.kind, TokenKind::Word | TokenKind::Quoted) || at <= 3;
    let name = token.identifier(sql).filter(|_| is_name);
    name.map_or_else(|| token.text(sql).to_owned(), |name| name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "verify")]
    #[test]
    fn each_part_has_a_line() {
        let text = lines("CREATE TABLE t (a TEXT CHECK (a IN ('x', 'y')),\n b) STRICT");
        assert_eq!(text, "create table t (\na text check ( a in ( 'x', 'y' ) )\nb\n) strict");
    }

    #[test]
    fn quotes_and_blanks_do_not_count() {
        let plain = normal("CREATE TABLE t (a TEXT DEFAULT 'A')");
        assert_eq!(plain, normal("CREATE TABLE \"t\"(\n`a` text -- so\n default 'A')"));
        assert_eq!(plain, normal("CREATE TABLE 'T' ([a] TEXT DEFAULT 'A')"));
        assert_ne!(plain, normal("CREATE TABLE t (a TEXT DEFAULT 'a')"));
    }
}
