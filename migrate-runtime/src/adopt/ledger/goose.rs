//! goose: `goose_db_version`, where the last row of a version says whether it is applied.

use super::Ledger;
use super::read::{entries, moment};
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::driver::Session;
use crate::error::Result;

pub(super) const LEDGER: Ledger = Ledger {
    word: "goose",
    table: "goose_db_version",
    has: "id, version_id, is_applied, tstamp",
    lacks: "",
    beside: &[],
    entries: read,
};

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    // Version 0 is the table itself.
    let sql = format!(
        "SELECT version_id, {} FROM goose_db_version AS v WHERE version_id > 0 AND is_applied \
         AND id = (SELECT max(id) FROM goose_db_version AS o WHERE o.version_id = v.version_id) \
         ORDER BY version_id",
        moment("tstamp")
    );
    entries(session, &sql, |row| Ok(Entry::new(Key::Version(row.get(0)?)).at(row.get(1)?)))
}
