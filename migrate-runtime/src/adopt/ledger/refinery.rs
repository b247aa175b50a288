//! refinery: `refinery_schema_history`, with a checksum of name, version and text.

use super::Ledger;
use super::read::{entries, moment};
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::adopt::proof::Proof;
use crate::driver::Session;
use crate::error::Result;

pub(super) const LEDGER: Ledger = Ledger {
    word: "refinery",
    table: "refinery_schema_history",
    has: "version, name, applied_on, checksum",
    lacks: "",
    beside: &[],
    entries: read,
};

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT version, {}, name, checksum FROM refinery_schema_history ORDER BY version",
        moment("applied_on")
    );
    entries(session, &sql, |row| {
        let proof = match (row.get(2)?, row.get(3)?) {
            (Some(name), Some(sum)) => Proof::Sip { name, sum },
            _ => Proof::None,
        };
        Ok(Entry::new(Key::Version(row.get(0)?)).at(row.get(1)?).proof(proof))
    })
}
