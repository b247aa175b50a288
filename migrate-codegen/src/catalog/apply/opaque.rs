//! Statements that may do anything: which names they may concern.

use super::super::command::label;
use super::super::model::{Extension, Ident, Sql, name};
use super::super::schema::Catalog;
use super::Sight;
use crate::Dialect;
use crate::reader::Statement;
use crate::text::{Token, TokenKind, tokens};

/// Words without which a text changes no schema.
const CHANGES: &[&str] = &["create", "alter", "drop", "call", "import"];

/// Words without which a statement changes no row.
const ROWS: &[&str] = &["insert", "update", "delete", "merge", "copy", "truncate"];

/// Extensions that bring types and functions, and no table or view.
const WITHOUT_TABLES: &[&str] = &[
    "btree_gin",
    "btree_gist",
    "citext",
    "cube",
    "dblink",
    "earthdistance",
    "fuzzystrmatch",
    "hstore",
    "intarray",
    "isn",
    "ltree",
    "moddatetime",
    "pg_trgm",
    "pgcrypto",
    "plpgsql",
    "postgres_fdw",
    "tablefunc",
    "tsm_system_rows",
    "tsm_system_time",
    "unaccent",
    "uuid-ossp",
    "vector",
];

impl Catalog {
    /// A statement that cannot be read: nothing is sure any more of the names in it, or of any name
    /// where it puts statements together itself.
    pub(super) fn opaque(&mut self, statement: &Statement) -> Sight {
        let (sql, dialect) = (statement.text(), statement.dialect());
        if let Some(next) = self.block(sql) {
            *self = next;
            return Sight::Kept;
        }
        let words = Words::of_program(sql, dialect);
        if words.begins(&["drop", "extension"]) {
            self.extensions.retain(|it| !words.names.contains(&it.name));
            // Without `CASCADE` it goes alone, or not at all.
            if !tokens(sql, dialect).any(|it| it.is_word(sql, "cascade")) {
                return Sight::Kept;
            }
            self.doubt.everything();
            return Sight::Lost;
        }
        let known = ["do", "call", "explain"].iter().any(|word| words.begins(&[word]));
        if !known {
            self.doubt.everything();
            return Sight::Lost;
        }
        self.concern(words)
    }

    /// An extension brings what it likes, and leaves what is there.
    pub(super) fn create_extension(&mut self, extension: Extension) {
        if !WITHOUT_TABLES.contains(&extension.name.key()) {
            self.expect_more();
        }
        if !self.has_extension(&extension.name) {
            self.extensions.push(extension);
        }
    }

    /// Whether the history made this extension, or found it.
    pub(in crate::catalog) fn has_extension(&self, name: &Ident) -> bool {
        self.extensions.iter().any(|it| it.name == *name)
    }

    /// A statement may call a function that changes the schema, or make what will.
    pub(super) fn calls(&mut self, statement: &Statement) -> Sight {
        if self.dialect.is_sqlite() {
            return Sight::Kept;
        }
        let words = Words::of(statement.text(), statement.dialect());
        let changes_path = words.calls.iter().any(|it| it.key() == "set_config")
            && words.strings.iter().any(|it| it == "search_path");
        if changes_path {
            self.search = None;
        }
        let sight = if changes_path { Sight::Lost } else { Sight::Kept };
        sight.max(self.run(&words))
    }

    /// A change of rows fires triggers, whose functions may change the schema.
    pub(super) fn fires(&mut self, statement: &Statement) -> Sight {
        let mut words = Words::default();
        words.read(statement.text(), statement.dialect());
        if self.dialect.is_sqlite() || !words.changes_rows() {
            return Sight::Kept;
        }
        // Of whichever table: keys cascade, and views and rules lead to others.
        let mut fired = Words::default();
        for trigger in self.triggers() {
            fired.read(trigger.body.as_str(), self.dialect);
        }
        self.run(&fired)
    }

    /// Runs the functions that these words call.
    fn run(&mut self, words: &Words) -> Sight {
        let mut sight = Sight::Kept;
        for body in self.bodies(&words.calls) {
            sight = sight.max(self.concern(Words::of_program(body.as_str(), self.dialect)));
        }
        sight
    }

    fn bodies(&self, calls: &[Ident]) -> Vec<Sql> {
        let called = self.routines().filter(|it| calls.contains(&it.name.name));
        called.map(|it| it.definition.clone()).collect()
    }

    /// Takes these words for statements, and those of the functions that they call.
    fn concern(&mut self, words: Words) -> Sight {
        let mut open = vec![words];
        let mut sight = Sight::Kept;
        let mut seen: Vec<Ident> = Vec::new();
        while let Some(words) = open.pop() {
            if words.names.iter().any(|it| matches!(it.key(), "search_path" | "set_config")) {
                self.doubt.everything();
                return Sight::Lost;
            }
            match words.composed {
                Composed::Anything => {
                    self.doubt.everything();
                    return Sight::Lost;
                }
                Composed::More => {
                    self.expect_more();
                    sight = Sight::Lost;
                }
                // Of what it composes names are all that is kept here.
                Composed::Harmless => {
                    self.omitted += 1;
                    sight = Sight::Lost;
                }
                Composed::Nothing => {}
            }
            if words.may_say() {
                self.omitted += 1;
            }
            if words.may_change() {
                words.names.iter().for_each(|name| self.distrust(name));
                sight = Sight::Lost;
            }
            let fresh: Vec<_> = words.calls.into_iter().filter(|it| !seen.contains(it)).collect();
            for body in self.bodies(&fresh) {
                open.push(Words::of_program(body.as_str(), self.dialect));
            }
            seen.extend(fresh);
        }
        sight
    }
}

