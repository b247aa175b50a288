//! Rolling back.

use std::time::Instant;

use migrate_codegen::Direction;

use super::hooked::Hooked;
use super::{Consent, Runner};
use crate::dialect::Dialect;
use crate::driver::{Driver, Job};
use crate::error::{Error, Kind, Result};
use crate::hooks::Mode;
use crate::plan::Plan;
use crate::report::Report;

impl<D: Dialect> Runner<'_, D> {
    /// Rolls back, newest first: one migration, unless a [`target`](Self::target) is set.
    ///
    /// With [`force`](Self::force) it also rolls back what a newer program applied and the set
    /// lacks, by the texts that the history keeps.
    ///
    /// # Errors
    /// Before anything changes: when a migration has no rollback, an applied one depends on it,
    /// it is not the one that was applied, or its rollback would delete rows or go without those
    /// that were discarded, and [`force`](Self::force) is not set. Afterwards: when a rollback fails.
    pub fn down<R: Driver<Dialect = D>>(&mut self, db: &mut R) -> Result<Report> {
        let span = tracing::info_span!("down", set = self.set.name());
        let _entered = span.enter();
        let start = Instant::now();
        let mut report = self.blank();
        let target = self.target.clone();
        let own = self.set;
        let result = self.known(db).and_then(|set| {
            self.set = set;
            self.within(|runner| runner.carry_out(db, Direction::Down, target, &mut report))
        });
        self.set = own;
        match result {
            Ok(()) => Ok(report),
            Err(error) => {
                let hooked = Hooked::new(Mode::Real, Direction::Down, db, 0).since(start);
                Err(self.tell_failed(&hooked, error.after(report)))
            }
        }
    }

    /// Refuses a plan that would delete rows without consent.
    pub(super) fn refuse_losses<R: Driver<Dialect = D>>(
        &self,
        db: &mut R,
        plan: &Plan,
    ) -> Result<()> {
        if self.options.consent == Consent::LoseRows {
            return Ok(());
        }
        for job in plan.migrations().iter().filter_map(|migration| Job::down(migration)) {
            let losses = db.losses(self.set.name(), &job)?;
            if !losses.is_empty() {
                return Err(Error::new(Kind::WouldLose { losses }).of(job.version, job.name));
            }
        }
        Ok(())
    }
}
