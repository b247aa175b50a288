//! Migrations that only the history knows: an older program rolls back what a newer one applied.

use migrate_codegen::text::{LineIndex, Statement, Token, split, tokens};
use migrate_codegen::{Category, Dialect as Name, RollbackClass};

use super::{Runner, Stored};
use crate::dialect::Dialect;
use crate::driver::Driver;
use crate::error::Result;
use crate::history::{Applied, RowStatus, Texts};
use crate::migration::{Body, Found, Migration, Part, Script, Written};
use crate::set::Set;

impl<D: Dialect> Runner<'_, D> {
    /// The set, and with [`Stored::Use`] the applied migrations that it lacks, as the history
    /// keeps them.
    pub(super) fn known<R: Driver<Dialect = D>>(&self, db: &mut R) -> Result<Set> {
        if self.options.stored == Stored::Refuse {
            return Ok(self.set);
        }
        let (name, patience) = (self.set.name(), self.options.patience());
        let mut all = self.set.migrations().to_vec();
        for row in db.rows(name, patience)? {
            let stands = matches!(row.status, RowStatus::Applied | RowStatus::RollingBack);
            if !stands || self.set.get(row.version).is_some() {
                continue;
            }
            let texts = db.texts(name, row.version, patience)?.unwrap_or_default();
            all.push(migration(&row, &texts, D::NAME));
        }
        if all.len() == self.set.migrations().len() {
            return Ok(self.set);
        }
        Ok(Set::from_migrations(name, self.set.source(), all))
    }

    /// The text that rolls a migration back, where only the history has it.
    pub(super) fn stored(&self, migration: &Migration) -> Option<String> {
        match migration.down() {
            Some(Body::Sql(text)) if self.set.get(migration.version()).is_none() => {
                Some(text.to_owned())
            }
            _ => None,
        }
    }
}

/// A migration that can only be rolled back: what applies it is not among the statements that run.
///
/// It stays in memory until the program ends, as those of the set do.
fn migration(row: &Applied, texts: &Texts, dialect: Name) -> Migration {
    let down = texts.down.as_deref().map(keep);
    let no_way_back = if row.reversible {
        "its rollback is a step in Rust, which only the program that applied it has"
    } else {
        "the history keeps no rollback of it"
    };
    let written = Written {
        version: row.version,
        name: keep(&row.name),
        description: keep(&row.description),
        irreversible: down.is_none().then_some(no_way_back),
        transactional: texts.transactional,
        up: Body::Sql(keep(texts.up.as_deref().unwrap_or_default())),
        down: down.map(Body::Sql),
        ..Written::NOTHING
    };
    let found = Found {
        file: "the history",
        category: row.category.parse().unwrap_or(Category::Schema),
        depends_on: row.depends_on.clone().leak(),
        checksum: keep(&row.checksum),
        // What cannot be read brings the schema back; nobody knows more.
        class: row.rollback_class.parse().unwrap_or(RollbackClass::SchemaOnly),
        down: down.map_or(Script::EMPTY, |text| script(text, texts, dialect)),
        ..Found::NOTHING
    };
    Migration::new(written, found)
}

/// How the stored text runs: without the transaction control that the runner replaces.
fn script(text: &'static str, texts: &Texts, dialect: Name) -> Script {
    let lines = LineIndex::new(text);
    let own = |statement: &Statement| !is_control(statement.text(text), dialect);
    let part = |statement: Statement| {
        let place = lines.place(text, statement.range.start);
        let (start, end) = (statement.range.start, statement.range.end);
        Part { start, end, line: place.line, column: place.column }
    };
    let statements: Vec<_> = split(text, dialect).into_iter().filter(own).map(part).collect();
    let drops: Vec<&'static str> = texts.drops.iter().map(|name| keep(name)).collect();
    Script {
        statements: statements.leak(),
        foreign_keys: texts.foreign_keys,
        drops: drops.leak(),
        sql: &[],
    }
}

/// `BEGIN`, `COMMIT`, `END`, and `PRAGMA foreign_keys`.
fn is_control(sql: &str, dialect: Name) -> bool {
    let mut words = tokens(sql, dialect).filter(Token::is_significant);
    let Some(first) = words.next() else { return true };
    if first.is_word(sql, "pragma") {
        return words.next().is_some_and(|word| word.is_word(sql, "foreign_keys"));
    }
    ["begin", "commit", "end"].iter().any(|word| first.is_word(sql, word))
}

/// Text that stays until the program ends.
fn keep(text: &str) -> &'static str {
    String::from(text).leak()
}
