//! One object's text as `schema.sql` shows it.
//!
//! It is the text that the author wrote, comments and all, as SQLite keeps it. What may differ from
//! machine to machine, or says nothing, goes: carriage returns, blanks at line ends, the common
//! indentation, and the quotes that `RENAME` puts around the names of tables.

use crate::Dialect;
use crate::change::{Object, quoted};
use crate::text::{Token, TokenKind, tokens};

/// The dialect of whatever SQLite keeps.
const DIALECT: Dialect = Dialect::Sqlite;

/// The statement with its closing `;`.
pub(super) fn block(object: Object, sql: &str) -> String {
    let tokens: Vec<_> = tokens(sql, DIALECT).collect();
    let indentation = indentation(sql, &tokens);
    let appended = Appended::find(sql, &tokens);
    let mut text = String::with_capacity(sql.len());
    let mut place = Place { object, before: Vec::new() };
    for (at, token) in tokens.iter().enumerate() {
        let own = token.text(sql);
        if let Some(own) = appended.as_ref().and_then(|it| it.instead(at, token, indentation)) {
            if !own.is_empty() {
                text.truncate(text.trim_end().len());
            }
            text.push_str(&own);
            continue;
        }
        match token.kind {
            TokenKind::Quoted if own.starts_with('"') && place.is_of_table() => {
                let name = token.identifier(sql).unwrap_or_default();
                text.push_str(&quoted(&name, DIALECT));
            }
            _ => push(&mut text, token, own, indentation),
        }
        if token.is_significant() {
            place.before.push(own.to_ascii_lowercase());
        }
    }
    close(&mut text, &tokens);
    text
}

/// The same of a statement of another engine, whose names stay as they are.
pub(super) fn plain(sql: &str, dialect: Dialect) -> String {
    let tokens: Vec<_> = tokens(sql, dialect).collect();
    let indentation = indentation(sql, &tokens);
    let mut text = String::with_capacity(sql.len());
    for token in &tokens {
        push(&mut text, token, token.text(sql), indentation);
    }
    close(&mut text, &tokens);
    text
}

fn push(text: &mut String, token: &Token, own: &str, indentation: usize) {
    match token.kind {
        TokenKind::Blank => text.push_str(&blank(own, indentation)),
        TokenKind::LineComment => text.push_str(own.trim_end()),
        TokenKind::BlockComment | TokenKind::String => text.push_str(&lines(own)),
        _ => text.push_str(own),
    }
}

fn close(text: &mut String, tokens: &[Token]) {
    text.truncate(text.trim_end().len());
    // A comment at the end would swallow it.
    let last = tokens.iter().rev().find(|token| token.kind != TokenKind::Blank);
    if last.is_some_and(|token| token.kind == TokenKind::LineComment) {
        text.push('\n');
    }
    text.push(';');
}

/// The columns that `ADD COLUMN` put behind the others: SQLite writes all of them on one line,
/// which begins with a comma. Here each gets a line of its own.
struct Appended {
    /// The tokens that are commas between columns.
    commas: Vec<usize>,
    /// The closing parenthesis.
    close: usize,
    /// The blanks before the other columns.
    before: String,
}

impl Appended {
    fn find(sql: &str, tokens: &[Token]) -> Option<Self> {
        let ends_line = |at: usize| {
            let token = &tokens[at];
            token.kind == TokenKind::Blank && token.text(sql).contains('\n')
        };
        let (mut depth, mut open, mut commas) = (0_usize, None, Vec::new());
        let mut close = None;
        for (at, token) in tokens.iter().enumerate() {
            match token.text(sql) {
                "(" => {
                    depth += 1;
                    open = open.or(Some(at));
                }
                ")" if depth == 1 => {
                    close = Some(at);
                    break;
                }
                ")" => depth -= 1,
                "," if depth == 1 && at > 0 && ends_line(at - 1) => commas = vec![at],
                "," if depth == 1 && !commas.is_empty() => commas.push(at),
                _ => {}
            }
        }
        let (first, open, close) = (*commas.first()?, open?, close?);
        // An author who begins lines with commas ends the last one; and a comment would take the
        // comma in.
        let by_hand = (first..close).any(ends_line);
        let comment = tokens[..first].iter().rev().find(|it| it.kind != TokenKind::Blank)?;
        if by_hand || comment.kind == TokenKind::LineComment {
            return None;
        }
        let line = (open..first).find(|&at| ends_line(at))?;
        let before = tokens[line].text(sql).rsplit('\n').next()?.to_owned();
        Some(Self { commas, close, before })
    }

    /// What stands for the token and the blanks around it, if it is one of these.
    fn instead(&self, at: usize, token: &Token, indentation: usize) -> Option<String> {
        if at == self.close {
            return Some("\n)".to_owned());
        }
        if self.commas.contains(&at) {
            return Some(format!(",\n{}", self.before.get(indentation..).unwrap_or_default()));
        }
        let after_comma = at.checked_sub(1).is_some_and(|before| self.commas.contains(&before));
        (after_comma && token.kind == TokenKind::Blank).then(String::new)
    }
}

