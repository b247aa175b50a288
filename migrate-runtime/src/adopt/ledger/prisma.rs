//! prisma: `_prisma_migrations`, with the SHA-256 of each file.

use super::Ledger;
use super::read::{entries, moment, refuse_half_done};
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::adopt::proof::Proof;
use crate::driver::Session;
use crate::error::Result;

pub(super) const LEDGER: Ledger = Ledger {
    word: "prisma",
    table: "_prisma_migrations",
    has: "checksum, finished_at, migration_name, rolled_back_at",
    lacks: "",
    beside: &[],
    entries: read,
};

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    let half = "SELECT migration_name FROM _prisma_migrations \
                WHERE finished_at IS NULL AND rolled_back_at IS NULL";
    refuse_half_done(session, LEDGER.word, half)?;
    let sql = format!(
        "SELECT migration_name, {}, checksum FROM _prisma_migrations \
         WHERE rolled_back_at IS NULL ORDER BY migration_name",
        moment("finished_at")
    );
    entries(session, &sql, |row| {
        let proof = Proof::Sha256(row.get(2)?);
        Ok(Entry::new(Key::Name(row.get(0)?)).at(row.get(1)?).proof(proof))
    })
}
