//! What all ledgers need to be read.

use super::Ledger;
use crate::adopt::Entry;
use crate::driver::{Row, Session};
use crate::error::{Adoption, Error, Kind, Result};

/// The ledgers that the database has.
pub(crate) fn present(session: &mut dyn Session) -> Vec<&'static Ledger> {
    let there = |ledger: &&'static Ledger| ledger.table().is_some() && is_there(session, ledger);
    Ledger::ALL.into_iter().filter(there).collect()
}

/// What the ledger says is applied.
///
/// # Errors
/// When the database has no such ledger, a migration stopped half-way, or it cannot be read.
pub(crate) fn read(ledger: &Ledger, session: &mut dyn Session) -> Result<Vec<Entry>> {
    if ledger.table().is_some() && !is_there(session, ledger) {
        return Err(Error::new(Kind::Adoption(Adoption::NoLedger { tool: ledger.word })));
    }
    (ledger.entries)(session)
}

fn is_there(session: &mut dyn Session, ledger: &Ledger) -> bool {
    let Ledger { table, lacks, .. } = ledger;
    let mut has = |columns: &str| {
        session.query(&format!("SELECT {columns} FROM \"{table}\" LIMIT 0"), &[]).is_ok()
    };
    has(ledger.has) && (lacks.is_empty() || !has(lacks))
}

/// The rows of a query, as entries.
pub(super) fn entries(
    session: &mut dyn Session,
    sql: &str,
    entry: impl Fn(&Row) -> Result<Entry>,
) -> Result<Vec<Entry>> {
    session.query(sql, &[])?.iter().map(entry).collect()
}

/// Refuses a ledger in which a query finds what stopped half-way: its name in the first column.
pub(super) fn refuse_half_done(
    session: &mut dyn Session,
    tool: &'static str,
    sql: &str,
) -> Result<()> {
    let rows = session.query(sql, &[])?;
    let Some(row) = rows.first() else { return Ok(()) };
    let what = row.get::<String>(0)?;
    Err(Error::new(Kind::Adoption(Adoption::HalfDone { tool, what })))
}

/// A column with a time (text, or seconds or milliseconds since 1970) as the history writes times.
pub(super) fn moment(column: &str) -> String {
    let format = "'%Y-%m-%dT%H:%M:%fZ'";
    format!(
        "CASE typeof({column}) \
         WHEN 'integer' THEN strftime({format}, CASE WHEN {column} > 100000000000 \
         THEN {column} / 1000.0 ELSE {column} END, 'unixepoch') \
         ELSE coalesce(strftime({format}, {column}), CAST({column} AS TEXT)) END"
    )
}
