//! `__migrations__` with `__migration_rollbacks__` beside it: a row is moved there when its
//! migration is rolled back, so what is left is applied.

use super::Ledger;
use super::read::{entries, moment};
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::driver::Session;
use crate::error::Result;

pub(super) const LEDGER: Ledger = Ledger {
    word: "__migrations__",
    table: "__migrations__",
    has: "id, version, applied_at",
    lacks: "",
    beside: &["__migration_rollbacks__"],
    entries: read,
};

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    // The id begins with the version too, and is the name of the file.
    let sql = format!(
        "SELECT CAST(id AS TEXT), {} FROM __migrations__ ORDER BY version, id",
        moment("applied_at")
    );
    entries(session, &sql, |row| Ok(Entry::new(Key::Name(row.get(0)?)).at(row.get(1)?)))
}
