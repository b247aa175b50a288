//! diesel: `__diesel_schema_migrations`, without checksums.

use super::Ledger;
use super::read::{entries, moment};
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::driver::Session;
use crate::error::Result;

pub(super) const LEDGER: Ledger = Ledger {
    word: "diesel",
    table: "__diesel_schema_migrations",
    has: "version, run_on",
    lacks: "",
    beside: &[],
    entries: read,
};

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT CAST(version AS TEXT), {} FROM __diesel_schema_migrations ORDER BY version",
        moment("run_on")
    );
    entries(session, &sql, |row| Ok(Entry::new(Key::Name(row.get(0)?)).at(row.get(1)?)))
}
