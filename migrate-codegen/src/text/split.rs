//! Cutting SQL text into statements.

use std::ops::Range;

use super::token::{Token, TokenKind, tokens};
use crate::Dialect;

/// One statement of an SQL text, as byte ranges of that text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// From its first word to its last, without the closing `;`.
    pub range: Range<usize>,
    /// The comments and blanks before it, which document it.
    pub leading: Range<usize>,
}

impl Statement {
    /// Its text in `sql`, the text that was split.
    #[must_use]
    pub fn text<'a>(&self, sql: &'a str) -> &'a str {
        &sql[self.range.clone()]
    }
}

/// Cuts `sql` at each `;` that ends a statement, and at each comment `--> statement-breakpoint`;
/// empty statements are left out.
///
/// The comment is drizzle's: it cuts there whatever surrounds it, and its generator writes no `;`
/// before it. A `;` inside a string, a comment, a quoted name, the body of a SQLite trigger, or a
/// `BEGIN ATOMIC .. END` body of PostgreSQL does not end one. It never fails: what has no end
/// becomes part of the last statement, and the engine says what is wrong with it.
///
/// # Example
/// ```
/// use migrate_codegen::Dialect;
/// use migrate_codegen::text::split;
///
/// let sql = "
///     CREATE TABLE a (x TEXT DEFAULT ';');
///     CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM a; SELECT 1; END;
/// ";
/// let statements = split(sql, Dialect::Sqlite);
/// assert_eq!(statements.len(), 2);
/// assert_eq!(statements[0].text(sql), "CREATE TABLE a (x TEXT DEFAULT ';')");
/// ```
#[must_use]
pub fn split(sql: &str, dialect: Dialect) -> Vec<Statement> {
    let mut statements = Vec::new();
    let mut open = Open::new(0);
    for token in tokens(sql, dialect) {
        let ends = token.is_symbol(sql, ';') && open.body.may_end();
        let cut = ends || is_breakpoint(&token, sql);
        if cut {
            statements.extend(open.close());
            open = Open::new(token.range.end);
        } else if token.is_significant() {
            open.push(sql, &token, dialect);
        }
    }
    statements.extend(open.close());
    statements
}

/// Whether the token is drizzle's mark between two statements.
pub(crate) fn is_breakpoint(token: &Token, sql: &str) -> bool {
    token.kind == TokenKind::LineComment && token.text(sql).trim_end() == "--> statement-breakpoint"
}

/// The statement that is being read.
struct Open {
    leading: usize,
    range: Option<Range<usize>>,
    opening: Opening,
    body: Body,
}

/// How the statement began, as far as it decides whether it has a body.
#[derive(Clone, Copy, PartialEq)]
enum Opening {
    Start,
    Create,
    Trigger,
    Routine,
    Other,
}

/// Whether the next `;` ends the statement.
#[derive(Clone, Copy, PartialEq)]
enum Body {
    None,
    /// In a trigger only `; END ;` ends it, which is how `sqlite3_complete` reads
    /// (<https://www.sqlite.org/c3ref/complete.html>).
    Trigger(TriggerEnd),
    /// The last word was `BEGIN`; with `ATOMIC` next, a body begins.
    Begin,
    /// Inside `BEGIN ATOMIC`, this many `END` are missing.
    Atomic(usize),
}

#[derive(Clone, Copy, PartialEq)]
enum TriggerEnd {
    No,
    Semicolon,
    End,
}

impl Body {
    fn may_end(self) -> bool {
        matches!(self, Self::None | Self::Begin | Self::Atomic(0) | Self::Trigger(TriggerEnd::End))
    }
}

impl Open {
    fn new(leading: usize) -> Self {
        Self { leading, range: None, opening: Opening::Start, body: Body::None }
    }

    fn close(self) -> Option<Statement> {
        let range = self.range?;
        Some(Statement { leading: self.leading..range.start, range })
    }

    fn push(&mut self, sql: &str, token: &Token, dialect: Dialect) {
        let start = self.range.as_ref().map_or(token.range.start, |range| range.start);
        self.range = Some(start..token.range.end);
        self.opening = self.opening.next(sql, token, dialect);
        self.body = match (self.opening, self.body) {
            (Opening::Trigger, Body::None) => Body::Trigger(TriggerEnd::No),
            (Opening::Trigger, Body::Trigger(end)) => Body::Trigger(end.next(sql, token)),
            (Opening::Routine, body) => body.next_in_routine(sql, token),
            (_, body) => body,
        };
    }
}

