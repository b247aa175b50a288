//! wrangler, for Cloudflare D1: `d1_migrations`, with the names of the files.

use super::Ledger;
use super::read::{entries, moment};
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::driver::Session;
use crate::error::Result;

pub(super) const LEDGER: Ledger = Ledger {
    word: "wrangler",
    table: "d1_migrations",
    has: "name, applied_at",
    lacks: "",
    beside: &[],
    entries: read,
};

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    let sql = format!("SELECT name, {} FROM d1_migrations ORDER BY name", moment("applied_at"));
    entries(session, &sql, |row| Ok(Entry::new(Key::Name(row.get(0)?)).at(row.get(1)?)))
}
