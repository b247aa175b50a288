//! `_migrations (version, name, applied_at)`, which several small runners write under the name that
//! our own history has.

use super::Ledger;
use super::read::{entries, moment};
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::driver::Session;
use crate::error::Result;

pub(super) const LEDGER: Ledger = Ledger {
    word: "_migrations",
    table: "_migrations",
    has: "version, name, applied_at",
    // Our own.
    lacks: "rollback_class",
    beside: &[],
    entries: read,
};

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT CAST(version AS TEXT), {} FROM _migrations ORDER BY version",
        moment("applied_at")
    );
    entries(session, &sql, |row| Ok(Entry::new(Key::Name(row.get(0)?)).at(row.get(1)?)))
}
