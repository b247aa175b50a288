//! drizzle: `__drizzle_migrations`, with the SHA-256 of each file in the order of the journal.

use super::Ledger;
use super::read::entries;
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::adopt::proof::Proof;
use crate::driver::Session;
use crate::error::Result;

pub(super) const LEDGER: Ledger = Ledger {
    word: "drizzle",
    table: "__drizzle_migrations",
    has: "hash, created_at",
    lacks: "",
    beside: &[],
    entries: read,
};

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    // `created_at` is when the file was written, which orders the journal.
    let sql = "SELECT row_number() OVER (ORDER BY created_at) - 1, hash \
               FROM __drizzle_migrations ORDER BY created_at";
    entries(session, sql, |row| {
        Ok(Entry::new(Key::Place(row.get(0)?)).proof(Proof::Sha256(row.get(1)?)))
    })
}
