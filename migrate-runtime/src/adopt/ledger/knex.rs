//! knex: `knex_migrations`, with the names of the files, and a lock beside it.

use super::Ledger;
use super::read::{entries, moment, refuse_half_done};
use crate::adopt::Entry;
use crate::adopt::entry::Key;
use crate::driver::Session;
use crate::error::Result;

pub(super) const LEDGER: Ledger = Ledger {
    word: "knex",
    table: "knex_migrations",
    has: "id, name, batch, migration_time",
    lacks: "",
    beside: &["knex_migrations_lock"],
    entries: read,
};

fn read(session: &mut dyn Session) -> Result<Vec<Entry>> {
    if session.query("SELECT is_locked FROM knex_migrations_lock LIMIT 0", &[]).is_ok() {
        let half = "SELECT 'knex_migrations_lock' \
                    FROM knex_migrations_lock WHERE is_locked";
        refuse_half_done(session, LEDGER.word, half)?;
    }
    let sql = format!("SELECT name, {} FROM knex_migrations ORDER BY id", moment("migration_time"));
    entries(session, &sql, |row| Ok(Entry::new(Key::Name(row.get(0)?)).at(row.get(1)?)))
}
