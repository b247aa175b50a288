//! The comments of a `CREATE TABLE`, by column.

use std::collections::HashMap;

use crate::Dialect;
use crate::text::{Token, TokenKind, tokens};

/// What the comments say of each column, by names in lower case: those on the lines above it, and
/// those behind it.
pub(super) fn by_column(sql: &str, dialect: Dialect) -> HashMap<String, String> {
    let mut reading = Reading { expects: true, fresh: true, ..Reading::default() };
    for token in tokens(sql, dialect) {
        reading.token(sql, &token);
    }
    reading.found
}

#[derive(Default)]
struct Reading {
    depth: usize,
    /// A column's name comes next.
    expects: bool,
    /// Nothing but blanks stood on this line.
    fresh: bool,
    above: Vec<String>,
    column: Option<String>,
    found: HashMap<String, String>,
}

impl Reading {
    fn token(&mut self, sql: &str, token: &Token) {
        let text = token.text(sql);
        match token.kind {
            TokenKind::Blank => self.fresh |= text.contains('\n'),
            TokenKind::LineComment | TokenKind::BlockComment => self.comment(text),
            _ => {
                self.fresh = false;
                self.significant(sql, token, text);
            }
        }
    }

    fn comment(&mut self, text: &str) {
        let inner = text.trim_start_matches("--").trim_start_matches("/*").trim_end_matches("*/");
        let lines: Vec<_> =
            inner.lines().map(|line| line.trim().trim_start_matches("* ")).collect();
        let said = lines.join(" ").trim().to_owned();
        match &self.column {
            _ if said.is_empty() || self.depth == 0 => {}
            Some(column) if !self.fresh => add(&mut self.found, column, &said),
            _ => self.above.push(said),
        }
    }

    fn significant(&mut self, sql: &str, token: &Token, text: &str) {
        match text {
            "(" => self.depth += 1,
            ")" => self.depth = self.depth.saturating_sub(1),
            "," if self.depth == 1 => self.expects = true,
            _ if self.depth == 1 && self.expects => {
                self.expects = false;
                self.column = token.identifier(sql).map(|name| name.to_lowercase());
                let above = std::mem::take(&mut self.above);
                if let Some(column) = &self.column {
                    for said in &above {
                        add(&mut self.found, column, said);
                    }
                }
            }
            _ => {}
        }
    }
}

fn add(found: &mut HashMap<String, String>, column: &str, said: &str) {
    let all = found.entry(column.to_owned()).or_default();
    if !all.is_empty() {
        all.push(' ');
    }
    all.push_str(said);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_belong_to_columns() {
        let found = by_column(
            "CREATE TABLE a ( -- all of them\n  id INT, -- counts up\n  -- in cents,\n  -- rounded\n  \
             \"Price\" INT CHECK (Price > 0 -- not free\n  ), /* a\n   * b */\n  PRIMARY KEY (id) -- x\n)",
            Dialect::Sqlite,
        );
        let mut found: Vec<_> =
            found.into_iter().map(|(name, said)| format!("{name}: {said}")).collect();
        found.sort();
        assert_eq!(
            found,
            ["id: all of them counts up", "price: in cents, rounded not free a b", "primary: x"]
        );
    }
}
