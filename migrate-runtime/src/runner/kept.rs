//! What migrations keep aside for their rollbacks, and deleting it.

use migrate_codegen::Version;

use super::Runner;
use super::waiting::Waiting;
use crate::dialect::Dialect;
use crate::driver::{Discard, Discarding, Driver};
use crate::error::{Error, Result};
use crate::history::{History, KeptTable, Mark};
use crate::plan;
use crate::report::{Discarded, DryRun, DryUnit};

impl<D: Dialect> Runner<'_, D> {
    /// What the set's migrations keep aside for their rollbacks, oldest version first. It writes
    /// nothing.
    ///
    /// # Errors
    /// When the database cannot be read, or its history was made by something else.
    pub fn kept<R: Driver<Dialect = D>>(&self, db: &mut R) -> Result<Vec<KeptTable>> {
        db.kept(self.set.name(), self.options.patience())
    }

    /// **Deletes** what an applied migration keeps aside: its rollback brings back its schema only
    /// from then on, and is refused unless [`force`](Self::force) is set.
    ///
    /// The tables stay, empty, because the rollback reads them. When that was done before, nothing
    /// is.
    ///
    /// # Errors
    /// When the migration is not applied or keeps nothing; when somebody else holds the database
    /// for too long; and when it cannot be written.
    pub fn discard<R: Driver<Dialect = D>>(
        &mut self,
        db: &mut R,
        version: Version,
    ) -> Result<Discarded> {
        let span = tracing::info_span!("discard", set = self.set.name());
        let _entered = span.enter();
        let by = self.by();
        let mut waiting = Waiting::default();
        loop {
            let mark = self.mark_of_applied(db, version)?;
            let discarding = db.discard(&self.wish(version, mark, &by));
            match discarding.map_err(|error| self.about(version, error))? {
                Discarding::Done { at, tables } => {
                    let set = self.set.name().to_owned();
                    return Ok(Discarded { set, version, discarded_at: at, tables });
                }
                Discarding::Stale => waiting = Waiting::default(),
                Discarding::Held(lease) => self.wait(&mut waiting, lease)?,
            }
        }
    }

    /// The SQL that [`discard`](Self::discard) would send, history writes included. It writes
    /// nothing.
    ///
    /// # Errors
    /// As [`discard`](Self::discard), unless it is about waiting or writing.
    pub fn discard_dry_run<R: Driver<Dialect = D>>(
        &self,
        db: &mut R,
        version: Version,
    ) -> Result<DryRun> {
        let mark = self.mark_of_applied(db, version)?;
        let script = db.discard_script(&self.wish(version, mark, &self.by()));
        let sql = script.map_err(|error| self.about(version, error))?;
        let units =
            if sql.is_empty() { vec![] } else { vec![DryUnit { versions: vec![version], sql }] };
        Ok(DryRun { set: self.set.name().to_owned(), units, late: Vec::new() })
    }

    fn mark_of_applied<R: Driver<Dialect = D>>(
        &self,
        db: &mut R,
        version: Version,
    ) -> Result<Mark> {
        let history: History = self.read(db)?;
        plan::applied(&self.set, &history, version)?;
        Ok(history.mark())
    }

    fn about(&self, version: Version, error: Error) -> Error {
        match self.set.get(version) {
            Some(migration) => error.of(version, migration.name()),
            None => error,
        }
    }

    fn wish<'w>(&'w self, version: Version, mark: Mark, by: &'w str) -> Discard<'w> {
        Discard {
            set: self.set.name(),
            version,
            mark,
            by,
            reason: self.options.reason.as_deref(),
            patience: self.options.patience(),
        }
    }
}
