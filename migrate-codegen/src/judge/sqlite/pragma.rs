//! Pragmas: which ones the replay may set, and how to ask about the others without setting them.

use crate::Dialect;
use crate::reader::{Kind, Statement};
use crate::text::{Token, TokenKind, tokens};

/// Pragmas that decide what later statements mean, and reach no further than the connection.
const SET: &[&str] = &[
    "case_sensitive_like",
    "defer_foreign_keys",
    "ignore_check_constraints",
    "legacy_alter_table",
    "recursive_triggers",
    "writable_schema",
];

/// Whether the replay sets it.
pub(super) fn is_set(statement: &Statement) -> bool {
    statement.kind == Kind::Pragma
        && statement.object.as_ref().is_some_and(|name| SET.iter().any(|own| name.is(own)))
}

/// What switches all of them off again: each migration begins without.
pub(super) fn unset() -> impl Iterator<Item = String> {
    SET.iter().map(|name| format!("PRAGMA {name} = 0"))
}

/// Whether it sets `synchronous`, which a transaction forbids.
pub(super) fn sets_safety(statement: &Statement) -> bool {
    statement.kind == Kind::Pragma
        && statement.value.is_some()
        && statement.object.as_ref().is_some_and(|name| name.is("synchronous"))
}

/// The text with the pragma's name replaced by one, equally long, that no pragma has.
///
/// Many pragmas act while they are prepared, some on the whole process; an unknown one is read, and
/// does nothing.
pub(super) fn masked(sql: &str) -> String {
    let mut masked = sql.to_owned();
    let mut after_pragma = false;
    let mut name = None;
    for token in tokens(sql, Dialect::Sqlite).filter(Token::is_significant) {
        let is_name = matches!(token.kind, TokenKind::Word | TokenKind::Quoted);
        match () {
            () if name.is_some() && !token.is_symbol(sql, '.') && !is_name => break,
            () if after_pragma && is_name => name = Some(token.range),
            () if token.is_word(sql, "pragma") => after_pragma = true,
            () if !after_pragma && !is_name => break,
            () => {}
        }
    }
    if let Some(range) = name {
        let blank = "z".repeat(range.len());
        masked.replace_range(range, &blank);
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn masks_the_name_alone() {
        for (sql, expected) in [
            ("PRAGMA journal_mode = WAL", "PRAGMA zzzzzzzzzzzz = WAL"),
            ("PRAGMA main.synchronous(1)", "PRAGMA main.zzzzzzzzzzz(1)"),
            ("PRAGMA \"temp_store\"", "PRAGMA zzzzzzzzzzzz"),
            ("EXPLAIN PRAGMA a", "EXPLAIN PRAGMA z"),
            ("SELECT 1", "SELECT 1"),
            ("SELECT (pragma)", "SELECT (pragma)"),
        ] {
            assert_eq!(masked(sql), expected);
        }
    }
}
