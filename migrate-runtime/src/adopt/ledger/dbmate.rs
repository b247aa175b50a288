//! dbmate: `schema_migrations` with a row a version; Rails writes the same table.

use super::Ledger;
use super::read::entries;
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::driver::Session;
use crate::error::Result;

pub(super) const LEDGER: Ledger = Ledger {
    word: "dbmate",
    table: "schema_migrations",
    has: "version",
    // golang-migrate's table of the same name.
    lacks: "dirty",
    beside: &[],
    entries: read,
};

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    let sql = "SELECT CAST(version AS TEXT) FROM schema_migrations ORDER BY version";
    entries(session, sql, |row| Ok(Entry::new(Key::Name(row.get(0)?))))
}