/// The words that were read so far.
struct Place {
    object: Object,
    before: Vec<String>,
}

impl Place {
    /// Whether only the name of a table can stand here, so that quotes cannot make it a string.
    fn is_of_table(&self) -> bool {
        let word = |back: usize| {
            self.before.len().checked_sub(back).map_or("", |at| self.before[at].as_str())
        };
        match word(1) {
            "from" => word(2) != "distinct",
            "table" | "references" | "join" | "into" | "update" => true,
            "on" => {
                let first = !self.before[..self.before.len() - 1].iter().any(|it| it == "on");
                first && matches!(self.object, Object::Index | Object::Trigger)
            }
            _ => false,
        }
    }
}

/// The blanks that begin every line after the first, unless a string or a comment goes on there.
fn indentation(sql: &str, tokens: &[Token]) -> usize {
    let starts = tokens.iter().filter(|token| token.kind == TokenKind::Blank);
    let starts = starts.filter_map(|token| {
        let (_, last) = token.text(sql).rsplit_once('\n')?;
        // At the very end there is no line to begin.
        (token.range.end < sql.len()).then_some(last.len())
    });
    starts.min().unwrap_or(0)
}

/// Blanks between two words: line ends stay, and of the last line what exceeds the indentation.
fn blank(text: &str, indentation: usize) -> String {
    match text.rsplit_once('\n') {
        Some((before, last)) => {
            let ends = before.matches('\n').count() + 1;
            let rest = last.get(indentation..).unwrap_or_default();
            "\n".repeat(ends) + rest
        }
        None => text.to_owned(),
    }
}

fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(object: Object, sql: &str, expected: &str) {
        assert_eq!(block(object, sql), expected);
        // The text that comes out is its own.
        let again = expected.strip_suffix(';').expect("closed").trim_end();
        assert_eq!(block(object, again), expected);
    }

    #[test]
    fn the_layout_is_the_authors() {
        check(
            Object::Table,
            "CREATE TABLE a (\r\n        b INT, -- why  \r\n\r\n          c TEXT\t\n    )",
            "CREATE TABLE a (\n    b INT, -- why\n\n      c TEXT\n);",
        );
        check(
            Object::View,
            "CREATE VIEW v AS SELECT 1 -- so",
            "CREATE VIEW v AS SELECT 1 -- so\n;",
        );
        check(
            Object::Table,
            "CREATE TABLE a (b DEFAULT 'x\r\n  y',\n    /* two\n  lines */ c)",
            "CREATE TABLE a (b DEFAULT 'x\n  y',\n/* two\n  lines */ c);",
        );
    }

    #[test]
    fn added_columns_get_lines() {
        let table = |sql, expected| check(Object::Table, sql, expected);
        table(
            "CREATE TABLE a (\n        b INT\n    , c TEXT, d DEFAULT (1, 2)) STRICT",
            "CREATE TABLE a (\n    b INT,\n    c TEXT,\n    d DEFAULT (1, 2)\n) STRICT;",
        );
        table("CREATE TABLE a (\n  b\n  , c\n)", "CREATE TABLE a (\n  b\n  , c\n);");
        table("CREATE TABLE a (\n  b -- x\n, c)", "CREATE TABLE a (\n  b -- x\n, c);");
        table("CREATE TABLE a (\n\tb\n, c)", "CREATE TABLE a (\n\tb,\n\tc\n);");
        table("CREATE TABLE a (\n  b\n,c, d)", "CREATE TABLE a (\n  b,\n  c,\n  d\n);");
        table("CREATE TABLE a (b, c)", "CREATE TABLE a (b, c);");
    }

    #[test]
    fn names_of_tables_lose_quotes_that_say_nothing() {
        let table = |sql, expected| check(Object::Table, sql, expected);
        table("CREATE TABLE \"a\" (b)", "CREATE TABLE a (b);");
        table("CREATE TABLE \"order\" (b)", "CREATE TABLE \"order\" (b);");
        table("CREATE TABLE `a` (b DEFAULT \"c\")", "CREATE TABLE `a` (b DEFAULT \"c\");");
        table("CREATE TABLE a (b REFERENCES \"c\"(d))", "CREATE TABLE a (b REFERENCES c(d));");
        check(Object::Index, "CREATE INDEX i ON \"a\" (\"b\")", "CREATE INDEX i ON a (\"b\");");
        check(
            Object::View,
            "CREATE VIEW v AS SELECT * FROM \"a\" JOIN b ON \"x\" IS NOT DISTINCT FROM \"y\"",
            "CREATE VIEW v AS SELECT * FROM a JOIN b ON \"x\" IS NOT DISTINCT FROM \"y\";",
        );
    }
}
