//! Histories of any length, with the kinds of statements of real ones.

use migrate_runtime::__private::{Body, Found, Migration, Part, Script, Written};
use migrate_runtime::{Category, RollbackClass, Set, Transactional, Version};

/// A set of `size` migrations of one statement each: tables, indexes, columns, rows.
#[must_use]
pub fn set(size: usize) -> Set {
    of_statements((0..size).map(statement))
}

/// A set of `size` migrations that is applied in no time, because it hardly has a schema.
#[must_use]
pub fn light_set(size: usize) -> Set {
    of_statements((0..size).map(|at| format!("SELECT {at}")))
}

fn of_statements(statements: impl Iterator<Item = String>) -> Set {
    let migrations = statements.enumerate().map(|(at, text)| migration(at, text)).collect();
    Set::from_migrations("synthetic", "synthetic.rs", migrations)
}

/// The SQL of a migration of such a set.
///
/// # Panics
/// When the migration is a step in Rust, which such a set has none of.
#[must_use]
pub fn sql(migration: &Migration) -> &'static str {
    match migration.up() {
        Body::Sql(text) => text,
        Body::Code(_) | Body::Backfill(_) => panic!("a synthetic history has no steps in Rust"),
    }
}

fn migration(at: usize, text: String) -> Migration {
    let text = String::leak(text);
    let part = Part { start: 0, end: text.len(), line: 1, column: 1 };
    let written = Written {
        version: version(at),
        name: String::leak(format!("change_{at}")),
        description: "One of many changes.",
        created: None,
        irreversible: Some("synthetic"),
        transactional: Transactional::Yes,
        timeout: None,
        rollback_safe: None,
        impact: None,
        schema: None,
        up: Body::Sql(text),
        down: None,
    };
    let found = Found {
        file: "synthetic.rs",
        category: Category::Schema,
        depends_on: &[],
        checksum: String::leak(format!("c1:{at:032x}")),
        class: RollbackClass::Irreversible,
        up: Script { statements: vec![part].leak(), ..Script::EMPTY },
        down: Script::EMPTY,
        inferred_down: None,
        footprint: "",
        keeping: &[],
    };
    Migration::new(written, found)
}

fn version(at: usize) -> Version {
    let number = i64::try_from(at + 1).expect("a history fits into the memory");
    Version::new(number).expect("it is positive")
}

fn statement(at: usize) -> String {
    let table = format!("records_{}", at / 5);
    match at % 5 {
        0 => format!(
            "CREATE TABLE {table} (
                id INTEGER PRIMARY KEY,
                owner_id INTEGER NOT NULL,
                title TEXT NOT NULL,
                state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
                created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
            )"
        ),
        1 => format!("CREATE INDEX {table}_by_owner ON {table} (owner_id, created_at)"),
        2 => format!("INSERT INTO {table} (owner_id, title) VALUES (1, 'first'), (1, 'second')"),
        3 => format!("ALTER TABLE {table} ADD COLUMN note TEXT"),
        _ => format!("UPDATE {table} SET note = 'imported' WHERE state = 'open'"),
    }
}
