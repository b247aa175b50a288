//! `rusqlite_migration`: `PRAGMA user_version` counts what is applied; there is no table.

use super::Ledger;
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::driver::Session;
use crate::error::{Adoption, Error, Kind, Result};

pub(super) const LEDGER: Ledger = Ledger {
    word: "rusqlite_migration",
    table: "",
    has: "",
    lacks: "",
    beside: &[],
    entries: read,
};

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    let rows = session.query("PRAGMA user_version", &[])?;
    let count = rows.first().map(|row| row.get::<i64>(0)).transpose()?.unwrap_or(0);
    match usize::try_from(count) {
        Ok(count @ 1..) => Ok((0..count).map(|place| Entry::new(Key::Place(place))).collect()),
        _ => Err(Error::new(Kind::Adoption(Adoption::NoLedger { tool: LEDGER.word }))),
    }
}
