//! What SQLite says when it refuses a statement.

use rusqlite::{Error, ErrorCode};

/// A statement that SQLite refuses.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    /// SQLite's own words.
    pub(super) message: String,
    /// The byte of the statement, where SQLite says so.
    pub(super) offset: Option<usize>,
    /// When it was refused.
    pub(super) stage: Stage,
    /// Whether it was not refused at all, but used up its budget of time or space.
    pub(super) exhausted: bool,
}

/// When a statement is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Before it runs: for its syntax, or for the schema.
    Prepare,
    /// While it runs: for the rows, or for what `ALTER` would leave behind.
    Step,
}

/// One sort of refusal: how SQLite words it, and where in its words the name stands.
struct Sort {
    code: &'static str,
    before: &'static str,
    after: &'static str,
}

const fn sort(code: &'static str, before: &'static str, after: &'static str) -> Sort {
    Sort { code, before, after }
}

/// The sorts that are told apart, more special ones first.
const SORTS: &[Sort] = &[
    sort("syntax", "near \"", "\": syntax error"),
    sort("syntax", "unrecognized token: \"", "\""),
    sort("syntax", "incomplete input", ""),
    sort("in_use", "error in ", " after drop column: "),
    sort("in_use", "error in ", " after rename: "),
    sort("broken_before", "error in ", ": "),
    sort("no_such_column", "no such column: ", " - should this be"),
    sort("no_such_column", "no such column: ", ""),
    sort("no_such_column", " has no column named ", ""),
    sort("no_such_column", "unknown column \"", "\" in foreign key"),
    sort("no_such_table", "no such table: ", ""),
    sort("no_such_view", "no such view: ", ""),
    sort("no_such_index", "no such index: ", ""),
    sort("no_such_trigger", "no such trigger: ", ""),
    sort("no_such_function", "no such function: ", ""),
    sort("no_such_function", "wrong number of arguments to function ", "()"),
    sort("no_such_collation", "no such collation sequence: ", ""),
    sort("no_such_module", "no such module: ", ""),
    sort("no_such_database", "unknown database ", ""),
    sort("duplicate_column", "duplicate column name: ", ""),
    sort("already_exists", "table ", " already exists"),
    sort("already_exists", "view ", " already exists"),
    sort("already_exists", "index ", " already exists"),
    sort("already_exists", "trigger ", " already exists"),
    sort("already_exists", "there is already another table or index with this name: ", ""),
    sort("already_exists", "there is already a table named ", ""),
    sort("already_exists", "there is already an index named ", ""),
    sort("foreign_key_mismatch", "foreign key mismatch - \"", "\" referencing"),
    sort("refused", "cannot drop column \"", "\""),
    sort("refused", "table ", " has "),
    sort("refused", "table ", " may not be"),
    sort("refused", "cannot modify ", " because it is a view"),
    sort("refused", "cannot create trigger on view: ", ""),
    sort("refused", "cannot create INSTEAD OF trigger on table: ", ""),
];

impl Refusal {
    pub(super) fn new(error: &Error, stage: Stage) -> Self {
        let exhausted = matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::OperationInterrupted | ErrorCode::DiskFull | ErrorCode::OutOfMemory)
        );
        let (message, offset) = match error {
            Error::SqlInputError { msg, offset, .. } => {
                (msg.clone(), usize::try_from(*offset).ok())
            }
            Error::SqliteFailure(_, Some(message)) => (message.clone(), None),
            other => (other.to_string(), None),
        };
        Self { message, offset, stage, exhausted }
    }

    /// A short name for the sort of refusal.
    pub(super) fn code(&self) -> &'static str {
        self.sort().map_or("refused", |(code, _)| code)
    }

    /// Whether the text is no SQL, whatever the schema.
    pub(super) fn is_syntax(&self) -> bool {
        self.code() == "syntax"
    }

    /// The name that SQLite complains about, without quotes and without what stands before a dot.
    pub(super) fn name(&self) -> Option<&str> {
        let (_, name) = self.sort()?;
        (!name.is_empty()).then_some(name)
    }

    fn sort(&self) -> Option<(&'static str, &str)> {
        SORTS.iter().find_map(|sort| Some((sort.code, self.between(sort)?)))
    }

    fn between(&self, sort: &Sort) -> Option<&str> {
        let start = self.message.find(sort.before)? + sort.before.len();
        let rest = &self.message[start..];
        let name = if sort.after.is_empty() { rest } else { &rest[..rest.find(sort.after)?] };
        // The part of a text, or an object with its kind: `index i`.
        if matches!(sort.code, "syntax" | "in_use" | "broken_before") {
            return Some(name);
        }
        let name = name.rsplit_once('.').map_or(name, |(_, last)| last);
        Some(name.trim_matches(['"', '\'', '`', '[', ']']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, code: &str, name: Option<&str>) {
        let refusal = Refusal {
            message: message.to_owned(),
            offset: None,
            stage: Stage::Prepare,
            exhausted: false,
        };
        assert_eq!((refusal.code(), refusal.name()), (code, name));
    }

    #[test]
    fn sorts() {
        check("near \"a\"\": syntax error", "syntax", Some("a\""));
        check("incomplete input", "syntax", None);
        check("no such table: main.orders", "no_such_table", Some("orders"));
        check(
            "no such column: \"x\" - should this be a string literal in single-quotes?",
            "no_such_column",
            Some("x"),
        );
        check("error in view v after rename: no such column: a.x", "in_use", Some("view v"));
        check("error in view v: no such table: main.a", "broken_before", Some("view v"));
        check("no such column: a.x", "no_such_column", Some("x"));
        check("table a has no column named b", "no_such_column", Some("b"));
        check("table \"a b\" already exists", "already_exists", Some("a b"));
        check("table a has 3 columns but 2 values were supplied", "refused", Some("a"));
        check("something else", "refused", None);
    }
}