impl Opening {
    fn next(self, sql: &str, token: &Token, dialect: Dialect) -> Self {
        let is = |words: &[&str]| words.iter().any(|word| token.is_word(sql, word));
        match self {
            Self::Start if is(&["explain", "query", "plan"]) => Self::Start,
            Self::Start if is(&["create"]) => Self::Create,
            Self::Create if is(&["temp", "temporary", "or", "replace"]) => Self::Create,
            Self::Create if is(&["trigger"]) && dialect.is_sqlite() => Self::Trigger,
            Self::Create if is(&["function", "procedure"]) && !dialect.is_sqlite() => Self::Routine,
            Self::Trigger | Self::Routine => self,
            _ => Self::Other,
        }
    }
}

impl TriggerEnd {
    fn next(self, sql: &str, token: &Token) -> Self {
        match self {
            _ if token.is_symbol(sql, ';') => Self::Semicolon,
            Self::Semicolon if token.is_word(sql, "end") => Self::End,
            _ => Self::No,
        }
    }
}

impl Body {
    fn next_in_routine(self, sql: &str, token: &Token) -> Self {
        let is = |word| token.kind == TokenKind::Word && token.is_word(sql, word);
        match self {
            Self::None if is("begin") => Self::Begin,
            Self::Begin if is("atomic") => Self::Atomic(1),
            Self::Begin => Self::None,
            Self::Atomic(depth) if is("case") => Self::Atomic(depth + 1),
            Self::Atomic(depth) if is("end") => Self::Atomic(depth.saturating_sub(1)),
            body => body,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(dialect: Dialect, sql: &str, expected: &[&str]) {
        let found: Vec<_> = split(sql, dialect).into_iter().map(|s| s.range).collect();
        let texts: Vec<_> = found.into_iter().map(|range| &sql[range]).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn plain() {
        check(Dialect::Sqlite, "", &[]);
        check(Dialect::Sqlite, " ;; -- a;b\n ;", &[]);
        check(Dialect::Sqlite, "a;b ; c", &["a", "b", "c"]);
        check(Dialect::Sqlite, "a ';' \";\" [;] `;` /*;*/ b;", &["a ';' \";\" [;] `;` /*;*/ b"]);
        check(Dialect::Sqlite, "BEGIN; a; END; COMMIT", &["BEGIN", "a", "END", "COMMIT"]);
    }

    #[test]
    fn triggers() {
        let with_case = "CREATE TEMP TRIGGER t AFTER UPDATE ON a WHEN CASE 1 WHEN 1 THEN 1 END \
                         BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; DELETE FROM b; END";
        check(Dialect::Sqlite, &format!("{with_case}; x"), &[with_case, "x"]);
        let postgres = "CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()";
        check(Dialect::Postgres, &format!("{postgres}; x"), &[postgres, "x"]);
        check(Dialect::Sqlite, "CREATE TABLE trigger (a); x", &["CREATE TABLE trigger (a)", "x"]);
    }

    #[test]
    fn atomic_bodies() {
        let body = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN 1 THEN 1 END; \
                    SELECT 2; END";
        check(Dialect::Postgres, &format!("{body}; x"), &[body, "x"]);
        check(Dialect::Postgres, "DO $$ BEGIN a; END $$; x", &["DO $$ BEGIN a; END $$", "x"]);
    }

    #[test]
    fn breakpoints() {
        let sql = "CREATE TABLE a (x)\n--> statement-breakpoint\nb;--> statement-breakpoint\r\nc";
        check(Dialect::Sqlite, sql, &["CREATE TABLE a (x)", "b", "c"]);
        check(
            Dialect::Sqlite,
            "a --> statement-breakpoints\nb",
            &["a --> statement-breakpoints\nb"],
        );
        check(
            Dialect::Sqlite,
            "'a\n--> statement-breakpoint\n'",
            &["'a\n--> statement-breakpoint\n'"],
        );
    }

    #[test]
    fn comments_before_a_statement_lead_it() {
        let sql = "-- one\na;\n-- two\nb";
        let leading: Vec<_> =
            split(sql, Dialect::Sqlite).iter().map(|s| &sql[s.leading.clone()]).collect();
        assert_eq!(leading, ["-- one\n", "\n-- two\n"]);
    }
}