/// The words of a text, those of the bodies in it too.
#[derive(Default)]
struct Words {
    names: Vec<Ident>,
    calls: Vec<Ident>,
    strings: Vec<String>,
    composed: Composed,
    into: Into,
}

/// What `SELECT .. INTO` does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Into {
    /// It makes a table.
    #[default]
    Makes,
    /// It puts a row into variables, as PL/pgSQL has it.
    Assigns,
}

/// What the statements may do that a text puts together itself: `EXECUTE format(..)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Composed {
    /// Nothing that is known here.
    #[default]
    Nothing,
    /// Change what no name depends on: owners, rights, row security.
    Harmless,
    /// Make objects.
    More,
    /// Anything.
    Anything,
}

/// Words that a harmless `ALTER` has, or none of the words below.
const HARMLESS: &[&str] = &["replica", "owner", "publication", "row", "default", "role"];

impl Words {
    /// Those of a text that holds a program, in dollars or in plain quotes.
    fn of_program(sql: &str, dialect: Dialect) -> Self {
        let mut words = Self::of(sql, dialect);
        let strings = tokens(sql, dialect).filter(|it| it.kind == TokenKind::String);
        let texts: Vec<_> = strings.map(|it| it.text(sql)).collect();
        if !texts.iter().any(|it| it.starts_with('$')) {
            for text in texts {
                words.read(&label(text), dialect);
            }
        }
        words
    }

    fn of(sql: &str, dialect: Dialect) -> Self {
        let mut words = Self::default();
        words.read(sql, dialect);
        let own = if words.begins(&["do"]) { "plpgsql" } else { "sql" };
        if language(sql, dialect).as_deref().unwrap_or(own) == "plpgsql" {
            words.into = Into::Assigns;
        }
        words
    }

    fn read(&mut self, sql: &str, dialect: Dialect) {
        let all: Vec<_> = tokens(sql, dialect).filter(Token::is_significant).collect();
        for (at, token) in all.iter().enumerate() {
            let text = token.text(sql);
            if token.kind == TokenKind::String {
                if let Some(body) = body(text) {
                    self.read(body, dialect);
                } else {
                    self.strings.push(text.trim_matches('\'').to_owned());
                }
                continue;
            }
            let Some(name) = name(token, sql, dialect) else { continue };
            if name.key() == "execute" {
                self.composed = self.composed.max(composed(sql, &all[at + 1..], dialect));
            }
            if all.get(at + 1).is_some_and(|next| next.is_symbol(sql, '(')) {
                self.calls.push(name.clone());
            }
            self.names.push(name);
        }
    }

    fn begins(&self, words: &[&str]) -> bool {
        self.names.iter().map(Ident::key).take(words.len()).eq(words.iter().copied())
    }

    fn changes_rows(&self) -> bool {
        self.names.iter().any(|it| ROWS.contains(&it.key()))
    }

    /// Whether it may say of an object what is noted beside it.
    fn may_say(&self) -> bool {
        let has = |word: &str| self.names.iter().any(|it| it.key() == word);
        has("grant") || has("revoke") || has("comment") && has("is")
    }

    fn may_change(&self) -> bool {
        let changes = |it: &Ident| CHANGES.contains(&it.key());
        let makes = |it: &Ident| it.key() == "into" && self.into == Into::Makes;
        self.names.iter().any(|it| changes(it) || makes(it))
    }
}

/// The language of the body that a text brings, where it is said.
fn language(sql: &str, dialect: Dialect) -> Option<String> {
    let all: Vec<_> = tokens(sql, dialect).filter(Token::is_significant).collect();
    let at = all.iter().position(|it| it.is_word(sql, "language"))?;
    Some(all.get(at + 1)?.text(sql).trim_matches(['\'', '"']).to_lowercase())
}

/// What the statement behind `EXECUTE` may do, by the words that it begins with.
fn composed(sql: &str, rest: &[Token], dialect: Dialect) -> Composed {
    let is = |at: usize, word: &str| rest.get(at).is_some_and(|it: &Token| it.is_word(sql, word));
    // A trigger executes a function.
    if is(0, "function") || is(0, "procedure") {
        return Composed::Nothing;
    }
    let at = if is(0, "format") { 2 } else { 0 };
    let Some(text) = rest.get(at).filter(|it| it.kind == TokenKind::String) else {
        return Composed::Anything;
    };
    let text = text.text(sql).trim_matches('\'');
    let words = Words::of(body(text).unwrap_or(text), dialect);
    let has = |all: &[&str]| words.names.iter().any(|it| all.contains(&it.key()));
    let cut = words.names.is_empty() || text.trim_start().starts_with('%');
    if cut || has(&["drop", "rename", "do"]) || has(&["alter"]) && !has(HARMLESS) {
        return Composed::Anything;
    }
    match () {
        () if has(&["create", "into"]) => Composed::More,
        () if has(&["alter", "comment"]) => Composed::Harmless,
        () => Composed::Nothing,
    }
}

/// What stands between `$tag$` and `$tag$`.
pub(super) fn body(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('$')?;
    let tag = rest.find('$')? + 2;
    text.get(tag..text.len().checked_sub(tag)?)
}
