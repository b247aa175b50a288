//! sqlx: `_sqlx_migrations`, with the SHA-384 of each file.

use super::Ledger;
use super::read::{entries, moment, refuse_half_done};
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::adopt::proof::Proof;
use crate::driver::Session;
use crate::error::Result;

pub(super) const LEDGER: Ledger = Ledger {
    word: "sqlx",
    table: "_sqlx_migrations",
    has: "version, installed_on, success, checksum",
    lacks: "",
    beside: &[],
    entries: read,
};

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    let half = "SELECT CAST(version AS TEXT) FROM _sqlx_migrations WHERE NOT success";
    refuse_half_done(session, LEDGER.word, half)?;
    let sql = format!(
        "SELECT version, {}, checksum FROM _sqlx_migrations ORDER BY version",
        moment("installed_on")
    );
    entries(session, &sql, |row| {
        let proof = Proof::Sha384(row.get(2)?);
        Ok(Entry::new(Key::Version(row.get(0)?)).at(row.get(1)?).proof(proof))
    })
}
