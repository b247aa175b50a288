//! sequelize (umzug): `SequelizeMeta`, with the names of the files.

use super::Ledger;
use super::read::entries;
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::driver::Session;
use crate::error::Result;

pub(super) const LEDGER: Ledger = Ledger {
    word: "sequelize",
    table: "SequelizeMeta",
    has: "name",
    lacks: "",
    beside: &[],
    entries: read,
};

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    let sql = "SELECT name FROM \"SequelizeMeta\" ORDER BY name";
    entries(session, sql, |row| Ok(Entry::new(Key::Name(row.get(0)?))))
}
