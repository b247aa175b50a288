//! golang-migrate: `schema_migrations` with one row, the version that everything is applied up to.

use super::Ledger;
use super::read::{entries, refuse_half_done};
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::driver::Session;
use crate::error::Result;

pub(super) const LEDGER: Ledger = Ledger {
    word: "golang-migrate",
    table: "schema_migrations",
    has: "version, dirty",
    lacks: "",
    beside: &[],
    entries: read,
};

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    let half = "SELECT CAST(version AS TEXT) FROM schema_migrations WHERE dirty";
    refuse_half_done(session, LEDGER.word, half)?;
    // -1 is nothing.
    let sql = "SELECT version FROM schema_migrations WHERE version >= 0";
    entries(session, sql, |row| Ok(Entry::new(Key::Through(row.get(0)?))))
}
