//! What a database says before anything is decided.

use super::{Entry, Ledger, Source, present, read};
use crate::driver::Session;
use crate::error::{Adoption, Error, Kind, Result};
use crate::history::Tables;
use crate::schema::Schema;

/// What a database says before anything is decided.
#[derive(Debug)]
pub(crate) struct Look {
    /// Its schema, without our own tables and without those of ledgers.
    pub(crate) live: Schema,
    /// The ledgers that it has.
    pub(crate) present: Vec<&'static Ledger>,
    /// The one that is asked for, or the only one, and what it says.
    pub(crate) ledger: Option<(&'static Ledger, Vec<Entry>)>,
}

/// Reads it. It writes nothing.
///
/// # Errors
/// When the ledger that is asked for is not there or not whole, and when it is not SQLite.
pub(crate) fn look(session: &mut dyn Session, tables: &Tables, source: Source) -> Result<Look> {
    let present = present(session);
    let ledger = match (source, present.as_slice()) {
        (Source::Ledger(ledger), _) | (Source::Whatever, &[ledger]) => Some(ledger),
        _ => None,
    };
    let ledger = ledger.map(|ledger| Ok((ledger, read(ledger, session)?))).transpose()?;
    let mut others: Vec<_> = present.iter().filter_map(|ledger| ledger.table()).collect();
    others.extend(present.iter().flat_map(|ledger| ledger.beside()));
    let not_sqlite = || Error::new(Kind::Adoption(Adoption::NotSqlite));
    let connection = session.sqlite().ok_or_else(not_sqlite)?;
    let live = Schema::read(connection).map_err(|error| Error::new(Kind::Query).because(error))?;
    Ok(Look { live: live.without_history(tables).without(&others), present, ledger })
}
