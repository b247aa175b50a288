//! What the `DEFAULT` of a column stands for.

use super::token::{Token, TokenKind, tokens};
use crate::Dialect;

/// Words that are a value where a default stands.
const VALUES: [&str; 6] =
    ["null", "true", "false", "current_date", "current_time", "current_timestamp"];

/// The default of a column of SQLite as an expression that means the same anywhere. A lone name is
/// text where a default stands, and a column elsewhere.
///
/// # Example
/// ```
/// use migrate_codegen::text::default_value;
///
/// assert_eq!(default_value("pending"), "'pending'");
/// assert_eq!(default_value("\"it's\""), "'it''s'");
/// assert_eq!(default_value("NULL"), "NULL");
/// assert_eq!(default_value("1 + 2"), "1 + 2");
/// ```
#[must_use]
pub fn default_value(default: &str) -> String {
    let mut words = tokens(default, Dialect::Sqlite).filter(Token::is_significant);
    let (Some(word), None) = (words.next(), words.next()) else { return default.to_owned() };
    let is_name = match word.kind {
        TokenKind::Word => !VALUES.iter().any(|value| word.is_word(default, value)),
        kind => kind == TokenKind::Quoted,
    };
    let name = word.identifier(default).filter(|_| is_name);
    name.map_or_else(|| default.to_owned(), |name| format!("'{}'", name.replace('\'', "''")))
}
