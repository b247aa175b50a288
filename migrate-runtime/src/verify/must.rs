//! Which rows must be as they were.

use std::collections::BTreeSet;

use migrate_codegen::text::{Token, TokenKind, tokens};
use migrate_codegen::{Dialect, RollbackClass};

use crate::migration::{Body, Migration, Script};
use crate::schema::Schema;

/// Functions whose results differ from call to call.
const UNSTEADY: [&str; 10] = [
    "date",
    "datetime",
    "julianday",
    "random",
    "randomblob",
    "strftime",
    "time",
    "timediff",
    "unixepoch",
    "uuid",
];
/// Words that stand for the time of day without a parenthesis.
const CLOCKS: [&str; 3] = ["current_date", "current_time", "current_timestamp"];

/// Which rows must be as they were.
#[derive(Debug)]
pub(super) struct Must {
    extent: Extent,
    /// What the migration's texts name, in lower case; `None` when they do not say everything.
    names: Option<BTreeSet<String>>,
    unsteady: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// All rows.
    Everything,
    /// Those of tables that the migration has nothing to do with.
    Others,
}

impl Must {
    /// What the class of the migration's rollback promises.
    pub(super) fn of(migration: &Migration) -> Self {
        let extent = match migration.rollback_class() {
            RollbackClass::Exact | RollbackClass::Preserved => Extent::Everything,
            _ => Extent::Others,
        };
        let mut must = Self { extent, names: Some(BTreeSet::new()), unsteady: false };
        must.read(migration.up(), migration.up_script());
        if let Some(down) = migration.down() {
            must.read(down, migration.down_script());
        }
        if let Some(schema) = migration.schema() {
            must.text(schema);
        }
        must
    }

    /// Whether the rows of the table must be as they were.
    pub(super) fn keep(&self, table: &str, schema: &Schema) -> bool {
        match self.extent {
            Extent::Everything => true,
            Extent::Others => !self.reaches(table, schema),
        }
    }

    /// Whether the migration writes the same values into the table whenever it runs.
    pub(super) fn steady(&self, table: &str, schema: &Schema) -> bool {
        !self.unsteady && !schema.texts_of(table).any(is_unsteady)
    }

    /// Whether the texts name the table, or a table with a trigger that does.
    fn reaches(&self, table: &str, schema: &Schema) -> bool {
        let Some(names) = &self.names else { return true };
        let table = table.to_lowercase();
        let triggered = |text: &str| words(text).any(|word| word == table);
        names.contains(&table)
            || names.iter().flat_map(|name| schema.triggers_of(name)).any(triggered)
    }

    fn read(&mut self, body: Body, script: &Script) {
        match body {
            Body::Sql(text) => self.text(text),
            Body::Code(_) | Body::Backfill(_) => {
                self.unsteady = true;
                if script.sql.is_empty() {
                    self.names = None;
                }
                for text in script.sql {
                    self.text(text);
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.unsteady |= is_unsteady(text);
        if let Some(names) = &mut self.names {
            names.extend(words(text));
        }
    }
}

/// The names in a text, in lower case.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    tokens(text, Dialect::Sqlite).filter_map(|token| Some(token.identifier(text)?.to_lowercase()))
}

fn is_unsteady(text: &str) -> bool {
    let mut read = tokens(text, Dialect::Sqlite).filter(Token::is_significant).peekable();
    while let Some(token) = read.next() {
        if token.kind != TokenKind::Word {
            continue;
        }
        let word = token.text(text).to_ascii_lowercase();
        let called = read.peek().is_some_and(|next| next.is_symbol(text, '('));
        if CLOCKS.contains(&word.as_str()) || (called && UNSTEADY.contains(&word.as_str())) {
            return true;
        }
    }
    false
}
