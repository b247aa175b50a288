//! `__schema_migrations`, which several small runners write: a row a migration, by its version or
//! by the name of its file.

use super::Ledger;
use super::read::{entries, moment};
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::driver::Session;
use crate::error::Result;

pub(super) const LEDGER: Ledger = Ledger {
    word: "__schema_migrations",
    table: "__schema_migrations",
    has: "rowid",
    lacks: "",
    beside: &[],
    entries: read,
};

/// The columns that name a migration, the surest first.
const NAMES: [&str; 5] = ["version", "filename", "name", "migration", "id"];

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    let mut has = |column: &str| {
        session.query(&format!("SELECT {column} FROM __schema_migrations LIMIT 0"), &[]).is_ok()
    };
    let name = NAMES.into_iter().find(|name| has(name)).unwrap_or("rowid");
    let at = if has("applied_at") { moment("applied_at") } else { "NULL".to_owned() };
    let sql = format!("SELECT CAST({name} AS TEXT), {at} FROM __schema_migrations ORDER BY 1");
    entries(session, &sql, |row| Ok(Entry::new(Key::Name(row.get(0)?)).at(row.get(1)?)))
}
