//! sea-orm: `seaql_migrations`, with the names of the Rust modules.

use super::Ledger;
use super::read::{entries, moment};
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::driver::Session;
use crate::error::Result;

pub(super) const LEDGER: Ledger = Ledger {
    word: "sea-orm",
    table: "seaql_migrations",
    has: "version, applied_at",
    lacks: "",
    beside: &[],
    entries: read,
};

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    let sql =
        format!("SELECT version, {} FROM seaql_migrations ORDER BY version", moment("applied_at"));
    entries(session, &sql, |row| Ok(Entry::new(Key::Name(row.get(0)?)).at(row.get(1)?)))
}
