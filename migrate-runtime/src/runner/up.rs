//! Applying.

use std::time::Instant;

use migrate_codegen::Direction;

use super::Runner;
use super::hooked::Hooked;
use crate::dialect::Dialect;
use crate::driver::Driver;
use crate::error::{Error, Kind, Result};
use crate::hooks::Mode;
use crate::plan::Plan;
use crate::report::Report;

impl<D: Dialect> Runner<'_, D> {
    /// Applies what is not applied yet, oldest first: everything, unless a
    /// [`target`](Self::target) is set.
    ///
    /// When there is nothing to do it reads once, compares, and writes nothing. Any number of
    /// processes may do this at once: each migration is applied by one of them, and none fails.
    ///
    /// A late migration, which stands before an applied one, runs where both touch nothing in common;
    /// [`out_of_order`](Self::out_of_order) says otherwise, and a target that names it.
    ///
    /// # Errors
    /// When the history and the set contradict each other, or a migration fails. What was applied
    /// before the failure stays, and is in [`Error::report`](crate::Error::report); of the failed
    /// migration nothing stays, unless it says `transaction = false`: then the next `up` goes on
    /// behind its last finished statement.
    pub fn up<R: Driver<Dialect = D>>(&mut self, db: &mut R) -> Result<Report> {
        let span = tracing::info_span!("up", set = self.set.name());
        let _entered = span.enter();
        let start = Instant::now();
        let mut report = self.blank();
        let target = self.target.clone();
        let result = self.within(|runner| runner.carry_out(db, Direction::Up, target, &mut report));
        match result {
            Ok(()) => Ok(report),
            Err(error) => {
                let hooked = Hooked::new(Mode::Real, Direction::Up, db, 0).since(start);
                Err(self.tell_failed(&hooked, error.after(report)))
            }
        }
    }

    pub(super) fn blank(&self) -> Report {
        Report { set: self.set.name().to_owned(), ..Report::default() }
    }
}

/// Refuses to apply what cannot be rolled back.
pub(super) fn refuse_without_rollback(plan: &Plan) -> Result<()> {
    match plan.migrations().iter().find(|migration| migration.down().is_none()) {
        None => Ok(()),
        Some(migration) => {
            let reason = migration.irreversible().map(str::to_owned);
            let error = Error::new(Kind::NoWayBack { reason });
            Err(error.of(migration.version(), migration.name()))
        }
    }
}
