//! Writing history rows without running anything.

use super::Runner;
use super::waiting::Waiting;
use crate::dialect::Dialect;
use crate::driver::{Amend, Amending, Amendment, Driver, Place};
use crate::error::Result;
use crate::history::Mark;
use crate::report::{DryRun, DryUnit};

/// Rows to write, decided for the history as it was at that mark, and what to return when they are
/// written.
pub(super) struct Decision<T> {
    pub(super) mark: Mark,
    pub(super) place: Place,
    pub(super) entries: Vec<Amend<'static>>,
    pub(super) outcome: T,
}

impl<D: Dialect> Runner<'_, D> {
    /// Decides and writes; and decides again whenever somebody else changed the history meanwhile.
    pub(super) fn amend<R: Driver<Dialect = D>, T>(
        &mut self,
        db: &mut R,
        mut decide: impl FnMut(&Self, &mut R) -> Result<Decision<T>>,
    ) -> Result<T> {
        let by = self.by();
        let mut waiting = Waiting::default();
        loop {
            let Decision { mark, place, entries, outcome } = decide(self, db)?;
            if entries.is_empty() && place == Place::History {
                return Ok(outcome);
            }
            match db.amend(&self.amendment(mark, place, entries, &by))? {
                Amending::Done => return Ok(outcome),
                Amending::Stale => waiting = Waiting::default(),
                Amending::Held(lease) => self.wait(&mut waiting, lease)?,
            }
        }
    }

    /// The SQL that [`amend`](Self::amend) would send.
    pub(super) fn amend_dry_run<R: Driver<Dialect = D>, T>(
        &self,
        db: &mut R,
        decision: Decision<T>,
    ) -> Result<DryRun> {
        let set = self.set.name().to_owned();
        let versions = decision.entries.iter().map(|entry| entry.job.version).collect();
        if decision.entries.is_empty() && decision.place == Place::History {
            return Ok(DryRun { set, units: Vec::new(), late: Vec::new() });
        }
        let by = self.by();
        let Decision { mark, place, entries, .. } = decision;
        let sql = db.amend_script(&self.amendment(mark, place, entries, &by))?;
        Ok(DryRun { set, units: vec![DryUnit { versions, sql }], late: Vec::new() })
    }

    fn amendment<'u>(
        &'u self,
        mark: Mark,
        place: Place,
        entries: Vec<Amend<'static>>,
        by: &'u str,
    ) -> Amendment<'u> {
        Amendment {
            set: self.set.name(),
            mark,
            place,
            by,
            reason: self.options.reason.as_deref(),
            patience: self.options.patience(),
            entries,
        }
    }
}
