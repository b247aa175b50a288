//! flyway: `flyway_schema_history`, with the CRC-32 of each file's lines.

use super::Ledger;
use super::read::{entries, moment, refuse_half_done};
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::adopt::proof::Proof;
use crate::driver::Session;
use crate::error::Result;

pub(super) const LEDGER: Ledger = Ledger {
    word: "flyway",
    table: "flyway_schema_history",
    has: "installed_rank, version, type, script, checksum, installed_on, success",
    lacks: "",
    beside: &[],
    entries: read,
};

/// What undoes or takes out an earlier row of the same version.
const GONE: &str = "('UNDO_SQL', 'UNDO_SCRIPT', 'UNDO_JDBC', 'DELETE')";

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    let half = "SELECT script FROM flyway_schema_history WHERE NOT success";
    refuse_half_done(session, LEDGER.word, half)?;
    // Without a version a migration is repeatable, and no part of a history.
    let sql = format!(
        "SELECT version, {}, type, script, checksum FROM flyway_schema_history AS f \
         WHERE version IS NOT NULL AND type NOT IN {GONE} AND installed_rank = \
         (SELECT max(installed_rank) FROM flyway_schema_history AS o WHERE o.version = f.version) \
         ORDER BY installed_rank",
        moment("installed_on")
    );
    entries(session, &sql, |row| {
        let (version, kind): (String, String) = (row.get(0)?, row.get(2)?);
        let key = match (kind.ends_with("BASELINE"), version.parse()) {
            (true, Ok(number)) => Key::Through(number),
            (false, Ok(number)) => Key::Version(number),
            // 1.2 is a name: its script is the file.
            (_, Err(_)) => Key::Name(row.get(3)?),
        };
        let sum = row.get::<Option<i64>>(4)?.filter(|_| kind == "SQL");
        Ok(Entry::new(key).at(row.get(1)?).proof(sum.map_or(Proof::None, Proof::Crc32)))
    })
}
